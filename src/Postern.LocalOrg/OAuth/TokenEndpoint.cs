using Microsoft.AspNetCore.Http;
using Postern.Local.OAuth.Grants;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary><c>{as}/v1/token</c>: authenticates the client, finds the grant, issues what the grant allows.</summary>
sealed class TokenEndpoint(AuthorizationServers servers, ClientAuthenticator clients, IReadOnlyList<IGrant> grants, TokenIssuer issuer)
{
    readonly string _supported = string.Join(", ", grants.Select(grant => grant.GrantType));

    public async Task HandleAsync(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return;

        var ct = context.RequestAborted;
        var server = await servers.FindAsync(AuthorizationServers.IdIn(context), ct);
        var form = await TokenForm.ReadAsync(context.Request, server.BaseUrl + Paths.Token, ct);
        var client = await clients.AuthenticateAsync(form, ct);
        BrowserCalls.CheckTokenRequest(context, client);
        var grant = FindGrant(form, client);
        var granted = await grant.AuthorizeAsync(new(form, client, server), ct);
        await context.Response.WriteJsonAsync(await IssueAsync(granted), OAuthJson.Wire.TokenResponse);
    }

    IGrant FindGrant(TokenForm form, App client)
    {
        if (form[Parameters.GrantType] is not { } grantType)
            throw OAuthError.InvalidRequest($"The token request must specify a 'grant_type'. Valid values: [{_supported}]");

        var grant = Find(grantType)
            ?? throw new OAuthError(OAuthErrors.UnsupportedGrantType,
                $"The authorization grant type is not supported by the authorization server. Configured grant types: [{_supported}].");
        return client.GrantTypes.Contains(grantType)
            ? grant
            : throw new OAuthError(OAuthErrors.UnauthorizedClient,
                $"The client is not authorized to use the provided grant type. Configured grant types: [{string.Join(", ", client.GrantTypes)}].");
    }

    IGrant? Find(string grantType)
    {
        foreach (var grant in grants)
            if (grant.GrantType == grantType)
                return grant;
        return null;
    }

    async Task<TokenResponse> IssueAsync(Granted granted)
    {
        var accessToken = await issuer.AccessTokenAsync(granted.Grant, granted.AccessTokenId);
        return new()
        {
            TokenType = "Bearer",
            ExpiresIn = granted.Grant.AccessTokenSeconds,
            AccessToken = accessToken,
            Scope = string.Join(' ', granted.Grant.Scopes),
            IdToken = granted.Grant.Scopes.Contains(Scopes.OpenId) ? await issuer.IdTokenAsync(granted.Grant, accessToken, code: null) : null,
        };
    }
}
