using System.Buffers;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth;

/// <summary>Reads the scopes that a request asks for, or the server's default ones: oidc.md 6, api-access-management.md 8.</summary>
static class RequestedScopes
{
    public const string NeedsOpenId = "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.";

    /// <summary>oidc.md 3.</summary>
    const int Longest = 4096;

    /// <summary>RFC 6749 section 3.3.</summary>
    static readonly SearchValues<char> Characters = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

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
    public static string[] Split(string? scope)
    {
        if (scope is null)
            return [];

        return scope.Length <= Longest && !scope.AsSpan().ContainsAnyExcept(Characters)
            ? scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().ToArray()
            // UNCONFIRMED (oidc.md 22): the occasion
            : throw OAuthError.InvalidScope(
                "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.");
    }

    extension(ClientRequest request)
    {
        /// <summary>Those of a request that is itself the grant.</summary>
        public string[] ReadScopes() => Read(request.Server, request.Form[Parameters.Scope]);

        public bool NamesNoScopes => request.Form[Parameters.Scope] is null;
    }

    static string[] Defaults(AuthorizationServer server) => [.. server.Scopes.Where(scope => scope.IsDefault).Select(scope => scope.Name)];

    /// <summary>
    /// Throws where they ask for a sign-in that other apps share, and nobody signs in at the app. UNCONFIRMED (oidc.md 22): the occasion.
    /// </summary>
    public static void CheckNotShared(IReadOnlyList<string> scopes)
    {
        foreach (var shared in (ReadOnlySpan<string>)[Scopes.DeviceSso, Scopes.InterclientAccess])
            if (scopes.Contains(shared))
                throw NotAllowed(shared);
    }

    public static OAuthError NotAllowed(string scope) =>
        OAuthError.InvalidScope($"The following scopes are not allowed for this request: [{scope}].");

    /// <summary>
    /// An ID token, or any claim about the user, is OpenID Connect's: only with <c>openid</c>. A sign-in that other apps share is kept for
    /// later besides: direct-auth.md 8.
    /// </summary>
    public static void CheckOpenId(IReadOnlyList<string> scopes, bool wantsIdToken)
    {
        if ((wantsIdToken || scopes.Any(AuthorizationServers.OpenIdScopes.Contains)) && !scopes.Contains(Scopes.OpenId))
            throw OAuthError.InvalidScope(NeedsOpenId);
        if (scopes.Contains(Scopes.DeviceSso) && !(scopes.Contains(Scopes.OpenId) && scopes.Contains(Scopes.OfflineAccess)))
            throw OAuthError.InvalidScope(
                $"The following scopes: [{Scopes.DeviceSso}] must be requested together with [{Scopes.OpenId}, {Scopes.OfflineAccess}].");
        if (scopes.Contains(Scopes.InterclientAccess))
            CheckInterclient(scopes);
    }

    /// <summary>
    /// UNCONFIRMED (direct-auth.md 8.1): the texts, and that the two do not go together, as somebody's client found who asks for all that
    /// discovery names. An ID token has one <c>sid</c>.
    /// </summary>
    static void CheckInterclient(IReadOnlyList<string> scopes)
    {
        if (scopes.Contains(Scopes.DeviceSso))
            throw OAuthError.InvalidScope(
                $"The following scopes cannot be requested together: [{Scopes.DeviceSso}, {Scopes.InterclientAccess}].");
        if (!scopes.Contains(Scopes.OpenId))
            throw OAuthError.InvalidScope(
                $"The following scopes: [{Scopes.InterclientAccess}] must be requested together with [{Scopes.OpenId}].");
    }
}
