using System.Data.Common;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What is begun again on another connection, and what is not, where the server ends the one that it was begun on.</summary>
public sealed class LostConnectionTests : IAsyncLifetime
{
    static readonly Change A = new("insert into things (name) values ('a')", []), B = new("insert into things (name) values ('b')", []);

    OwnPostgres _postgres = null!;
    RationedDataSource _source = null!;

    Database Database => new(_source);

    public async ValueTask InitializeAsync()
    {
        _postgres = await OwnPostgres.CreateAsync();
        _source = new RationedDataSource(_postgres.Source, 5);
        // A sequence counts what is rolled back as well.
        await _postgres.ExecuteAsync(
            $"""
            create table {_postgres.Name}.things (name text);
            create sequence {_postgres.Name}.tries;
            create function {_postgres.Name}.end_the_first() returns trigger language plpgsql as $$
            begin
                if nextval('{_postgres.Name}.tries') = 1 then
                    perform pg_terminate_backend(pg_backend_pid());
                    perform pg_sleep(60);
                end if;
                return new;
            end $$;
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_work_that_is_not_yet_committed_begins_again_and_is_done_once()
    {
        await EndTheFirstAsync($"trigger ending before insert on {_postgres.Name}.things for each row when (new.name = 'b')");

        (await Database.CommitAsync([A, B], The.Ct)).ShouldBeTrue();

        (await TriesAsync()).ShouldBe(2);
        (await NamesAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task A_work_that_may_be_committed_does_not_begin_again()
    {
        await EndTheFirstAsync(
            $"constraint trigger ending after insert on {_postgres.Name}.things deferrable initially deferred " +
            "for each row when (new.name = 'b')");

        await Should.ThrowAsync<DbException>(() => Database.CommitAsync([A, B], The.Ct));

        (await TriesAsync()).ShouldBe(1);
        (await NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_statement_that_writes_by_itself_does_not_begin_again()
    {
        await EndTheFirstAsync($"trigger ending before insert on {_postgres.Name}.things for each row");

        await Should.ThrowAsync<DbException>(() => Database.CommitAsync([A], The.Ct));

        (await TriesAsync()).ShouldBe(1);
        (await NamesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_only_reads_is_read_from_another()
    {
        await Database.CommitAsync([A, B], The.Ct);
        await _postgres.EndConnectionsAsync();

        (await NamesAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task After_one_was_found_gone_whoever_writes_gets_one_that_lives()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _source.OpenConnectionAsync(The.Ct).AsTask()));
        foreach (var connection in opened)
            await connection.DisposeAsync();
        await _postgres.EndConnectionsAsync();

        await NamesAsync();
        for (var i = 0; i < 5; i++)
            (await Database.CommitAsync([A], The.Ct)).ShouldBeTrue();

        (await NamesAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task The_clock_is_moved_whatever_became_of_the_connections()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await LocalOrg.StartAsync(new() { DataSource = postgres.Source }, The.Ct);
        await postgres.EndConnectionsAsync();

        org.Clock.Advance(TimeSpan.FromDays(1));

        org.Clock.GetUtcNow().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddHours(23));
    }

    Task EndTheFirstAsync(string trigger) =>
        _postgres.ExecuteAsync($"create {trigger} execute function {_postgres.Name}.end_the_first()");

    async Task<long> TriesAsync() =>
        (await Database.AllAsync("select last_value from tries", [], row => row.GetInt64(0), The.Ct)).Single();

    Task<List<string>> NamesAsync() => Database.AllAsync("select name from things order by name", [], row => row.GetString(0), The.Ct);
}
