using System.Collections.Concurrent;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Failing;

/// <summary>
/// How often each script was met and struck, counted by all processes together and by the next one: in the database. One that is gone with
/// its process counts there what nobody else could ever ask for: its process counts instead, which takes no commit at each call.
/// </summary>
sealed class FaultCounts(OrgStore store)
{
    readonly ConcurrentDictionary<string, Count>? _own = store.Database.IsGoneWithProcess ? new(StringComparer.Ordinal) : null;

    /// <summary>The number of this call among those that match; where it is known to strike, that is counted with it.</summary>
    public ValueTask<long> CountCallAsync(string id, bool strikes, CancellationToken ct)
    {
        if (_own is null)
            return new(CountCallInDatabaseAsync(id, strikes, ct));

        var count = OwnOf(id);
        if (strikes)
            Interlocked.Increment(ref count.Strikes);
        return new(Interlocked.Increment(ref count.Calls));
    }

    public Task CountStrikeAsync(string id, CancellationToken ct)
    {
        if (_own is null)
            return store.Database.ExecuteAsync("update fault_counts set strikes = strikes + 1 where id = @id", [("@id", id)], ct);

        Interlocked.Increment(ref OwnOf(id).Strikes);
        return Task.CompletedTask;
    }

    public async Task<(long Calls, long Strikes)> OfAsync(string id, CancellationToken ct)
    {
        var count = _own is null
            ? await store.Database.FirstAsync(
                "select calls, strikes from fault_counts where id = @id",
                [("@id", id)],
                row => new Count { Calls = row.GetInt64(0), Strikes = row.GetInt64(1) },
                ct)
            : _own.GetValueOrDefault(id);
        return count is null ? (0, 0) : (Interlocked.Read(ref count.Calls), Interlocked.Read(ref count.Strikes));
    }

    /// <summary>They begin anew with what the work writes.</summary>
    public void Forget(Work work, string id) =>
        work.Write("delete from fault_counts where id = @id", [("@id", id)], then: () => _own?.TryRemove(id, out _));

    /// <inheritdoc cref="Forget(Work, string)"/>
    public void Forget(Work work) => work.Write("delete from fault_counts", [], then: Forget);

    /// <summary>Where the database's are gone already.</summary>
    public void Forget() => _own?.Clear();

    Count OwnOf(string id) => _own!.GetOrAdd(id, static _ => new());

    async Task<long> CountCallInDatabaseAsync(string id, bool strikes, CancellationToken ct) =>
        (await store.Database.ChangedAsync(
            """
            insert into fault_counts (id, calls, strikes) values (@id, 1, @strikes)
            on conflict (id) do update set calls = fault_counts.calls + 1, strikes = fault_counts.strikes + @strikes
            """,
            [("@id", id), ("@strikes", strikes ? 1L : 0L)],
            "calls",
            ("select calls from fault_counts where id = @id", [("@id", id)]),
            row => new Count { Calls = row.GetInt64(0) },
            ct))!.Calls;

    sealed class Count
    {
        public long Calls;
        public long Strikes;
    }
}
