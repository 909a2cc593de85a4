namespace Postern.Client;

/// <summary>
/// Keeps tokens, renews them with their refresh token shortly before they expire, and goes to the inner source where there is none or it is
/// dead. Concurrent callers share one renewal.
/// </summary>
/// <remarks>
/// A renewal is not cancelled when its callers give up, for its answer may hold the only live refresh token. Where no answer came (network,
/// timeout, 5xx)
/// the caller is told, and the refresh token is not sent again unless the server has shown that it does not rotate, or the request never
/// left: a server
/// that rotates takes a second use for theft, and revokes the whole family. The next call then goes to the inner source.
/// </remarks>
public sealed class RefreshingTokenSource : ITokenSource
{
    readonly OktaClient _client;
    readonly TimeProvider _time;
    readonly SharedFetch<TokenSet> _fromInner;
    readonly Lock _gate = new();
    Renewable? _current;
    Task<TokenSet?>? _renewal;

    /// <summary>
    /// Wraps a source that signs in anew each time, such as <see cref="SessionTokenFlow.For(string, string, AuthorizeOptions)"/>.
    /// </summary>
    public RefreshingTokenSource(ITokenSource inner, OktaClient client)
    {
        _client = client;
        _time = client.Options.Time;
        _fromInner = new(async ct => Fresh ?? Keep(new(await inner.GetTokenAsync(ct).ConfigureAwait(false), Rotates: null)));
    }

    /// <summary>How long before expiry a token counts as stale. Default 30 s, to outlive clock skew and a slow request.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tokens to begin with, such as stored ones; they may be stale. Default: none.</summary>
    public TokenSet? Initial
    {
        init => _current = value is null ? null : new(value, Rotates: null);
    }

    /// <inheritdoc/>
    public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        return Fresh
            ?? await Renewal().WaitAsync(ct).ConfigureAwait(false)
            ?? await _fromInner.RunAsync(ct).ConfigureAwait(false);
    }

    TokenSet? Fresh
    {
        get
        {
            lock (_gate)
                return _current is { Tokens: var tokens } && tokens.ExpiresAt - Leeway > _time.GetUtcNow() ? tokens : null;
        }
    }

    TokenSet Keep(Renewable renewable)
    {
        lock (_gate)
            _current = renewable;
        return renewable.Tokens;
    }

    // Null where there is nothing to renew with.
    Task<TokenSet?> Renewal()
    {
        lock (_gate)
        {
            if (_renewal is { IsCompleted: false } running)
                return running;
            if (Fresh is { } renewed)
                return Task.FromResult<TokenSet?>(renewed);
            if (_current is not { Tokens.RefreshToken: not null } stale)
                return Task.FromResult<TokenSet?>(null);

            // Task.Run: nothing of the request may run under the gate, nor in the first caller's context.
            return _renewal = Task.Run(() => RenewAsync(stale));
        }
    }

    async Task<TokenSet?> RenewAsync(Renewable stale)
    {
        // Whatever can fail without the refresh token fails before it is sent; the new tokens could not be checked without the keys.
        await _client.Keys.LoadAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var tokens = await _client.RefreshTokenFlow.RefreshAsync(stale.Tokens).ConfigureAwait(false);
            return Keep(new(tokens, Rotates: tokens.RefreshToken != stale.Tokens.RefreshToken));
        }
        catch (OAuthException dead) when (dead.Error == Protocol.OAuthErrors.InvalidGrant)
        {
            _ = Keep(stale.Spent);
            return null;
        }
        catch (Exception e) when (!IsStillGood(stale, e))
        {
            _ = Keep(stale.Spent);
            throw;
        }
    }

    // Whether the refresh token may be sent once more after this failure.
    static bool IsStillGood(Renewable stale, Exception failure) => failure switch
    {
        OktaException { StatusCode: >= 400 and < 500 } => true, // refused, and not as a dead one
        HttpRequestException failed when NeverLeft(failed.HttpRequestError) => true,
        TokenValidationException => false, // answered, so it may be spent
        _ => stale.Rotates == false,
    };

    static bool NeverLeft(HttpRequestError error) => error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    /// <summary>Tokens, and whether the server was seen to rotate their refresh token; null where it has not been seen yet.</summary>
    sealed record Renewable(TokenSet Tokens, bool? Rotates)
    {
        public Renewable Spent => this with { Tokens = Tokens with { RefreshToken = null } };
    }
}
