using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Pages;

/// <summary>Takes what a user says on the consent page, once, and only from the session that it was shown to.</summary>
sealed class ConsentForm(OrgStore store, InteractionStore interactionStore, BrowserSession session, PendingAuthorizations waiting)
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
        var pending = await waiting.FindAsync(asked, ct);

        // Spent before it is compared: a key that somebody else brings is good for nobody after this.
        if (pending is not null)
            waiting.Spend(work, asked);
        if (live is null || pending?.Question is not { } question || question.SessionHash != live.Hash)
            throw PageProblem.Expired();

        var answer = Read(form, question, live.Authentication.UserId);
        if (answer.Allows)
            interactionStore.AddConsents(
                work,
                answer.UserId,
                pending.Parameters[Parameters.ClientId],
                pending.AuthorizationServerId,
                question.Scopes.Except(answer.Declined));
        var key = waiting.Keep(work, pending with { Question = null, Answer = answer });
        BehindSignIn.Redirect(context, $"{PagePaths.Resume}?okta_key={key}", work);
    }

    /// <summary>Whatever is not a yes is a no.</summary>
    static ConsentAnswer Read(IFormCollection form, ConsentQuestion question, string userId)
    {
        StringValues kept = form["scope"];
        return new()
        {
            UserId = userId,
            Allows = form["decision"] == "allow",
            Declined = [.. question.Optional.Where(scope => !kept.Contains(scope))],
        };
    }
}
