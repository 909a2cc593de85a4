using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Pages;

/// <summary>The device activation pages: type the code, confirm it, done. Plain forms that need no script.</summary>
sealed class DevicePage(OrgDirectory directory, InteractionStart interactions, OrgUrls urls, OrgStore store)
{
    /// <summary>
    /// On Identity Engine with the state token by which its clients go on behind the page (direct-auth.md 6, oie-sessiontoken.md 3).
    /// </summary>
    public async Task AskForCodeAsync(HttpContext context, string userCode, string? problem)
    {
        if (!directory.Org.IsIdentityEngine)
        {
            await AskForCodeAsync(context, userCode, problem, stateToken: null);
            return;
        }

        var stateToken = StateHandles.NewToken();
        Interaction interaction = new() { IsActivation = true, Browser = DeviceCookies.Name(context, urls) };
        await store.InOneWorkAsync(
            context.Origin,
            async work =>
            {
                await interactions.BeginAsync(stateToken, "", interaction, work, context.RequestAborted);
                work.Answer(() => AskForCodeAsync(context, userCode, problem, StateHandles.Told(stateToken)));
            },
            context.RequestAborted);
    }

    Task AskForCodeAsync(HttpContext context, string userCode, string? problem, string? stateToken) =>
        WriteAsync(
            context,
            $"""
             <h1>Activate your device</h1>
             <p>Follow the instructions on your device to get an activation code</p>
             {StepForm.Problem(problem)}
             <form method="post" action="/activate">
             <label for="user_code">Activation Code</label>
             <input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" spellcheck="false" value="{Escape.Html(userCode)}" required{Page.Focus}>
             <button type="submit">Next</button>
             </form>{StateTokenScript.Of(stateToken)}
             """);

    /// <summary>RFC 8628 section 5.4: whoever was sent the link sees whose code it is before anything is allowed.</summary>
    public Task AskToConfirmAsync(
        HttpContext context, string key, string appName, string userCode, User user, IReadOnlyList<OAuth2Scope> scopes) =>
        WriteAsync(
            context,
            $"""
             <h1>{Escape.Html(appName)} wants to sign you in on a device</h1>
             <p>You are signed in as {Escape.Html(user.Login)}. Go on only if the device before you shows this code:</p>
             <p class="code">{userCode[..4]}-{userCode[4..]}</p>
             <form method="post" action="/activate">
             <input type="hidden" name="okta_key" value="{Escape.Html(key)}">
             {(scopes.Count > 0 ? "<p>The app would like to access:</p>" : "")}
             {ScopeList.Write(scopes)}
             <button type="submit" name="decision" value="allow">Allow Access</button>
             <button type="submit" name="decision" value="deny" class="quiet"{Page.Focus}>Don&#x27;t Allow</button>
             </form>
             """);

    public Task SayActivatedAsync(HttpContext context) =>
        WriteAsync(context, "<h1>Device activated</h1>\n<p>Follow the instructions on your device for next steps</p>");

    public Task SayDeniedAsync(HttpContext context) =>
        WriteAsync(context, "<h1>Device not activated</h1>\n<p>Your device cannot be activated because you did not allow access</p>");

    Task WriteAsync(HttpContext context, string body) =>
        Page.WriteAsync(context, directory, "Device activation", "okta-device", body);
}
