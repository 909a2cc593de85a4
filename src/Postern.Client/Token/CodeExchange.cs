using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Turns an authorization response into tokens: redeems its code, if there is one, and validates every token, the front channel's too.
/// </summary>
sealed class CodeExchange(OktaClient client, AuthorizeResponse response)
{
    public async Task<TokenSet> RunAsync(CancellationToken ct)
    {
        RequireSameServer();
        var front = await ValidateFrontChannelAsync(ct).ConfigureAwait(false);
        if (response.Code is null)
            return FrontChannelTokens(front);

        var redeeming = TokenEndpoint.AskAsync(client, FormWithNonce(), response.Scopes, ct);
        await Task.WhenAll(redeeming, client.Keys.LoadAsync(ct)).ConfigureAwait(false);
        var tokens = await redeeming.ConfigureAwait(false);
        await ValidateAsync(tokens, front, ct).ConfigureAwait(false);
        return tokens;
    }

    FormParameters Form() => new()
    {
        { Parameters.GrantType, GrantTypes.AuthorizationCode },
        { Parameters.Code, response.Code },
        { Parameters.RedirectUri, response.RedirectUri },
        { Parameters.CodeVerifier, response.CodeVerifier },
        { Parameters.Resource, response.Resources },
    };

    FormParameters FormWithNonce()
    {
        var form = Form();
        form.ExpectedNonce = response.Nonce;
        return form;
    }

    void RequireSameServer()
    {
        if (response.Issuer == client.Issuer)
            return;

        throw new TokenValidationException(
            "authorize response",
            Claims.Issuer,
            $"The authorize response is from {response.Issuer}, and this client is set to {client.Issuer}.",
            "Exchange it at the authorization server that gave it.")
        {
            Expected = client.Issuer,
            Actual = response.Issuer,
        };
    }

    async Task<Jwt?> ValidateFrontChannelAsync(CancellationToken ct)
    {
        var idToken = response.IdToken is { } id
            ? await client.Tokens.ValidateIdTokenAsync(id, OfFrontChannel, ct).ConfigureAwait(false)
            : null;
        if (response.AccessToken is { } accessToken)
            await ValidateAccessTokenAsync(accessToken, idToken, null, ct).ConfigureAwait(false);
        return idToken;
    }

    TokenExpectations OfAnyIdToken => new() { Nonce = response.Nonce, UserId = response.ExpectedUserId, MaxAge = response.MaxAge };

    TokenExpectations OfFrontChannel => OfAnyIdToken with
    {
        AccessToken = response.AccessToken,
        Code = response.Code,
        Channel = Channel.Front,
    };

    Task ValidateAccessTokenAsync(string accessToken, Jwt? idToken, DPoPKey? key, CancellationToken ct)
    {
        var expected = new TokenExpectations
        {
            UserId = idToken?.String(Claims.Subject) ?? response.ExpectedUserId,
            KeyThumbprint = key?.Thumbprint,
        };
        return client.Tokens.ValidateAccessTokenAsync(accessToken, expected, ct);
    }

    TokenSet FrontChannelTokens(Jwt? idToken) => new()
    {
        AccessToken = response.AccessToken,
        TokenType = response.TokenType,
        IdToken = response.IdToken,
        Scopes = response.GrantedScope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? response.Scopes,
        ExpiresAt = response.AccessTokenExpiresAt ?? idToken?.Time(Claims.ExpiresAt)
            ?? throw new ArgumentException("The authorize response holds neither a code nor a token."),
    };

    async Task ValidateAsync(TokenSet tokens, Jwt? front, CancellationToken ct)
    {
        Grant.RequireIdToken(tokens, response.Scopes);
        var expected = OfAnyIdToken with { AccessToken = tokens.AccessToken };
        var idToken = tokens.IdToken is { } id ? await client.Tokens.ValidateIdTokenAsync(id, expected, ct).ConfigureAwait(false) : null;
        await ValidateAccessTokenAsync(tokens.AccessToken!, idToken, client.Options.DPoPKey, ct).ConfigureAwait(false);
        RequireSameUser(front, idToken);
    }

    // OpenID Connect Core 1.0 section 3.3.3.6; iss is one and the same by then.
    static void RequireSameUser(Jwt? front, Jwt? idToken)
    {
        if (front is null || idToken is null || front.String(Claims.Subject) == idToken.String(Claims.Subject))
            return;

        throw idToken.Failed(
            Claims.Subject,
            "is another user's than the one of the authorize response",
            "Code and tokens were mixed up or exchanged on the way: begin again.",
            front.String(Claims.Subject),
            idToken.String(Claims.Subject));
    }
}
