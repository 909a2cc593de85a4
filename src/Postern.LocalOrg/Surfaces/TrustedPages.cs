using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Lets web pages read what Okta's own APIs answer, whether or not it is built: authn.md 1. Besides the trusted origins, those of the apps'
/// redirect URIs, so that nobody need list them.
/// </summary>
sealed class TrustedPages(OrgDirectory directory) : IPageAccess
{
    public bool AsksTheOrg => true;

    /// <summary>A page of an origin that is not trusted is answered as well; its browser hides the answer.</summary>
    public async ValueTask AllowAsync(HttpContext context, string methods)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin] || !await TrustsAsync(origin, context.RequestAborted))
            return;

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlAllowMethods = methods;
        // UNCONFIRMED (authn.md 1): Authorization and DPoP, which callers of the other APIs send.
        headers.AccessControlAllowHeaders = "Content-Type, Accept, Authorization, DPoP, X-Okta-User-Agent-Extended, X-Okta-XsrfToken";
        headers.AccessControlMaxAge = "3600";
    }

    /// <summary>All of it has been said.</summary>
    public void AnswerPreflight(HttpContext context)
    {
    }

    public static bool IsFrom(string redirectUri, string origin) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase);

    async ValueTask<bool> TrustsAsync(string origin, CancellationToken ct) =>
        directory.Org.Trusts(origin)
            || (await directory.Apps.AllAsync(ct)).SelectMany(app => app.RedirectUris).Any(uri => IsFrom(uri, origin));
}
