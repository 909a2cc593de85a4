using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Puts other states in the place of an org's, and makes other orgs of its state.</summary>
sealed class OrgStates(OrgStore store, LocalOrgOptions options, FaultScripts faults, RequestRecord record) : IAsyncDisposable
{
    /// <summary>What a test has made on purpose goes with the state that it was made for.</summary>
    static readonly string[] WithAReset =
        ["delete from fault_counts", "delete from fault_scripts", "delete from recorded_requests"];

    /// <summary>A fork is one process's, under an address of its own.</summary>
    static readonly string[] WithAFork = [.. WithAReset, "delete from agreements", "delete from console_keys"];

    readonly StateKeeper _keeper = new(store)
    {
        BroughtBack = new EarlierUsers(store, new OrgDirectory(store)).BringUpToDateAsync,
    };

    /// <summary>Tables without rows: making them takes longer than all that a reset does with them.</summary>
    readonly Lazy<Task<SqliteDataSource>> _empty = new(MakeEmptyAsync);

    public OrgSnapshots Snapshots => field ??= new(_keeper);

    /// <summary>At any free port of its own, under that name, in memory.</summary>
    public static LocalOrgOptions OptionsOfFork(LocalOrgOptions options) => options with
    {
        Listeners = [],
        Port = 0,
        Name = null,
        PublicUrl = null,
        CustomUrl = null,
        DataFile = null,
        DataSource = null,
        DrainTime = TimeSpan.Zero,
        MovesOrg = false,
        RecordsRequests = false,
    };

    /// <summary>
    /// The seed becomes an org of its own first, in memory and by this org's clock, whose rows then take the place of these.
    /// </summary>
    public async Task ResetAsync(CancellationToken ct)
    {
        await using var memory = SqliteDataSource.InMemory();
        await new StateKeeper(new OrgStore(new(await _empty.Value), store.Time)).CopyToAsync(memory, ct);
        var pristine = new OrgStore(new(memory), store.Time);
        await Seeder.SeedAsync(pristine, new OrgDirectory(pristine), options.Seed, options.IsKept, ct);
        await _keeper.ReplaceByAsync(pristine.Database, WithAReset, ct);
        faults.Store.Counts.Forget();
        await record.ClearAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_empty.IsValueCreated)
            await (await _empty.Value).DisposeAsync();
    }

    static async Task<SqliteDataSource> MakeEmptyAsync()
    {
        var memory = SqliteDataSource.InMemory();
        await new OrgStore(new(memory), TimeProvider.System).MigrateAsync(CancellationToken.None);
        return memory;
    }

    /// <summary>A database of this process's memory, with all that this org's holds but for faults and the record.</summary>
    public async Task<SqliteDataSource> CopyAsync(CancellationToken ct)
    {
        var memory = SqliteDataSource.InMemory();
        try
        {
            await _keeper.CopyToAsync(memory, ct);
            await new Database(memory).InTransactionAsync([.. WithAFork.Select(sql => (sql, Array.Empty<(string, object?)>()))], ct);
            return memory;
        }
        catch
        {
            await memory.DisposeAsync();
            throw;
        }
    }
}
