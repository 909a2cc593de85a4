using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Surfaces;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>What scripts of a web page may ask the token endpoint for: oidc.md 20.</summary>
static class BrowserCalls
{
    /// <summary>
    /// A page may redeem a code where it is the client's own, without a secret that it could not keep; refreshing is for single-page apps.
    /// </summary>
    public static void CheckTokenRequest(HttpContext context, App client, ClientForm form, OrgDirectory directory)
    {
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin])
            return;

        if (client.TokenEndpointAuthMethod is not ClientAuthMethods.None)
            throw OAuthError.InvalidClient("Browser requests to the token endpoint must use Proof Key for Code Exchange.");
        if (!directory.Org.Trusts(origin) && !client.RedirectUris.Any(uri => TrustedPages.IsFrom(uri, origin)))
            throw NotTrusted(client);
        var grantType = form[Parameters.GrantType];
        if (grantType is not (null or GrantTypes.AuthorizationCode or GrantTypes.InteractionCode)
            && (grantType is not GrantTypes.RefreshToken || client.Kind is not AppKind.Spa))
            throw new OAuthError(
                OAuthErrors.UnauthorizedClient, "Browser requests to the token endpoint may only use the authorization_code grant_type.");

        // UNCONFIRMED (oidc.md 22): the occasion. A single-page app says it again at each refresh.
        if (client.Kind is not AppKind.Spa && RequestedScopes.Split(form[Parameters.Scope]).Contains(Scopes.OfflineAccess))
            throw OAuthError.InvalidScope("Browser requests to the token endpoint may not include the offline_access scope.");
    }

    /// <summary>
    /// Where no redirect URI of the app's could be a page, trusted origins are all that is left. UNCONFIRMED (oidc.md 22): the second one's
    /// occasion.
    /// </summary>
    static OAuthError NotTrusted(App client) =>
        OAuthError.InvalidRequest(client.RedirectUris.Any(uri => uri.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        ? "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri."
        : "Browser requests to the token endpoint must be made from one of the registered Trusted Origins.");
}
