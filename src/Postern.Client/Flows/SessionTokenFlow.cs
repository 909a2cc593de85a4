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
    public Task<AuthnTransaction> AuthenticateAsync(
        string username, string password, AuthnOptions options, CancellationToken ct = default) =>
        AuthnEndpoint.AuthenticateAsync(_client, username, password, options, ct);

    /// <summary>Step 1, and whatever Okta asks for besides, answered unattended.</summary>
    /// <exception cref="AuthnException">Something was asked that has no answer; the transaction has been cancelled.</exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public async Task<AuthnTransaction.Success> SignInAsync(
        string username, string password, AuthnAnswers answers, CancellationToken ct = default)
    {
        var done = await FinishAsync(username, password, answers, ct).ConfigureAwait(false);
        return done as AuthnTransaction.Success ?? throw new AuthnException(done);
    }

    /// <summary>Step 2, <c>GET {as}/v1/authorize</c>: spends the session token, and remembers whose it was.</summary>
    /// <exception cref="OAuthException">Okta refused: <c>login_required</c> where the session does not suffice for the app.</exception>
    /// <exception cref="InteractionRequiredException">It shows a page, or sends the browser to one.</exception>
    /// <exception cref="TokenValidationException">The answer is not to this request.</exception>
    /// <exception cref="ArgumentException">There is no redirect URI, or the response type is none; nothing is spent.</exception>
    public Task<AuthorizeResponse> AuthorizeAsync(
        AuthnTransaction.Success authenticated, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        SpendAsync(
            new(_client.Options, For(authenticated, options)) { SessionToken = authenticated.SessionToken }, SessionTokenAge.Fresh, ct);

    /// <summary>Step 2 with a session token from anywhere.</summary>
    /// <inheritdoc cref="AuthorizeAsync(AuthnTransaction.Success, AuthorizeOptions?, CancellationToken)" path="/exception"/>
    public Task<AuthorizeResponse> AuthorizeAsync(string sessionToken, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        SpendAsync(new(_client.Options, options ?? new()) { SessionToken = sessionToken }, SessionTokenAge.Unknown, ct);

    /// <summary>
    /// Step 2 where no session token came: makes the session at the page that Okta links to instead, and asks with its cookies.
    /// </summary>
    /// <exception cref="AuthnException">There is no such link, or no session came of it.</exception>
    /// <inheritdoc cref="AuthorizeAsync(AuthnTransaction.Success, AuthorizeOptions?, CancellationToken)" path="/exception"/>
    public async Task<AuthorizeResponse> AuthorizeAsync(
        AuthnTransaction.SuccessWithoutSessionToken authenticated, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        _ = new AuthorizeRequest(_client.Options, options ?? new()); // misuse is told before the session is made
        var cookies = await SessionPage.OpenAsync(_client, authenticated, ct).ConfigureAwait(false);
        return await SpendAsync(
            new(_client.Options, For(authenticated, options)) { Cookies = cookies }, SessionTokenAge.Fresh, ct).ConfigureAwait(false);
    }

    /// <summary>Step 3, <c>POST {as}/v1/token</c>: redeems the code, if there is one, and validates every token.</summary>
    /// <exception cref="OAuthException">The code was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> ExchangeAsync(AuthorizeResponse response, CancellationToken ct = default) =>
        new CodeExchange(_client, response).RunAsync(ct);

    /// <summary>All three steps; a status other than <c>SUCCESS</c> throws <see cref="AuthnException"/>.</summary>
    public Task<TokenSet> GetTokensAsync(
        string username, string password, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        GetTokensAsync(username, password, new AuthnAnswers(), options, ct);

    /// <summary>All three steps, with answers to what Okta asks for besides the password.</summary>
    /// <inheritdoc cref="SignInAsync" path="/exception"/>
    public async Task<TokenSet> GetTokensAsync(
        string username, string password, AuthnAnswers answers, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        _ = new AuthorizeRequest(_client.Options, options ?? new()); // misuse is told before the password is sent
        var signingIn = FinishAsync(username, password, answers, ct);
        await Task.WhenAll(signingIn, _client.Discovery.GetAsync(ct)).ConfigureAwait(false);
        var response = await signingIn.ConfigureAwait(false) switch
        {
            AuthnTransaction.Success authenticated => await AuthorizeAsync(authenticated, options, ct).ConfigureAwait(false),
            AuthnTransaction.SuccessWithoutSessionToken authenticated =>
                await AuthorizeAsync(authenticated, options, ct).ConfigureAwait(false),
            var other => throw new AuthnException(other),
        };
        return await ExchangeAsync(response, ct).ConfigureAwait(false);
    }

    /// <summary>This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, AuthorizeOptions? options = null) =>
        For(username, password, new AuthnAnswers(), options);

    /// <summary>This flow for one user who needs more than a password, as a source.</summary>
    public ITokenSource For(string username, string password, AuthnAnswers answers, AuthorizeOptions? options = null) =>
        new PasswordTokenSource(this, username, password, answers, options);

    /// <summary>To a session token, or to the page that makes a session without one.</summary>
    async Task<AuthnTransaction> FinishAsync(string username, string password, AuthnAnswers answers, CancellationToken ct)
    {
        var route = _client.Options.RecognizesFederatedUsers
            ? await _client.WebFinger.CheckAsync(username, ct).ConfigureAwait(false)
            : null;
        try
        {
            var transaction = await AuthenticateAsync(username, password, answers.Options, ct).ConfigureAwait(false);
            return await new AuthnDriver(_client, username, password, answers).DriveAsync(transaction, ct).ConfigureAwait(false);
        }
        catch (OktaApiException refused) when (route is not null && refused.ErrorCode == OktaErrorCodes.AuthenticationFailed)
        {
            refused.Hint =
                $"{refused.Hint} The org routes this user to {route} in a browser: see that the user has a password in Okta too.";
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
            (refused.Hint, refused.Reason) = await SessionRefusal.ExplainAsync(_client, refused, age, ct).ConfigureAwait(false);
            throw;
        }
    }
}
