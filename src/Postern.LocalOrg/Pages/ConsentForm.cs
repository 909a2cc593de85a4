using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Takes what a user says on the consent page, once, and only from the session that it was shown to.</summary>
sealed class ConsentForm(OrgStore store, AuthorizeSession session, AuthorizePages pages)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        var live = await session.LiveAsync(context, ct);
        // Redeemed before it is compared: a key that somebody else brings is good for nobody after this.
        var pending = await store.RedeemAuthorizeRequestAsync(form["okta_key"].ToString(), ct);
        if (live is null || pending?.Question is not { } question || question.SessionHash != live.Hash)
            throw OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");

        var answer = Read(form, question, live.Authentication.UserId);
        if (answer.Allows)
            await store.AddConsentsAsync(answer.UserId, pending.Parameters[Parameters.ClientId], pending.AuthorizationServerId, question.Scopes.Except(answer.Declined), ct);
        var key = await pages.KeepAsync(pending with { Question = null, Answer = answer }, ct);
        context.Response.Redirect($"{AuthorizeEndpoint.ResumePath}?okta_key={key}");
    }

    /// <summary>Whatever is not a yes is a no.</summary>
    static ConsentAnswer Read(IFormCollection form, ConsentQuestion question, string userId)
    {
        StringValues kept = form["scope"];
        return new() { UserId = userId, Allows = form["decision"] == "allow", Declined = [.. question.Optional.Where(scope => !kept.Contains(scope))] };
    }
}
