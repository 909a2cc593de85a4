using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Where the Authentication API, and Identity Engine's, leave an app's request whose user has signed in: the browser gets the session,
/// once (authn.md 6.16, oie-sessiontoken.md 3).
/// </summary>
sealed class StepUpRedirect(
    OrgStore store, InteractionStore interactionStore, SignInMachine machine, BrowserSession session, PendingAuthorizations waiting,
    SignInPage page)
{
    /// <summary>Of Identity Engine's: who has not finished yet is shown the page again (oie-sessiontoken.md 5).</summary>
    public async Task HandleOrShowAsync(HttpContext context)
    {
        try
        {
            await HandleAsync(context);
        }
        catch (SignInRefusal.TransactionGone)
        {
            await ShowAgainAsync(context);
        }
    }

    public Task HandleAsync(HttpContext context) =>
        store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var stateToken = StateHandles.TokenIn(context.Request.Query["stateToken"].ToString());
        var done = await machine.FinishAsync(stateToken, work, ct);
        if (done.Interaction is { } interaction && !IsTheirs(done, interaction, DeviceCookies.NameOf(context.Request)))
            throw new PageProblem("access_denied", "This sign-in was begun in another browser.")
            {
                Status = StatusCodes.Status403Forbidden,
            };

        session.Begin(context, await machine.ProvedByAsync(done, ct), work);
        BehindSignIn.Redirect(
            context, done.ReturnTo ?? (done.Interaction is { } begun ? Resumed(done, begun, work) : PagePaths.Home), work);
    }

    async Task ShowAgainAsync(HttpContext context)
    {
        var stateToken = StateHandles.TokenIn(context.Request.Query["stateToken"].ToString());
        var left = await interactionStore.FindTransactionAsync(stateToken, context.RequestAborted);
        if (left is not { Interaction: { IsHosted: false, Browser: { } browser }, ReturnTo: { } returnTo }
            || browser != DeviceCookies.NameOf(context.Request))
            throw new PageProblem(
                "access_denied", "Request expired, please start over and try again: open the app you came from once more.")
            {
                Status = StatusCodes.Status403Forbidden,
            };

        var key = returnTo[(returnTo.IndexOf('=', StringComparison.Ordinal) + 1)..];
        await page.WriteAsync(context, new(key) { AppId = left.AppId, StateToken = StateHandles.Told(stateToken) });
    }

    /// <summary>
    /// Else somebody could be led into another's session: what a page began ends in the browser that showed it (oie-sessiontoken.md 3).
    /// What a client began ends in the browser that signed in, or where a server sends its user that has proved whose it is; UNCONFIRMED:
    /// whether Okta asks as much.
    /// </summary>
    static bool IsTheirs(Transaction done, Interaction interaction, string? browser) => interaction switch
    {
        { IsDirect: true } => false,
        { Browser: { } name } => name == browser,
        { IsConfidential: true } => true,
        _ => browser is not null && done.Device == browser,
    };

    /// <summary>As if the client had sent the browser to the authorize endpoint: it gets a code (oie-sessiontoken.md 4).</summary>
    string Resumed(Transaction done, Interaction interaction, Work work)
    {
        Dictionary<string, string?> asked = new()
        {
            [Parameters.ClientId] = done.AppId, [Parameters.ResponseType] = ResponseTypes.Code,
            [Parameters.Scope] = interaction.HasDefaultScopes ? null : string.Join(' ', interaction.Scopes.Except(interaction.Declined)),
            [Parameters.RedirectUri] = interaction.RedirectUri, [Parameters.State] = interaction.State,
            [Parameters.Nonce] = interaction.Nonce, [Parameters.CodeChallenge] = interaction.CodeChallenge,
            [Parameters.CodeChallengeMethod] = CodeChallengeMethods.S256, [Parameters.AcrValues] = interaction.Context,
        };
        var key = waiting.Keep(
            work,
            new()
            {
                AuthorizationServerId = interaction.AuthorizationServerId, AskedAt = store.Time.GetUtcNow().ToUnixTimeSeconds(),
                Parameters = asked.Where(given => given.Value is not null).ToDictionary(given => given.Key, given => given.Value!),
            });
        return $"{PagePaths.Resume}?okta_key={Uri.EscapeDataString(key)}";
    }
}
