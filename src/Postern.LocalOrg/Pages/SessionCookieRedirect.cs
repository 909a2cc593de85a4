using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Html;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Pages;

/// <summary>
/// Makes a session of a session token in the browser that brings it, and sends that on to where the org may send browsers:
/// oie-sessiontoken.md 5, authn.md 16.
/// </summary>
sealed class SessionCookieRedirect(OrgStore store, OrgDirectory directory, OrgUrls urls, BrowserSession session)
{
    public Task HandleAsync(HttpContext context) =>
        store.InOneWorkAsync(work => AnswerAsync(context, work, context.RequestAborted), context.RequestAborted);

    async Task AnswerAsync(HttpContext context, Work work, CancellationToken ct)
    {
        // First: a token that came with a bad address is still good.
        var target = await TargetAsync(context.Request.Query["redirectUrl"].ToString(), ct)
            ?? throw new PageProblem("invalid_request", "'redirectUrl' must be an address of this org, of a trusted origin or of an app.");

        var token = context.Request.Query["token"].ToString();
        var begun = await session.RedeemAsync(context, token.Length == 0 ? null : Secrets.Hash(token), work, ct);
        if (begun is not null && await directory.FindActiveUserAsync(begun.Authentication.UserId, ct) is null)
            throw new PageProblem("access_denied", "The account may not be used any more.");

        // UNCONFIRMED: whose token is spent or unknown meets the page to sign in on; a session that the browser has already will do.
        if (begun is null && await session.LiveAsync(context, ct) is null)
            target = PagePaths.SignIn;
        work.Answer(() =>
        {
            context.Response.Redirect(target);
            return Task.CompletedTask;
        });
    }

    /// <summary>Besides trusted origins, the pages of the org and of its apps, so that nobody need list them.</summary>
    async ValueTask<string?> TargetAsync(string target, CancellationToken ct) =>
        Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" }
            && await MaySendToAsync(uri.GetLeftPart(UriPartial.Authority), ct)
            ? uri.AbsoluteUri
            : null;

    async ValueTask<bool> MaySendToAsync(string origin, CancellationToken ct) =>
        origin.Equals(new Uri(urls.Public).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            || origin.Equals(new Uri(urls.Custom).GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
            || directory.Org.MaySendTo(origin)
            || (await directory.Apps.AllAsync(ct)).SelectMany(app => app.RedirectUris)
                .Any(redirect => TrustedPages.IsFrom(redirect, origin));
}
