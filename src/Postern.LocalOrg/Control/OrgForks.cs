using System.Collections.Concurrent;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>The orgs that were made of this one's state from outside, each for one test: in this process, and gone in the end.</summary>
sealed class OrgForks(TimeProvider time) : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, Fork> _forks = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _stopping = new();

    /// <summary>In the id of each: of several processes that share an org, only this one knows it.</summary>
    readonly string _ofThisProcess = "fork" + Secrets.New(3);

    /// <summary>Makes one that listens, and tells where. Known once the org is put together.</summary>
    public Func<CancellationToken, Task<(IAsyncDisposable Org, string Url)>> Make { get; set; } = _ =>
        throw new InvalidOperationException("The org is not put together yet.");

    public IReadOnlyList<ForkBody> All =>
    [
        .. _forks.Select(fork => new ForkBody { Id = fork.Key, Url = fork.Value.Url, ExpiresAt = fork.Value.ExpiresAt })
            .OrderBy(fork => fork.ExpiresAt),
    ];

    public async Task<ForkBody> AddAsync(TimeSpan lifetime, CancellationToken ct)
    {
        var (org, url) = await Make(ct);
        var (id, expiresAt) = (_ofThisProcess + Secrets.New(6), time.GetUtcNow() + lifetime);
        _forks[id] = new(org, url, expiresAt);
        _ = EndAsync(id, lifetime);
        return new() { Id = id, Url = url, ExpiresAt = expiresAt };
    }

    /// <summary>Whether an id is none that was made here.</summary>
    public bool IsStranger(string id) => !id.StartsWith(_ofThisProcess, StringComparison.Ordinal);

    public async Task<bool> RemoveAsync(string id)
    {
        if (!_forks.TryRemove(id, out var fork))
            return false;

        await fork.Org.DisposeAsync();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var id in _forks.Keys)
            await RemoveAsync(id);
        _stopping.Dispose();
    }

    async Task EndAsync(string id, TimeSpan lifetime)
    {
        await Task.Delay(lifetime, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RemoveAsync(id);
    }

    sealed record Fork(IAsyncDisposable Org, string Url, DateTimeOffset ExpiresAt);
}

/// <summary>A fork, until somebody ends it or its time is over.</summary>
sealed record ForkBody
{
    public required string Id { get; init; }
    public required string Url { get; init; }

    /// <summary>By the machine's clock.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
