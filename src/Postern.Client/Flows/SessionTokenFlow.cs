namespace Postern.Client;

/// <summary>Okta's technique for tests: a password gives a session token, that gives a code or tokens, and a code gives tokens.</summary>
public sealed class SessionTokenFlow
{
    readonly OktaClient _client;

    internal SessionTokenFlow(OktaClient client) => _client = client;

    /// <summary>Step 1, <c>POST /api/v1/authn</c>: any status is a result; a refusal throws <see cref="OktaApiException"/>.</summary>
    public Task<AuthnTransaction> AuthenticateAsync(string username, string password, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Step 2, <c>GET {as}/v1/authorize</c>: spends the session token, and remembers whose it was.</summary>
    public Task<AuthorizeResponse> AuthorizeAsync(AuthnTransaction.Success authenticated, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        AuthorizeAsync(authenticated.SessionToken, (options ?? new()) with { ExpectedUserId = options?.ExpectedUserId ?? authenticated.User?.Id }, ct);

    /// <summary>Step 2 with a session token from anywhere.</summary>
    public Task<AuthorizeResponse> AuthorizeAsync(string sessionToken, AuthorizeOptions? options = null, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>Step 3, <c>POST {as}/v1/token</c>: redeems the code, if there is one, and validates every token.</summary>
    public Task<TokenSet> ExchangeAsync(AuthorizeResponse response, CancellationToken ct = default) => throw new NotSupportedException();

    /// <summary>All three steps; a status other than <c>SUCCESS</c> throws <see cref="AuthnException"/>.</summary>
    public async Task<TokenSet> GetTokensAsync(string username, string password, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        var transaction = await AuthenticateAsync(username, password, ct).ConfigureAwait(false);
        var authenticated = transaction as AuthnTransaction.Success ?? throw new AuthnException(transaction);
        var response = await AuthorizeAsync(authenticated, options, ct).ConfigureAwait(false);
        return await ExchangeAsync(response, ct).ConfigureAwait(false);
    }

    /// <summary>This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, AuthorizeOptions? options = null) => new PasswordTokenSource(this, username, password, options);
}
