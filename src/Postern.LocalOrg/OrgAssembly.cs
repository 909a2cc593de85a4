using Microsoft.Data.Sqlite;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Opens an org's database, brings it up to date, seeds it where it is new, and puts the org together on it.</summary>
static class OrgAssembly
{
    /// <exception cref="IOException">What the database holds is a newer version's, or another application's.</exception>
    public static async Task<(OrgRooms Rooms, TestHandles Test)> OpenAsync(
        LocalOrgOptions options, SqliteDataSource? ownDatabase, bool isFork, CancellationToken ct)
    {
        try
        {
            var source = ownDatabase ?? options.DataSource!;
            var database = new Database(source is SqliteDataSource ? source : new RationedDataSource(source, options.MaxConnections));
            var shared = new SharedState(database);
            var clock = new OrgClock(options.Time, shared);
            var store = new OrgStore(database, clock);
            var directory = new OrgDirectory(store);
            await store.MigrateAsync(ct);
            await shared.LoadAsync(ct);
            await new EarlierOrg(store, directory).BringUpToDateAsync(ct);
            var wasSeeded = await Seeder.SeedAsync(store, directory, options.Seed, options.IsKept, ct);
            await new AgreedUrls(database, options).CheckAsync(ct);
            await shared.KeepAsync(directory.Kept, ct);
            var record = new RequestRecord(store, shared);
            var faults = new FaultScripts(store);
            TestHandles test = new(clock, new Outbox(store), faults, record)
            {
                States = new(store, options, faults, record), IsFork = isFork, WasSeeded = wasSeeded,
            };
            await shared.KeepAsync(test.Faults.Kept, ct);
            if (options.RecordsRequests)
                await record.StartAsync(ct);
            return (new OrgRooms(store, shared, directory, options, test), test);
        }
        catch (Exception failed)
        {
            if (ownDatabase is not null)
                await ownDatabase.DisposeAsync();
            if (failed is SqliteException fault && ownDatabase is not null)
                throw ownDatabase.Explain(fault);
            throw;
        }
    }
}
