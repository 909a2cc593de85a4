namespace Postern.Client;

/// <summary>Keeps tokens in memory until shortly before they expire; concurrent callers share one fetch.</summary>
public sealed class CachingTokenSource : ITokenSource
{
    readonly ITokenSource _inner;
    readonly TimeProvider _time;
    readonly SharedFetch<TokenSet> _fetch;
    volatile TokenSet? _current;

    /// <summary>Wraps a source that fetches anew each time; <paramref name="time"/> defaults to the system's.</summary>
    public CachingTokenSource(ITokenSource inner, TimeProvider? time = null)
    {
        _inner = inner;
        _time = time ?? TimeProvider.System;
        _fetch = new(FetchAsync);
    }

    /// <summary>How long before expiry a token counts as stale. Default 30 s, to outlive clock skew and a slow request.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) =>
        Fresh ?? await _fetch.RunAsync(ct).ConfigureAwait(false);

    TokenSet? Fresh => _current is { } tokens && tokens.ExpiresAt - Leeway > _time.GetUtcNow() ? tokens : null;

    // Asks again whether it is fresh: a caller may have found it stale just before another's fetch ended.
    async Task<TokenSet> FetchAsync(CancellationToken ct) =>
        Fresh ?? (_current = await _inner.GetTokenAsync(ct).ConfigureAwait(false));
}
