using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// Fetches the key sets that clients publish at their <c>jwks_uri</c> (RFC 7591 section 2), and remembers them for a while.
/// </summary>
sealed partial class RemoteKeySets(TimeProvider time, ILogger<RemoteKeySets> logger) : IDisposable
{
    /// <summary>So long a set is good without being looked at again.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// So long no set is fetched again, whatever is asked of it: whoever sends forged assertions must not have a host called by each.
    /// </summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    const int MostBytes = 256 * 1024;

    const int MostRemembered = 1000;

    readonly ConcurrentDictionary<string, Fetch> _fetches = new(StringComparer.Ordinal);
    readonly Lazy<HttpClient> _http = new(Connect);

    /// <summary>
    /// Every key of the set. A key that the set is not known to have may be new, and so may one without a name: it is fetched again then,
    /// unless that has just been done.
    /// </summary>
    /// <exception cref="OAuthError">It cannot be had, is empty, or does not name its keys apart.</exception>
    public async Task<List<JsonWebKey>> FindAsync(string uri, string? kid, CancellationToken ct)
    {
        var latest = _fetches.GetValueOrDefault(uri);
        var set = latest is null ? RemoteKeySet.None : await latest.SetAsync(ct);
        if (latest is null || IsDue(set, latest.BegunAt, kid))
            set = await Begin(uri, latest, set).SetAsync(ct);

        if (set.Keys is null || set.FetchedAt + Lifetime <= time.GetUtcNow() || (set.IsStale && kid is not null && !Has(set, kid)))
            throw OAuthError.InvalidClient("Error retrieving the client JWKSet from jwks_uri.");
        return set.Problem is { } problem ? throw OAuthError.InvalidClient(problem) : set.Keys;
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
            _http.Value.Dispose();
    }

    static HttpClient Connect() => new(new SocketsHttpHandler
    {
        // A redirect could lead to where the client's admin never pointed.
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = Lifetime,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostBytes,
    };

    bool IsDue(RemoteKeySet set, DateTimeOffset begunAt, string? kid)
    {
        var now = time.GetUtcNow();
        return now >= begunAt + Lifetime || (now >= begunAt + Pause && (set.IsStale || set.Problem is not null || !Has(set, kid)));
    }

    static bool Has(RemoteKeySet set, string? kid) => kid is not null && set.Keys?.Exists(key => key.KeyId == kid) == true;

    /// <summary>Of any number who find it due at once, one fetches, and all wait for that.</summary>
    Fetch Begin(string uri, Fetch? before, RemoteKeySet known)
    {
        var next = new Fetch(time.GetUtcNow(), () => FetchAsync(uri, known));
        if (before is not null)
            return _fetches.TryUpdate(uri, next, before) ? next : _fetches.GetValueOrDefault(uri, next);

        if (_fetches.Count >= MostRemembered)
            _fetches.Clear();
        return _fetches.GetOrAdd(uri, next);
    }

    /// <summary>
    /// Not cancelled with the request that found it due. A set that cannot be fetched leaves the one before, for the keys that are known.
    /// </summary>
    async Task<RemoteKeySet> FetchAsync(string uri, RemoteKeySet known)
    {
        var begunAt = time.GetUtcNow();
        try
        {
            // By the org's time: one that stands still waits for a busy machine.
            using var patience = new CancellationTokenSource(Patience, time);
            return Read(await _http.Value.GetStringAsync(new Uri(uri), patience.Token), begunAt);
        }
        catch (Exception failed) // whatever somebody else's server makes of it
        {
            // Neither the query nor what came is told: either may be a secret, if only by mistake.
            var reason = failed switch
            {
                HttpRequestException => failed.Message,
                OperationCanceledException => $"It has not answered within {Patience.TotalSeconds:0} seconds.",
                _ => "What came is no JWK Set.",
            };
            FetchFailed(logger, new Uri(uri).GetLeftPart(UriPartial.Path), reason);
            return known with { IsStale = true };
        }
    }

    static RemoteKeySet Read(string json, DateTimeOffset fetchedAt)
    {
        List<JsonWebKey> keys = [.. new JsonWebKeySet(json).Keys];
        return new(keys, fetchedAt)
        {
            Problem = keys.Count == 0 ? "The client JWKSet from jwks_uri must contain at least one key."
                : keys.DistinctBy(key => key.KeyId ?? "")
                    .Count() < keys.Count ? "All keys in the client JWKSet from jwks_uri must have a unique kid."
                : null,
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key set of a client could not be fetched from {Uri}: {Reason}")]
    static partial void FetchFailed(ILogger logger, string uri, string reason);

    /// <summary>One attempt, begun by whoever waits for it first.</summary>
    sealed class Fetch(DateTimeOffset begunAt, Func<Task<RemoteKeySet>> fetch)
    {
        readonly Lazy<Task<RemoteKeySet>> _set = new(() => Task.Run(fetch));

        public DateTimeOffset BegunAt => begunAt;

        public Task<RemoteKeySet> SetAsync(CancellationToken ct) => _set.Value.WaitAsync(ct);
    }

    /// <summary>What was fetched last; no keys where nothing ever was.</summary>
    sealed record RemoteKeySet(List<JsonWebKey>? Keys, DateTimeOffset FetchedAt)
    {
        public static readonly RemoteKeySet None = new(null, DateTimeOffset.UnixEpoch);

        /// <summary>Whether the latest attempt failed.</summary>
        public bool IsStale { get; init; }

        /// <summary>What is wrong with the set as a whole, in Okta's words.</summary>
        public string? Problem { get; init; }
    }
}
