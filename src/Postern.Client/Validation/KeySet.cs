using Microsoft.IdentityModel.Tokens;

namespace Postern.Client;

/// <summary>The authorization server's signing keys, kept for an hour and read again once for a key id that is not among them.</summary>
sealed class KeySet
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    // Tokens with invented key ids must not make us ask for the keys each time.
    static readonly TimeSpan BetweenRefetches = TimeSpan.FromMinutes(1);

    readonly OktaHttp _http;
    readonly Discovery _discovery;
    readonly TimeProvider _time;
    readonly SharedFetch<Snapshot> _fetch;
    readonly Lock _gate = new();
    volatile Snapshot? _current;
    DateTimeOffset? _refetchedAt;
    Snapshot? _beingReplaced;

    public KeySet(OktaHttp http, Discovery discovery, TimeProvider time)
    {
        _http = http;
        _discovery = discovery;
        _time = time;
        _fetch = new(FetchAsync);
    }

    /// <summary>Asks for the keys before a token needs them, and makes them ready.</summary>
    public async Task LoadAsync(CancellationToken ct)
    {
        foreach (var key in (await CurrentAsync(ct).ConfigureAwait(false)).Keys)
            Signature.Expect(key);
    }

    public async Task<JsonWebKey?> FindAsync(string? keyId, string algorithm, CancellationToken ct)
    {
        var snapshot = await CurrentAsync(ct).ConfigureAwait(false);
        return Find(snapshot, keyId, algorithm)
            ?? Find(await NewerAsync(snapshot, ct).ConfigureAwait(false), keyId, algorithm);
    }

    async Task<Snapshot> CurrentAsync(CancellationToken ct) =>
        _current is { } current && (_time.GetUtcNow() - current.FetchedAt).Duration() < Lifetime
            ? current
            : await _fetch.RunAsync(ct).ConfigureAwait(false);

    static JsonWebKey? Find(Snapshot snapshot, string? keyId, string algorithm)
    {
        var fitting = snapshot.Keys.Where(key => Fits(key, algorithm)).ToList();
        return keyId is null
            ? (fitting.Count == 1 ? fitting[0] : null)
            : fitting.FirstOrDefault(key => key.Kid == keyId);
    }

    static bool Fits(JsonWebKey key, string algorithm) =>
        key.Use is null or "" or "sig"
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm)
        && key.Kty == (algorithm.StartsWith("ES", StringComparison.Ordinal) ? "EC" : "RSA");

    /// <summary>
    /// What somebody else has read meanwhile or is just reading, for of all who meet a new key at once one asks; else read again. An
    /// attempt that failed does not count: whoever needs the key next asks again.
    /// </summary>
    async Task<Snapshot> NewerAsync(Snapshot known, CancellationToken ct)
    {
        if (!MayRefetch(known))
            return _current ?? known;

        try
        {
            return await _fetch.RunAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            lock (_gate)
                (_refetchedAt, _beingReplaced) = (null, null);
            throw;
        }
    }

    bool MayRefetch(Snapshot known)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_current, known))
                return false;
            if (ReferenceEquals(_beingReplaced, known))
                return true;
            if (_refetchedAt is { } last && (_time.GetUtcNow() - last).Duration() < BetweenRefetches)
                return false;

            (_refetchedAt, _beingReplaced) = (_time.GetUtcNow(), known);
            return true;
        }
    }

    async Task<Snapshot> FetchAsync(CancellationToken ct)
    {
        var server = await _discovery.GetAsync(ct).ConfigureAwait(false);
        var answer = await _http.SendAsync(
            Stage.Keys,
            () => new(HttpMethod.Get, server.JwksUri) { Headers = { Accept = { new("application/json") } } },
            RetryRule.Reads,
            ct).ConfigureAwait(false);
        if (answer is not { Status: 200, IsJson: true })
            throw Refusal.Read(answer);

        return _current = new(Read(answer), _time.GetUtcNow());
    }

    static IReadOnlyList<JsonWebKey> Read(HttpAnswer answer)
    {
        try
        {
            return [.. JsonWebKeySet.Create(answer.Body).Keys];
        }
        catch (ArgumentException)
        {
            throw Refusal.NotAsExpected(answer, "The answer of the keys endpoint is no JSON Web Key Set.");
        }
    }

    sealed record Snapshot(IReadOnlyList<JsonWebKey> Keys, DateTimeOffset FetchedAt);
}
