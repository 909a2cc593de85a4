using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Where the Authentication API, and Identity Engine's, leave an app's request whose user has signed in: the browser gets the session,
/// once (authn.md 6.16, oie-sessiontoken.md 3).
/// </summary>
sealed class StepUpRedirect(OrgStore store, SignInMachine machine, BrowserSession session)
{
    public Task HandleAsync(HttpContext context) =>
        store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var stateToken = StateHandles.TokenIn(context.Request.Query["stateToken"].ToString());
        var done = await machine.FinishAsync(stateToken, work, ct);
        // Else somebody could be led into another's session: what a page began ends in the browser that showed it (oie-sessiontoken.md 3).
        if (done.Interaction is { } interaction
            && (interaction.Browser is null || interaction.Browser != DeviceCookies.NameOf(context.Request)))
            throw new PageProblem("access_denied", "This sign-in was begun in another browser.")
            {
                Status = StatusCodes.Status403Forbidden,
            };

        session.Begin(
            context,
            new Authentication
            {
                UserId = done.UserId,
                AuthenticatedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
                Methods = string.Join(' ', done.Methods),
            },
            work);
        BehindSignIn.Redirect(context, done.ReturnTo ?? PagePaths.Home, work);
    }
}
