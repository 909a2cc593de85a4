using Microsoft.AspNetCore.Http;
using Postern.Local.OAuth.Grants;
using Postern.Local.Storage;
using Postern.Local.Tokens;
using Postern.Protocol;

namespace Postern.Local.OAuth;

/// <summary><c>{as}/v1/token</c>: authenticates the client, finds the grant, issues what the grant allows.</summary>
sealed class TokenEndpoint(ClientRequests requests, IReadOnlyList<IGrant> grants, TokenIssuer issuer, RefreshTokens refreshTokens)
{
    readonly string _supported = string.Join(", ", grants.Select(grant => grant.GrantType));

    public async Task HandleAsync(HttpContext context)
    {
        if (BrowserCalls.AnswerPreflight(context))
            return;

        var ct = context.RequestAborted;
        var request = await requests.ReadAsync(context, Paths.Token);
        BrowserCalls.CheckTokenRequest(context, request.Client);
        var grant = FindGrant(request.Form, request.Client);
        var granted = await grant.AuthorizeAsync(request, ct);
        await context.Response.WriteJsonAsync(await IssueAsync(granted, ct), OAuthJson.Wire.TokenResponse);
    }

    IGrant FindGrant(ClientForm form, App client)
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

    async Task<TokenResponse> IssueAsync(Granted granted, CancellationToken ct)
    {
        var grant = granted.Grant;
        var refreshToken = granted.NewRefreshToken is { } id ? await refreshTokens.IssueAsync(id, grant, ct) : granted.RefreshToken;
        var accessToken = await issuer.AccessTokenAsync(grant, granted.FullAccessTokenId);
        return new()
        {
            TokenType = TokenTypes.Bearer,
            ExpiresIn = grant.Lifetimes.AccessTokenSeconds,
            AccessToken = accessToken,
            Scope = string.Join(' ', grant.Scopes),
            RefreshToken = refreshToken,
            IdToken = grant.User is not null && grant.Scopes.Contains(Scopes.OpenId) ? await issuer.IdTokenAsync(grant, accessToken, code: null) : null,
        };
    }
}
