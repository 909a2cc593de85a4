using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth.Grants;

/// <summary>RFC 6749 section 4.4: the client acts for itself, with no user, no ID token and no refresh token (oidc.md 9.4).</summary>
sealed class ClientCredentialsGrant : IGrant
{
    public string GrantType => GrantTypes.ClientCredentials;

    public Task<Granted> AuthorizeAsync(ClientRequest request, CancellationToken ct)
    {
        if (request.Server.IsOrg)
            CheckOrgClient(request.Client);

        var scopes = request.ReadScopes();
        if (scopes.Any(AuthorizationServers.OpenIdScopes.Contains))
            throw OAuthError.InvalidScope("Cannot request 'openid' scopes using client credentials.");

        ScopeConsents.CheckClientCredentials(request.Server, scopes);
        TokenGrant grant = new()
        {
            Server = request.Server, ClientId = request.Client.ClientId, Scopes = scopes, GrantType = GrantType,
            Lifetimes = AccessPolicies.Evaluate(request.Server, request.Client.ClientId, user: null, [GrantType], scopes),
        };
        return Task.FromResult(new Granted(grant, TokenIssuer.NewAccessTokenId()));
    }

    static void CheckOrgClient(App client)
    {
        if (client.Kind is not AppKind.Service)
            throw OAuthError.InvalidClient("Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.");
        if (client.TokenEndpointAuthMethod is not ClientAuthMethods.PrivateKeyJwt)
            throw OAuthError.InvalidClient("Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.");
    }
}
