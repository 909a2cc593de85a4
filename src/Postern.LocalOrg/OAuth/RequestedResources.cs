using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// The API that a request asks tokens for (RFC 8707). An authorization server has one, its audience: the org's is the org's URL.
/// </summary>
sealed class RequestedResources(OrgDirectory directory)
{
    /// <summary>Of a request that a user is to grant.</summary>
    public ValueTask CheckAuthorizationAsync(AuthorizationServer server, string? resource, CancellationToken ct) =>
        IsGood(server, resource)
            ? default
            : RefuseAsync(resource!, "Only support default api resource for authorization when passing resource parameter.", ct);

    /// <summary>
    /// Of a request that is itself the grant. UNCONFIRMED (oidc.md 22): the occasion, here and above: an API that the org knows, but of
    /// another server.
    /// </summary>
    public ValueTask CheckTokenAsync(AuthorizationServer server, string? resource, CancellationToken ct) =>
        IsGood(server, resource) ? default : RefuseAsync(resource!, "The api resource is not supported by the authorization server.", ct);

    public static OAuthError TooMany() =>
        new(OAuthErrors.InvalidTarget, "Too many 'resource' parameters in the request; maximum allowed is 1.");

    public static bool IsGood(AuthorizationServer server, string? resource) => resource is null || resource == server.Audience;

    // UNCONFIRMED (oidc.md 22): that the value is the resource itself.
    async ValueTask RefuseAsync(string resource, string ofAnotherServer, CancellationToken ct) =>
        throw (await directory.IsAudienceAsync(resource, ct)
            ? new OAuthError("unsupported_api_resource", ofAnotherServer)
            : new OAuthError(OAuthErrors.InvalidTarget, $"The authorization server has rejected the 'resource' parameter: {resource}"));
}
