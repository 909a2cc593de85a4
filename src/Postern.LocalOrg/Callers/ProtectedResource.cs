using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// A resource as its refusals describe it in <c>WWW-Authenticate</c>: RFC 6750 section 3, RFC 9449 section 7.1, with Okta's members
/// (oidc.md 13, direct-auth.md 10).
/// </summary>
sealed record ProtectedResource(AuthorizationServer Server, string Scope, string Path)
{
    public OAuthError Refuse(PresentedToken presented, OAuthError refused) => new(refused.Error, refused.Description, refused.Status)
    {
        Header = ("WWW-Authenticate",
            (presented.IsDpop ? $"DPoP algs=\"{string.Join(' ', DpopProofs.Algorithms)}\", " : "Bearer ") +
            $"authorization_uri=\"{Server.BaseUrl}{Paths.Authorize}\", realm=\"{Server.Issuer}\", scope=\"{Scope}\", " +
            $"error=\"{refused.Error}\", error_description=\"{refused.Description}\", resource=\"{Path}\""),
    };
}
