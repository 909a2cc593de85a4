namespace Postern.Client;

/// <summary>
/// Identity Engine's sign-in page, gone through without a browser: the page's own state token leads through the steps that a person would
/// take, and back with a code. For apps that have no grant but the authorization code (oie-sessiontoken.md 4).
/// </summary>
/// <remarks>
/// Okta tolerates it, and promises nothing: where the app may have it, <see cref="InteractionCodeFlow"/> is the same by contract.
/// </remarks>
public sealed class HostedPageFlow
{
    readonly OktaClient _client;

    internal HostedPageFlow(OktaClient client) => _client = client;

    /// <summary>Steps 1 to 3: opens the page, signs in behind it unattended, and comes back with what was asked for.</summary>
    /// <exception cref="IdxException">
    /// Okta refused, or something was asked that has no answer; the transaction has been given up.
    /// </exception>
    /// <exception cref="InteractionRequiredException">The page leads elsewhere, or is none that this can go through.</exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public async Task<AuthorizeResponse> SignInAsync(
        string username, string password, AuthnAnswers? answers = null, AuthorizeOptions? options = null, CancellationToken ct = default)
    {
        var request = new AuthorizeRequest(_client.Options, Shown(options ?? new())); // misuse is told before anything is sent
        if (_client.Options.RecognizesFederatedUsers)
            _ = await _client.WebFinger.CheckAsync(username, ct).ConfigureAwait(false);

        var page = new HostedPage(_client, await _client.Discovery.GetAsync(ct).ConfigureAwait(false), request);
        var (session, begun) = await page.OpenAsync(ct).ConfigureAwait(false);
        var done = await new IdxDriver(_client, username, password, answers ?? new()).DriveAsync(begun, ct).ConfigureAwait(false);
        var response = done is IdxTransaction.Redirected redirected
            ? await page.LeaveAsync(session, redirected, ct).ConfigureAwait(false)
            : throw IdxRefusals.Unsupported(done);
        return response with { ExpectedUserId = response.ExpectedUserId ?? done.UserId };
    }

    /// <summary>Step 4, <c>POST {as}/v1/token</c>: redeems the code, if there is one, and validates every token.</summary>
    /// <exception cref="OAuthException">The code was refused.</exception>
    /// <exception cref="TokenValidationException">A check failed: no token is handed out.</exception>
    public Task<TokenSet> ExchangeAsync(AuthorizeResponse response, CancellationToken ct = default) =>
        new CodeExchange(_client, response).RunAsync(ct);

    /// <summary>All steps.</summary>
    /// <inheritdoc cref="SignInAsync" path="/exception"/>
    public async Task<TokenSet> GetTokensAsync(
        string username, string password, AuthnAnswers? answers = null, AuthorizeOptions? options = null, CancellationToken ct = default) =>
        await ExchangeAsync(await SignInAsync(username, password, answers, options, ct).ConfigureAwait(false), ct).ConfigureAwait(false);

    /// <summary>This flow for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, AuthnAnswers? answers = null, AuthorizeOptions? options = null) =>
        new FlowTokenSource(ct => GetTokensAsync(username, password, answers, options, ct));

    // The page is what is wanted: whoever may not be shown one gets an error in its place.
    static AuthorizeOptions Shown(AuthorizeOptions options) =>
        options.Prompt is Protocol.Prompts.None ? options with { Prompt = null } : options;
}
