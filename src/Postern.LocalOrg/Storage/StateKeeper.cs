using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// The state of an org as a whole: put aside under a name and brought back, copied into another database, or replaced by that of one.
/// Every process sees at its next request what was brought back.
/// </summary>
sealed class StateKeeper(OrgStore store)
{
    /// <summary>What was revoked stays so, and keys sign on: of a state that is put in this one's place these are not taken.</summary>
    static readonly string[] Staying = ["key_rotations", "revoked_tokens"];

    /// <summary>Makes up for what an earlier version had not written yet when it put a state aside.</summary>
    public Func<CancellationToken, Task>? BroughtBack { get; init; }

    /// <summary>Puts the state aside, in the place of what was put aside under that name.</summary>
    public async Task TakeAsync(string name, CancellationToken ct)
    {
        await using var connection = await store.Database.OpenAsync(ct);
        await using var transaction = await StateTables.BeginReadingAsync(connection, ct);
        var id = await DropAsync(connection, transaction, name, ct) ?? await NextIdAsync(connection, transaction, ct);
        foreach (var table in await StateTables.NamesAsync(connection, transaction, ct))
            await StateTables.ExecuteAsync(
                connection, transaction, $"create table {Aside(id, table)} as select * from {table}", ct);
        await using var note = StateTables.Command(
            connection,
            transaction,
            "insert into snapshots (name, id, taken_at) values (@name, @id, @now)",
            ("@name", name), ("@id", id), ("@now", store.Now));
        await note.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Brings back what was put aside. False: nothing was, under that name.</summary>
    public async Task<bool> BringBackAsync(string name, CancellationToken ct)
    {
        if (!await ReplaceByAsideAsync(name, ct))
            return false;
        if (BroughtBack is { } broughtBack)
            await broughtBack(ct);
        return true;
    }

    async Task<bool> ReplaceByAsideAsync(string name, CancellationToken ct)
    {
        await using var connection = await store.Database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await IdOfAsync(connection, transaction, name, ct) is not { } id)
            return false;

        foreach (var table in await StateTables.NamesAsync(connection, transaction, ct))
        {
            await StateTables.ExecuteAsync(connection, transaction, $"delete from {table}", ct);
            // By name: a newer version may have added columns since, and tables.
            if (await ColumnsOfAsync(connection, transaction, Aside(id, table), ct) is { Length: > 0 } columns)
                await StateTables.ExecuteAsync(
                    connection, transaction, $"insert into {table} ({columns}) select {columns} from {Aside(id, table)}", ct);
        }

        await CommitAsync(connection, transaction, ct);
        return true;
    }

    /// <summary>Forgets what was put aside. False: nothing was, under that name.</summary>
    public async Task<bool> ForgetAsync(string name, CancellationToken ct)
    {
        await using var connection = await store.Database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var isThere = await DropAsync(connection, transaction, name, ct) is not null;
        await transaction.CommitAsync(ct);
        return isThere;
    }

    public Task<List<(string Name, long TakenAt)>> AsideAsync(CancellationToken ct) => store.Database.AllAsync(
        "select name, taken_at from snapshots order by name", [], row => (row.GetString(0), row.GetInt64(1)), ct);

    /// <summary>Takes the other's state, but for keys and for what was revoked; and does what goes with that.</summary>
    public async Task ReplaceByAsync(Database other, IReadOnlyList<string> with, CancellationToken ct)
    {
        await using var source = await other.OpenAsync(ct);
        await using var reading = await StateTables.BeginReadingAsync(source, ct);
        await using var connection = await store.Database.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var table in (await StateTables.NamesAsync(source, reading, ct)).Except(Staying))
            await StateTables.ReplaceAsync((source, reading), (connection, transaction), table, ct);
        foreach (var sql in with)
            await StateTables.ExecuteAsync(connection, transaction, sql, ct);
        await CommitAsync(connection, transaction, ct);
    }

    /// <summary>All of it, keys and clock included, into a database of this process's memory, which holds nothing yet.</summary>
    public async Task CopyToAsync(SqliteDataSource memory, CancellationToken ct)
    {
        await using var target = await memory.OpenConnectionAsync(ct);
        await using var connection = await store.Database.OpenAsync(ct);
        if (connection is SqliteConnection own)
        {
            own.BackupDatabase((SqliteConnection)target);
            return;
        }

        await Migration.RunAsync(target, DataHolder.Database, ct);
        await using var reading = await StateTables.BeginReadingAsync(connection, ct);
        await using var writing = await target.BeginTransactionAsync(ct);
        foreach (var table in (await StateTables.NamesAsync(connection, reading, ct)).Concat(["shared_state", "signing_keys"]))
            await StateTables.ReplaceAsync((connection, reading), (target, writing), table, ct);
        await writing.CommitAsync(ct);
    }

    /// <summary>With word to every process, this one among them, that whatever it remembers is stale.</summary>
    async Task CommitAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var telling = SharedState.Telling(Memory.Everything.Name);
        await using var command = StateTables.Command(
            connection, transaction, telling.Sql, [.. telling.Parameters.Select(parameter => (parameter.Name, parameter.Value!))]);
        await command.ExecuteNonQueryAsync(ct);
        try
        {
            await transaction.CommitAsync(ct);
        }
        finally
        {
            store.Memory.Changed(Memory.Everything);
        }
    }

    /// <summary>Its id, where there was one.</summary>
    static async Task<long?> DropAsync(DbConnection connection, DbTransaction transaction, string name, CancellationToken ct)
    {
        if (await IdOfAsync(connection, transaction, name, ct) is not { } id)
            return null;

        foreach (var table in await StateTables.NamesAsync(connection, transaction, ct))
            await StateTables.ExecuteAsync(connection, transaction, $"drop table if exists {Aside(id, table)}", ct);
        await using var command = StateTables.Command(connection, transaction, "delete from snapshots where id = @id", ("@id", id));
        await command.ExecuteNonQueryAsync(ct);
        return id;
    }

    static async Task<long?> IdOfAsync(DbConnection connection, DbTransaction transaction, string name, CancellationToken ct) =>
        await StateTables.ReadAsync(
            StateTables.Command(connection, transaction, "select id from snapshots where name = @name", ("@name", name)),
            row => row.GetInt64(0),
            ct) is [var id] ? id : null;

    static async Task<long> NextIdAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct) =>
        (await StateTables.ReadAsync(
            StateTables.Command(connection, transaction, "select coalesce(max(id), 0) + 1 from snapshots"), row => row.GetInt64(0), ct))[0];

    /// <summary>Comma-separated; empty where there is no such table.</summary>
    static async Task<string> ColumnsOfAsync(DbConnection connection, DbTransaction transaction, string table, CancellationToken ct) =>
        string.Join(", ", await StateTables.ReadAsync(
            StateTables.Command(
                connection,
                transaction,
                StateTables.IsSqlite(connection)
                    ? "select name from pragma_table_info(@table)"
                    : "select column_name from information_schema.columns where table_schema = current_schema() and table_name = @table",
                ("@table", table)),
            row => row.GetString(0),
            ct));

    static string Aside(long id, string table) => $"{StateTables.SnapshotPrefix}{id}_{table}";
}
