using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary>Reads the scopes that a request asks for, or the server's default ones: oidc.md 6, api-access-management.md 8.</summary>
static class RequestedScopes
{
    public const string NeedsOpenId = "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.";

    public static string[] Read(AuthorizationServer server, string? scope)
    {
        var scopes = scope is null ? Defaults(server) : Split(scope);
        if (scopes.Length == 0)
            throw OAuthError.InvalidScope(server.IsOrg
                ? "No scopes were requested."
                : "The authorization server resource does not have any configured default scopes, 'scope' must be provided.");

        return !scopes.All(server.HasScope)
            ? throw OAuthError.InvalidScope("One or more scopes are not configured for the authorization server resource.")
            : scopes;
    }

    /// <summary>Each once; none where there is nothing.</summary>
    public static string[] Split(string? scope) => scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray() ?? [];

    /// <summary>Whether it opens one of Okta's own APIs; only the org authorization server gives those.</summary>
    public static bool IsOfOkta(string scope) => scope.StartsWith("okta.", StringComparison.Ordinal);

    extension(ClientRequest request)
    {
        /// <summary>Those of a request that is itself the grant.</summary>
        public string[] ReadScopes() => Read(request.Server, request.Form[Parameters.Scope]);
    }

    static string[] Defaults(AuthorizationServer server) => [.. server.Scopes.Where(scope => scope.IsDefault).Select(scope => scope.Name)];

    /// <summary>An ID token, or any claim about the user, is OpenID Connect's: only with <c>openid</c>.</summary>
    public static void CheckOpenId(IReadOnlyList<string> scopes, bool wantsIdToken)
    {
        if ((wantsIdToken || scopes.Any(AuthorizationServers.OpenIdScopes.Contains)) && !scopes.Contains(Scopes.OpenId))
            throw OAuthError.InvalidScope(NeedsOpenId);
    }
}
