using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Counts for Okta's rate limits (authn.md 15, oidc.md 20) in fixed windows, for the org: in the database where there may be more processes
/// than this one.
/// The framework's own limiters read the system's clock; these can be tested.
/// </summary>
sealed class RateLimiter(RateLimits mode, OrgStore store)
{
    const int PerUserAndSecond = 4;
    const int PerTransaction = 10, PerInteractingUser = 20, InteractionSeconds = 5; // idx.md 3
    const int MostRemembered = 10_000;

    readonly CounterStore _counters = new(store);
    readonly Lock _gate = new();
    readonly Dictionary<string, (long Window, int Used)> _windows = [];

    long Second => store.Time.GetUtcNow().ToUnixTimeSeconds();

    public long Minute => Second / 60;

    /// <summary>The first that is too many is told of, though it is refused.</summary>
    public async ValueTask<bool> TryTakeForUserAsync(string login, Work work, CancellationToken ct)
    {
        if (mode is RateLimits.Off)
            return true;

        var used = await TakeAsync("user/" + login.ToUpperInvariant(), Second, work, ct);
        if (used == PerUserAndSecond + 1)
            work.TellAnyway(LimitEvents.Passed(work.Origin.Path, PerUserAndSecond, "SECONDS"));
        return used <= PerUserAndSecond;
    }

    /// <summary>The same of Identity Engine's, whatever is done there for the user.</summary>
    public async ValueTask<bool> TryTakeForInteractionsOfAsync(string login, Work work, CancellationToken ct)
    {
        if (mode is RateLimits.Off)
            return true;

        var used = await TakeAsync("interactions of " + login.ToUpperInvariant(), Second / InteractionSeconds, work, ct);
        if (used == PerInteractingUser + 1)
            work.TellAnyway(LimitEvents.Passed(work.Origin.Path, PerInteractingUser, InteractionSeconds));
        return used <= PerInteractingUser;
    }

    /// <summary>Of Identity Engine's, by its state token.</summary>
    public async ValueTask<bool> TryTakeForTransactionAsync(string stateToken, CancellationToken ct) =>
        mode is RateLimits.Off
            || await TakeAsync("transaction/" + Secrets.Hash(stateToken), Second / InteractionSeconds, ct) <= PerTransaction;

    /// <summary>
    /// Whether another guess is listened to within this minute; whatever the mode, since it guards what can be guessed. Counted before it
    /// is known to be wrong,
    /// so that no number of guesses at once gets more than its share.
    /// </summary>
    public async ValueTask<bool> TryGuessAsync(string guesses, int perMinute, CancellationToken ct) =>
        await TakeAsync(guesses, Minute, ct) <= perMinute;

    /// <summary>It was right: no guess then.</summary>
    public Task GiveBackAsync(string guesses, CancellationToken ct)
    {
        if (!store.IsAlone)
            return _counters.CountBackAsync(guesses, ct);

        lock (_gate)
            if (_windows.TryGetValue(guesses, out var current) && current.Used > 0)
                _windows[guesses] = current with { Used = current.Used - 1 };
        return Task.CompletedTask;
    }

    /// <summary>The same once for a request, however often its work is tried.</summary>
    async ValueTask<int> TakeAsync(string bucket, long window, Work work, CancellationToken ct)
    {
        work.Counted ??= new(StringComparer.Ordinal);
        return work.Counted.TryGetValue(bucket, out var used) ? used : work.Counted[bucket] = await TakeAsync(bucket, window, ct);
    }

    /// <summary>How many there have been in the window, this one included.</summary>
    public async ValueTask<int> TakeAsync(string bucket, long window, CancellationToken ct) =>
        store.IsAlone ? Take(bucket, window) : await _counters.CountAsync(bucket, window, ct);

    int Take(string bucket, long window)
    {
        lock (_gate)
        {
            if (_windows.Count > MostRemembered)
                _windows.Clear();

            var used = _windows.TryGetValue(bucket, out var current) && current.Window == window ? current.Used + 1 : 1;
            _windows[bucket] = (window, used);
            return used;
        }
    }
}
