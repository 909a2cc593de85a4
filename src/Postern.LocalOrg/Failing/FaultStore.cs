using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Failing;

/// <summary>Fault scripts, and how often each was met and struck, counted by all processes together.</summary>
sealed class FaultStore(OrgStore store)
{
    static readonly Kind Scripts = new("fault_scripts");

    readonly Collection<FaultScript> _scripts = new(
        store, new("fault_scripts", Scripts), FaultsJson.Default.FaultScript, script => script.Id!);

    public Stamp Stamp => store.Memory.StampOf(Scripts);

    public ValueTask<IReadOnlyList<FaultScript>> AllAsync(CancellationToken ct) => _scripts.AllAsync(ct);

    /// <summary>In the place of one of the same id, whose counts go with it.</summary>
    public Task PutAsync(IReadOnlyList<FaultScript> scripts, CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            foreach (var script in scripts)
            {
                Remove(work, script.Id!);
                _scripts.Add(work, script);
            }

            return Task.CompletedTask;
        },
        ct);

    public async Task<bool> RemoveAsync(string id, CancellationToken ct)
    {
        var isThere = (await _scripts.AllAsync(ct)).Any(script => script.Id == id);
        await store.InOneWorkAsync(
            work =>
            {
                Remove(work, id);
                return Task.CompletedTask;
            },
            ct);
        return isThere;
    }

    public Task ClearAsync(CancellationToken ct) => store.InOneWorkAsync(
        work =>
        {
            work.Write("delete from fault_counts", []);
            work.Write("delete from fault_scripts", [], kind: Scripts);
            return Task.CompletedTask;
        },
        ct);

    /// <summary>The number of this call among those that match, and where it is known to strike that it does.</summary>
    public async Task<long> CountCallAsync(string id, bool strikes, CancellationToken ct) =>
        (await store.Database.ChangedAsync(
            """
            insert into fault_counts (id, calls, strikes) values (@id, 1, @strikes)
            on conflict (id) do update set calls = fault_counts.calls + 1, strikes = fault_counts.strikes + @strikes
            """,
            [("@id", id), ("@strikes", strikes ? 1L : 0L)],
            "calls",
            ("select calls from fault_counts where id = @id", [("@id", id)]),
            row => new Count(row.GetInt64(0), 0),
            ct))!.Calls;

    public Task CountStrikeAsync(string id, CancellationToken ct) =>
        store.Database.ExecuteAsync("update fault_counts set strikes = strikes + 1 where id = @id", [("@id", id)], ct);

    public async Task<(long Calls, long Strikes)> CountsOfAsync(string id, CancellationToken ct) =>
        await store.Database.FirstAsync(
            "select calls, strikes from fault_counts where id = @id",
            [("@id", id)],
            row => new Count(row.GetInt64(0), row.GetInt64(1)),
            ct) is { } count ? (count.Calls, count.Strikes) : (0, 0);

    static void Remove(Work work, string id)
    {
        work.Write("delete from fault_counts where id = @id", [("@id", id)]);
        work.Write("delete from fault_scripts where id = @id", [("@id", id)], kind: Scripts);
    }

    sealed record Count(long Calls, long Strikes);
}
