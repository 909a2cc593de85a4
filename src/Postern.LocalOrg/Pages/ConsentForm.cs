using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.OAuth;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Takes what a user says on the consent page, once, and only from the session that it was shown to.</summary>
sealed class ConsentForm(OrgStore store, BrowserSession session, AuthorizePages pages)
{
    public async Task HandleAsync(HttpContext context)
    {
        var ct = context.RequestAborted;
        var form = await UrlEncodedForm.ReadAsync(context.Request, ct);
        await store.InOneWorkAsync(work => AnswerAsync(context, form, work, ct), ct);
    }

    async Task AnswerAsync(HttpContext context, IFormCollection form, Work work, CancellationToken ct)
    {
        var live = await session.LiveAsync(context, ct);
        var asked = form["okta_key"].ToString();
        var pending = await store.FindAuthorizeRequestAsync(asked, ct);

        // Spent before it is compared: a key that somebody else brings is good for nobody after this.
        if (pending is not null)
            store.SpendAuthorizeRequest(work, asked);
        if (live is null || pending?.Question is not { } question || question.SessionHash != live.Hash)
            throw OAuthError.InvalidRequest("Request expired, please start over and try again: open the app you came from once more.");

        var answer = Read(form, question, live.Authentication.UserId);
        if (answer.Allows)
            store.AddConsents(work, answer.UserId, pending.Parameters[Parameters.ClientId], pending.AuthorizationServerId, question.Scopes.Except(answer.Declined));
        var key = pages.Keep(work, pending with { Question = null, Answer = answer });
        AuthorizePages.Redirect(context, $"{AuthorizeEndpoint.ResumePath}?okta_key={key}", work);
    }

    /// <summary>Whatever is not a yes is a no.</summary>
    static ConsentAnswer Read(IFormCollection form, ConsentQuestion question, string userId)
    {
        StringValues kept = form["scope"];
        return new() { UserId = userId, Allows = form["decision"] == "allow", Declined = [.. question.Optional.Where(scope => !kept.Contains(scope))] };
    }
}
