using Postern.Protocol;

namespace Postern.Client;

/// <summary>Okta's technique for tests: a password gives a session token, that gives a code or tokens, and a code gives tokens.</summary>
public sealed class SessionTokenFlow
{
    readonly OktaClient _client;

    internal SessionTokenFlow(OktaClient client) => _client = client;

    /// <summary>Step 1, <c>POST /api/v1/authn</c>: any status is a result; a refusal throws <see cref="OktaApiException"/>.</summary>
    public Task<AuthnTransaction> AuthenticateAsync(string username, string password, CancellationToken ct = default) =>
        AuthenticateAsync(username, password, new(), ct);

    /// <summary>Step 1 with options.</summary>
    /// <exception cref="ArgumentException">The device token has more than 32 characters.</exception>
    public Task<AuthnTransaction> AuthenticateAsync(string username, string password, AuthnOptions options, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(
            _client, "", new() { Username = username, Password = password, RelayState = options.RelayState, Options = OptionsOf(options), Context = ContextOf(options) }, options, ct);

    /// <summary>Step 1 with a user name alone, where one of the user's factors takes the password's place (Classic Engine's factor sequencing): <see cref="AuthnTransaction.Unauthenticated"/> lists them.</summary>
    public Task<AuthnTransaction> BeginAsync(string username, AuthnOptions? options = null, CancellationToken ct = default)
    {
        var given = options ?? new();
        return AuthnEndpoint.BeginAsync(_client, "", new() { Username = username, RelayState = given.RelayState, Options = OptionsOf(given), Context = ContextOf(given) }, given, ct);
    }

    /// <summary>Step 1 with a one-time activation token in the place of user name and password.</summary>
    public Task<AuthnTransaction> ActivateAsync(string activationToken, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "", new() { Token = activationToken }, ct);

    /// <summary>The current state of a transaction that another process began; its lifetime begins again.</summary>
    public Task<AuthnTransaction> ResumeAsync(string stateToken, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "", new() { StateToken = stateToken }, ct);

    /// <summary>Begins to recover a forgotten password.</summary>
    /// <param name="username">Whose; the answer does not tell whether there is such a user.</param>
    /// <param name="factorType"><c>EMAIL</c>, <c>SMS</c> or <c>CALL</c>. Null: only with an <see cref="OktaClientOptions.ApiToken"/>, which is answered with the recovery token.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<AuthnTransaction> RecoverPasswordAsync(string username, string? factorType, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "/recovery/password", new() { Username = username, FactorType = factorType }, ct);

    /// <summary>Begins to unlock an account.</summary>
    /// <inheritdoc cref="RecoverPasswordAsync" path="/param"/>
    public Task<AuthnTransaction> UnlockAsync(string username, string? factorType, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "/recovery/unlock", new() { Username = username, FactorType = factorType }, ct);

    /// <summary>Goes on with the recovery token of a mail, or of <see cref="AuthnTransaction.RecoveryToken"/>; it is good once.</summary>
    public Task<AuthnTransaction> RecoverAsync(string recoveryToken, CancellationToken ct = default) =>
        AuthnEndpoint.BeginAsync(_client, "/recovery/token", new() { RecoveryToken = recoveryToken }, ct);

    /// <summary>Step 1, and whatever Okta asks for besides, answered unattended.</summary>
    /// <exception cref="AuthnException">Something was asked that has no answer; the transaction has been cancelled.</exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public async Task<AuthnTransaction.Success> SignInAsync(string username, string password, AuthnAnswers answers, CancellationToken ct = default)
    {
        var done = await FinishAsync(username, password, answers, ct).ConfigureAwait(false);
        return done as AuthnTransaction.Success ?? throw new AuthnException(done);
    }

    /// <summary>Step 2, <c>GET {as}/v1/authorize</c>: spends the session token, and remembers whose it was.</summary>
    public Task<AuthorizeResponse> AuthorizeAsync(AuthnTransaction.Success authenticated, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        SpendAsync(new(_client.Options, For(authenticated, options)) { SessionToken = authenticated.SessionToken }, SessionTokenAge.Fresh, ct);

    /// <summary>Step 2 with a session token from anywhere.</summary>
    public Task<AuthorizeResponse> AuthorizeAsync(string sessionToken, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        SpendAsync(new(_client.Options, options ?? new()) { SessionToken = sessionToken }, SessionTokenAge.Unknown, ct);

    /// <summary>Step 2 where no session token came: makes the session at the page that Okta links to instead, and asks with its cookies.</summary>
    /// <exception cref="AuthnException">There is no such link, or no session came of it.</exception>
    public async Task<AuthorizeResponse> AuthorizeAsync(AuthnTransaction.SuccessWithoutSessionToken authenticated, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        _ = new AuthorizeRequest(_client.Options, options ?? new()); // misuse is told before the session is made
        var cookies = await SessionPage.OpenAsync(_client, authenticated, ct).ConfigureAwait(false);
        return await SpendAsync(new(_client.Options, For(authenticated, options)) { Cookies = cookies }, SessionTokenAge.Fresh, ct).ConfigureAwait(false);
    }

    /// <summary>Step 3, <c>POST {as}/v1/token</c>: redeems the code, if there is one, and validates every token.</summary>
    public async Task<TokenSet> ExchangeAsync(AuthorizeResponse response, CancellationToken ct = default)
    {
        RequireSameServer(response);
        var front = await ValidateFrontChannelAsync(response, ct).ConfigureAwait(false);
        if (response.Code is null)
            return FrontChannelTokens(response, front);

        var redeeming = TokenEndpoint.RedeemAsync(_client, response, ct);
        await Task.WhenAll(redeeming, _client.Keys.LoadAsync(ct)).ConfigureAwait(false);
        var tokens = await redeeming.ConfigureAwait(false);
        await ValidateAsync(tokens, response, front, ct).ConfigureAwait(false);
        return tokens;
    }

    /// <summary>All three steps; a status other than <c>SUCCESS</c> throws <see cref="AuthnException"/>.</summary>
    public Task<TokenSet> GetTokensAsync(string username, string password, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        GetTokensAsync(username, password, new AuthnAnswers(), options, ct);

    /// <summary>All three steps, with answers to what Okta asks for besides the password.</summary>
    /// <inheritdoc cref="SignInAsync" path="/exception"/>
    public async Task<TokenSet> GetTokensAsync(string username, string password, AuthnAnswers answers, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        _ = new AuthorizeRequest(_client.Options, options ?? new()); // misuse is told before the password is sent
        var signingIn = FinishAsync(username, password, answers, ct);
        await Task.WhenAll(signingIn, _client.Discovery.GetAsync(ct)).ConfigureAwait(false);
        var response = await signingIn.ConfigureAwait(false) switch
        {
            AuthnTransaction.Success authenticated => await AuthorizeAsync(authenticated, options, ct).ConfigureAwait(false),
            AuthnTransaction.SuccessWithoutSessionToken authenticated => await AuthorizeAsync(authenticated, options, ct).ConfigureAwait(false),
            var other => throw new AuthnException(other),
        };
        return await ExchangeAsync(response, ct).ConfigureAwait(false);
    }

    /// <summary>This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, AuthorizeOptions? options = null) => For(username, password, new AuthnAnswers(), options);

    /// <summary>This flow for one user who needs more than a password, as a source.</summary>
    public ITokenSource For(string username, string password, AuthnAnswers answers, AuthorizeOptions? options = null) => new PasswordTokenSource(this, username, password, answers, options);

    /// <summary>To a session token, or to the page that makes a session without one.</summary>
    async Task<AuthnTransaction> FinishAsync(string username, string password, AuthnAnswers answers, CancellationToken ct)
    {
        var route = _client.Options.RecognizesFederatedUsers ? await _client.WebFinger.CheckAsync(username, ct).ConfigureAwait(false) : null;
        try
        {
            var transaction = await AuthenticateAsync(username, password, answers.Options, ct).ConfigureAwait(false);
            return await new AuthnDriver(_client, username, password, answers).DriveAsync(transaction, ct).ConfigureAwait(false);
        }
        catch (OktaApiException refused) when (route is not null && refused.ErrorCode == OktaErrorCodes.AuthenticationFailed)
        {
            refused.Hint = $"{refused.Hint} The org routes this user to {route} in a browser: see that the user has a password in Okta too.";
            throw;
        }
    }

    static AuthorizeOptions For(AuthnTransaction authenticated, AuthorizeOptions? options) =>
        (options ?? new()) with { ExpectedUserId = options?.ExpectedUserId ?? authenticated.User?.Id };

    async Task<AuthorizeResponse> SpendAsync(AuthorizeRequest request, SessionTokenAge age, CancellationToken ct)
    {
        var server = await _client.Discovery.GetAsync(ct).ConfigureAwait(false);
        try
        {
            return await AuthorizeEndpoint.SendAsync(_client, server, request, ct).ConfigureAwait(false);
        }
        catch (OktaException refused) when (SessionRefusal.Concerns(refused))
        {
            refused.Hint = await SessionRefusal.ExplainAsync(_client, refused, age, ct).ConfigureAwait(false);
            throw;
        }
    }

    static AuthnRequestOptions? OptionsOf(AuthnOptions options) => options is { WarnBeforePasswordExpired: false, MultiOptionalFactorEnroll: false }
        ? null
        : new() { WarnBeforePasswordExpired = options.WarnBeforePasswordExpired, MultiOptionalFactorEnroll = options.MultiOptionalFactorEnroll };

    static AuthnRequestContext? ContextOf(AuthnOptions options) => options.DeviceToken switch
    {
        null => null,
        { Length: > 32 } => throw new ArgumentException("A device token has at most 32 characters.", nameof(options)),
        var token => new() { DeviceToken = token },
    };

    void RequireSameServer(AuthorizeResponse response)
    {
        if (response.Issuer != _client.Issuer)
            throw new TokenValidationException("authorize response", Claims.Issuer, $"The authorize response is from {response.Issuer}, and this client is set to {_client.Issuer}.", "Exchange it at the authorization server that gave it.") { Expected = _client.Issuer, Actual = response.Issuer };
    }

    async Task<Jwt?> ValidateFrontChannelAsync(AuthorizeResponse response, CancellationToken ct)
    {
        var idToken = response.IdToken is { } id ? await _client.Tokens.ValidateIdTokenAsync(id, Expected(response) with { AccessToken = response.AccessToken, Code = response.Code, Channel = Channel.Front }, ct).ConfigureAwait(false) : null;
        if (response.AccessToken is { } accessToken)
            await ValidateAccessTokenAsync(accessToken, idToken, response, null, ct).ConfigureAwait(false);
        return idToken;
    }

    static TokenExpectations Expected(AuthorizeResponse response) => new() { Nonce = response.Nonce, UserId = response.ExpectedUserId, MaxAge = response.MaxAge };

    Task ValidateAccessTokenAsync(string accessToken, Jwt? idToken, AuthorizeResponse response, DPoPKey? key, CancellationToken ct) =>
        _client.Tokens.ValidateAccessTokenAsync(accessToken, new() { UserId = idToken?.String(Claims.Subject) ?? response.ExpectedUserId, KeyThumbprint = key?.Thumbprint }, ct);

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

        var idToken = tokens.IdToken is { } id ? await _client.Tokens.ValidateIdTokenAsync(id, Expected(response) with { AccessToken = tokens.AccessToken }, ct).ConfigureAwait(false) : null;
        await ValidateAccessTokenAsync(tokens.AccessToken!, idToken, response, _client.Options.DPoPKey, ct).ConfigureAwait(false);

        // OpenID Connect Core 1.0 section 3.3.3.6; iss is one and the same by then.
        if (front is not null && idToken is not null && front.String(Claims.Subject) != idToken.String(Claims.Subject))
            throw idToken.Failed(Claims.Subject, "is another user's than the one of the authorize response", "Code and tokens were mixed up or exchanged on the way: begin again.", front.String(Claims.Subject), idToken.String(Claims.Subject));
    }
}
