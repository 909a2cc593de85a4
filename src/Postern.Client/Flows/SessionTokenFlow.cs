using Postern.Protocol;

namespace Postern.Client;

/// <summary>Okta's technique for tests: a password gives a session token, that gives a code or tokens, and a code gives tokens.</summary>
public sealed class SessionTokenFlow
{
    readonly OktaClient _client;

    internal SessionTokenFlow(OktaClient client) => _client = client;

    /// <summary>Step 1, <c>POST /api/v1/authn</c>: any status is a result; a refusal throws <see cref="OktaApiException"/>.</summary>
    public Task<AuthnTransaction> AuthenticateAsync(string username, string password, CancellationToken ct = default) =>
        AuthnEndpoint.AuthenticateAsync(_client, username, password, ct);

    /// <summary>Step 2, <c>GET {as}/v1/authorize</c>: spends the session token, and remembers whose it was.</summary>
    public Task<AuthorizeResponse> AuthorizeAsync(AuthnTransaction.Success authenticated, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        AuthorizeAsync(authenticated.SessionToken, (options ?? new()) with { ExpectedUserId = options?.ExpectedUserId ?? authenticated.User?.Id }, ct);

    /// <summary>Step 2 with a session token from anywhere.</summary>
    public async Task<AuthorizeResponse> AuthorizeAsync(string sessionToken, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        var request = new AuthorizeRequest(_client.Options, options ?? new());
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        return await AuthorizeEndpoint.SendAsync(_client, request, request.UrlAt(server.AuthorizationEndpoint, sessionToken), ct).ConfigureAwait(false);
    }

    /// <summary>Step 3, <c>POST {as}/v1/token</c>: redeems the code, if there is one, and validates every token.</summary>
    public async Task<TokenSet> ExchangeAsync(AuthorizeResponse response, CancellationToken ct = default)
    {
        RequireSameServer(response);
        var front = await ValidateFrontChannelAsync(response, ct).ConfigureAwait(false);
        if (response.Code is null)
            return FrontChannelTokens(response, front);

        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        var redeeming = TokenEndpoint.RedeemAsync(_client, server, response, ct);
        await Task.WhenAll(redeeming, _client.Keys.LoadAsync(ct)).ConfigureAwait(false);
        var tokens = await redeeming.ConfigureAwait(false);
        await ValidateAsync(tokens, response, front, ct).ConfigureAwait(false);
        return tokens;
    }

    /// <summary>All three steps; a status other than <c>SUCCESS</c> throws <see cref="AuthnException"/>.</summary>
    public async Task<TokenSet> GetTokensAsync(string username, string password, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        _ = new AuthorizeRequest(_client.Options, options ?? new()); // misuse is told before the password is sent
        var authenticating = AuthenticateAsync(username, password, ct);
        await Task.WhenAll(authenticating, _client.Discovery.GetAsync(ct)).ConfigureAwait(false);
        var transaction = await authenticating.ConfigureAwait(false);
        var authenticated = transaction as AuthnTransaction.Success ?? throw new AuthnException(transaction);
        var response = await AuthorizeAsync(authenticated, options, ct).ConfigureAwait(false);
        return await ExchangeAsync(response, ct).ConfigureAwait(false);
    }

    /// <summary>This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, AuthorizeOptions? options = null) => new PasswordTokenSource(this, username, password, options);

    void RequireSameServer(AuthorizeResponse response)
    {
        if (response.Issuer != _client.Issuer)
            throw new TokenValidationException("authorize response", Claims.Issuer, $"The authorize response is from {response.Issuer}, and this client is set to {_client.Issuer}.", "Exchange it at the authorization server that gave it.") { Expected = _client.Issuer, Actual = response.Issuer };
    }

    async Task<Jwt?> ValidateFrontChannelAsync(AuthorizeResponse response, CancellationToken ct)
    {
        var idToken = response.IdToken is { } id ? await _client.Tokens.ValidateIdTokenAsync(id, response.AccessToken, response, Channel.Front, ct).ConfigureAwait(false) : null;
        if (response.AccessToken is { } accessToken)
            await _client.Tokens.ValidateAccessTokenAsync(accessToken, idToken, response, ct).ConfigureAwait(false);
        return idToken;
    }

    static TokenSet FrontChannelTokens(AuthorizeResponse response, Jwt? idToken) => new()
    {
        AccessToken = response.AccessToken,
        TokenType = response.TokenType,
        IdToken = response.IdToken,
        Scopes = response.GrantedScope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? response.Scopes,
        ExpiresAt = response.AccessTokenExpiresAt ?? idToken?.Time(Claims.ExpiresAt)
            ?? throw new ArgumentException("The authorize response holds neither a code nor a token."),
    };

    async Task ValidateAsync(TokenSet tokens, AuthorizeResponse response, Jwt? front, CancellationToken ct)
    {
        if (tokens.IdToken is null && response.Scopes.Contains(Scopes.OpenId))
            throw new TokenValidationException(Parameters.IdToken, "presence", "The scope openid was asked for, and the token endpoint gave no ID token.", "See whether the authorization server grants openid to this app and user.");

        var idToken = tokens.IdToken is { } id ? await _client.Tokens.ValidateIdTokenAsync(id, tokens.AccessToken, response, Channel.TokenEndpoint, ct).ConfigureAwait(false) : null;
        await _client.Tokens.ValidateAccessTokenAsync(tokens.AccessToken!, idToken, response, ct).ConfigureAwait(false);

        // OpenID Connect Core 1.0 section 3.3.3.6; iss is one and the same by then.
        if (front is not null && idToken is not null && front.String(Claims.Subject) != idToken.String(Claims.Subject))
            throw idToken.Failed(Claims.Subject, "is another user's than the one of the authorize response", "Code and tokens were mixed up or exchanged on the way: begin again.", front.String(Claims.Subject), idToken.String(Claims.Subject));
    }
}
