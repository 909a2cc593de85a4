using System.Text;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>Any page may read what goes by no cookie: oidc.md 20.</summary>
sealed class AnyPage : IPageAccess
{
    public static readonly AnyPage Access = new();

    public bool AsksTheOrg => false;

    public ValueTask AllowAsync(HttpContext context, string methods)
    {
        context.Response.Headers.Vary = "Origin";
        // RFC 6454 section 6.2: an origin is ASCII. Anything else is none, and no header could repeat it.
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin] && Ascii.IsValid(origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = "WWW-Authenticate, DPoP-Nonce, X-Okta-Request-Id";
        }

        return default;
    }

    /// <summary>Okta documents it as an operation of the endpoint's.</summary>
    public void AnswerPreflight(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        context.Response.Headers.AccessControlAllowHeaders = "Content-Type, Accept, Authorization, DPoP, X-Okta-User-Agent-Extended";
        context.Response.Headers.AccessControlMaxAge = "3600";
    }
}
