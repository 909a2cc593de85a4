using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Grants;

/// <summary>RFC 6749 section 4.4: the client acts for itself, with no user, no ID token and no refresh token (oidc.md 9.4).</summary>
sealed class ClientCredentialsGrant : IGrant
{
    public string GrantType => GrantTypes.ClientCredentials;

    public Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        var scopes = request.Server.IsOrg ? ReadOrgScopes(request) : ReadScopes(request);
        var permission = AccessPolicies.Evaluate(
            request.Server, request.Client.ClientId, user: null, [GrantType], new(scopes, request.NamesNoScopes));
        TokenGrant grant = new()
        {
            Server = request.Server,
            ClientId = request.Client.ClientId,
            Scopes = permission.Scopes,
            GrantType = GrantType,
            Lifetimes = permission.Lifetimes,
        };
        return Task.FromResult(new Granted(grant, TokenIssuer.NewAccessTokenId()));
    }

    static string[] ReadScopes(ClientRequest request)
    {
        // UNCONFIRMED (oidc.md 1): that a client which cannot prove itself has nothing of its own is sure, the text is not.
        if (request.Client.TokenEndpointAuthMethod is ClientAuthMethods.None)
            throw OAuthError.ConfidentialClientRequired();

        var scopes = request.ReadScopes();
        CheckOpenId(scopes);
        ScopeConsents.CheckClientCredentials(request.Server, scopes);
        return scopes;
    }

    /// <summary>Scopes of Okta's own APIs alone, those that an admin has granted the app.</summary>
    static string[] ReadOrgScopes(ClientRequest request)
    {
        CheckOrgClient(request.Client);
        var scopes = RequestedScopes.Split(request.Form[Parameters.Scope]);
        if (scopes.Length == 0)
            throw OAuthError.InvalidScope("No scopes were requested.");

        CheckOpenId(scopes);
        if (scopes.Any(scope => scope.EndsWith(".self", StringComparison.Ordinal)))
            throw new OAuthError(
                "client_credentials_self_scope_requested", "The 'client_credentials' grant type may not request .self scopes.");
        if (!scopes.All(ReservedScopes.IsOfOkta))
            throw OAuthError.InvalidScope("Custom scopes are not allowed for this request.");

        // UNCONFIRMED (oidc.md 22): the text speaks of "any", so that whoever was granted some gets those.
        return scopes.Intersect(request.Client.GrantedOrgScopes).ToArray() is { Length: > 0 } granted
            ? granted
            : throw new OAuthError(OAuthErrors.ConsentRequired, "You are not allowed any of the requested scopes.");
    }

    static void CheckOpenId(string[] scopes)
    {
        if (scopes.Any(AuthorizationServers.OpenIdScopes.Contains))
            throw OAuthError.InvalidScope("Cannot request 'openid' scopes using client credentials.");
        RequestedScopes.CheckNotShared(scopes);
    }

    static void CheckOrgClient(App client)
    {
        if (client.Kind is not AppKind.Service)
            throw OAuthError.InvalidClient(
                "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org " +
                "Authorization Server.");
        if (client.TokenEndpointAuthMethod is not ClientAuthMethods.PrivateKeyJwt)
            throw OAuthError.InvalidClient(
                "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.");
    }
}
