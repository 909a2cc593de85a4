using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Where the Authentication API leaves an app's request whose user has signed in: the browser gets the session, once (authn.md 6.16).</summary>
sealed class StepUpRedirect(OrgStore store, AuthorizeSession session, Organization org)
{
    public async Task HandleAsync(HttpContext context)
    {
        var (stateToken, now, ct) = (context.Request.Query["stateToken"].ToString(), store.Time.GetUtcNow(), context.RequestAborted);
        var kept = await store.UseTransactionAsync(stateToken, now.AddMinutes(5), ct);
        if (kept?.Transaction is not { Status: AuthnStatuses.Success, AppId: not null } done || !await store.EndTransactionAsync(stateToken, kept.Version, ct))
        {
            await ErrorPage.WriteAsync(context, org.Name, "invalid_request", "Request expired, please start over and try again: open the app you came from once more.", StatusCodes.Status400BadRequest);
            return;
        }

        await session.BeginAsync(context, new() { UserId = done.UserId, AuthenticatedAt = now.ToUnixTimeSeconds(), Methods = string.Join(' ', done.Methods) }, ct);
        context.Response.Redirect(done.ReturnTo ?? PageRoutes.HomePath);
    }
}
