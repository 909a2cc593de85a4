using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Where the Authentication API leaves an app's request whose user has signed in: the browser gets the session, once (authn.md 6.16).
/// </summary>
sealed class StepUpRedirect(OrgStore store, SignInMachine machine, BrowserSession session)
{
    public Task HandleAsync(HttpContext context) =>
        store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var done = await machine.FinishAsync(context.Request.Query["stateToken"].ToString(), work, ct);
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
