namespace Postern.Client;

/// <summary>
/// A user's tokens without a browser, by the first way that this org and app allow: session token, interaction code, direct
/// authentication, hosted page. Each is tried once, and what the user gave is not given again once Okta has refused it; no way gives less
/// than was asked for. The receipt says what was tried, and why what was not.
/// </summary>
public sealed class SignInFlow
{
    readonly OktaClient _client;
    readonly IReadOnlyList<IRung> _rungs;

    internal SignInFlow(OktaClient client)
    {
        _client = client;
        _rungs = [
            new SessionTokenRung(client), new InteractionCodeRung(client), new DirectRung(client), new HostedPageRung(client),
        ];
    }

    /// <summary>Tokens, with their <see cref="TokenSet.Receipt"/>.</summary>
    /// <exception cref="OktaException">
    /// Okta refused, or no way is open; <see cref="OktaException.Receipt"/> says what was tried.
    /// </exception>
    /// <exception cref="FederatedUserException">Another identity provider has the user's password; it was not sent.</exception>
    public Task<TokenSet> GetTokensAsync(
        string username, string password, SignInOptions? options = null, CancellationToken ct = default)
    {
        options ??= new();
        _ = new AuthorizeRequest(_client.Options, options.Authorize); // misuse is told before anything is sent
        var rungs = options.Via is { } via ? [.. _rungs.Where(rung => rung.Way == via)] : _rungs;
        return rungs.Count > 0
            ? new Climb(rungs, new(username, password, options), _client.Engine.AskAsync(ct)).RunAsync(ct)
            : throw new ArgumentException($"There is no way {options.Via}.", nameof(options));
    }

    /// <summary>The same for one user as a source; wrap it in <see cref="CachingTokenSource"/>.</summary>
    public ITokenSource For(string username, string password, SignInOptions? options = null) =>
        new FlowTokenSource(ct => GetTokensAsync(username, password, options, ct));
}
