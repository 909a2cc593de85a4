using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What is remembered where other processes write too, and for how long.</summary>
public sealed class MemoryTests : IAsyncLifetime
{
    readonly CountedSqlite _source = new();
    Process _here = null!;
    Process _there = null!;

    public async ValueTask InitializeAsync()
    {
        (_here, _there) = (new(_source), new(_source));
        await _here.Store.MigrateAsync(The.Ct);
        await Seeder.SeedAsync(_here.Store, _here.Directory, OrgSeed.Default, isKept: false, The.Ct);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task An_app_is_read_once_for_however_many_requests_until_another_process_changes_one()
    {
        (await NameAsync()).ShouldBe(("Demo SPA", 1));
        (await NameAsync()).ShouldBe(("Demo SPA", 0));

        await RenameAsync("Renamed");

        (await NameAsync()).ShouldBe(("Renamed", 1));
        (await NameAsync()).ShouldBe(("Renamed", 0));
    }

    [Fact]
    public async Task What_changes_while_it_is_being_read_is_not_kept()
    {
        _source.Executing = sql =>
        {
            if (!sql.StartsWith("select document from apps", StringComparison.Ordinal))
                return;

            _source.Executing = null;
            _here.Store.Memory.Changed(new("apps"));
        };

        (await NameAsync()).Reads.ShouldBe(1);

        (await NameAsync()).Reads.ShouldBe(1);
        (await NameAsync()).Reads.ShouldBe(0);
    }

    [Fact]
    public async Task A_change_of_something_else_takes_nothing_away()
    {
        await NameAsync();

        await _there.Store.InOneWorkAsync(
            async work =>
            {
                var before = (await _there.Directory.Groups.FindToChangeAsync(The.Testers, The.Ct))!;
                _there.Directory.Groups.Change(work, before, before.Document with { Name = "Examiners" });
            },
            The.Ct);

        (await NameAsync()).ShouldBe(("Demo SPA", 0));
    }

    /// <summary>As a request of the one process finds it, and how often the table was read for that.</summary>
    async Task<(string Name, int Reads)> NameAsync()
    {
        await _here.Shared.RefreshAsync();
        _source.Statements.Clear();
        var app = (await _here.Directory.FindAppAsync(The.Spa, The.Ct)).ShouldNotBeNull();
        return (app.Name, _source.Statements.Count(sql => sql.Contains("from apps", StringComparison.Ordinal)));
    }

    Task RenameAsync(string name) => _there.Store.InOneWorkAsync(
        async work =>
        {
            var before = (await _there.Directory.Apps.FindToChangeAsync(The.Spa, The.Ct))!;
            _there.Directory.Apps.Change(work, before, before.Document with { Name = name });
        },
        The.Ct);

    /// <summary>One of several on a database.</summary>
    sealed class Process
    {
        public Process(CountedSqlite source)
        {
            var database = new Database(source);
            Store = new(database, TimeProvider.System);
            Directory = new(Store);
            Shared = new(database);
        }

        public OrgStore Store { get; }

        public OrgDirectory Directory { get; }

        public SharedState Shared { get; }
    }
}
