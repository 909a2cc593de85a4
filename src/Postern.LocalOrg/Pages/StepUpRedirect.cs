using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Where the Authentication API leaves an app's request whose user has signed in: the browser gets the session, once (authn.md 6.16).</summary>
sealed class StepUpRedirect(OrgStore store, BrowserSession session)
{
    public Task HandleAsync(HttpContext context) => store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        var (stateToken, now) = (context.Request.Query["stateToken"].ToString(), store.Time.GetUtcNow());
        var kept = await store.UseTransactionAsync(stateToken, now.AddMinutes(5), ct);
        if (kept?.Transaction is not { Status: AuthnStatuses.Success, AppId: not null } done)
            throw OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");

        store.EndTransaction(work, stateToken, kept.Version);
        session.Begin(context, new Authentication { UserId = done.UserId, AuthenticatedAt = now.ToUnixTimeSeconds(), Methods = string.Join(' ', done.Methods) }, work);
        AuthorizePages.Redirect(context, done.ReturnTo ?? PageRoutes.HomePath, work);
    }
}
