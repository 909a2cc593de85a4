using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// The tables that an org's state lies in, whatever they mean: those of the database but for a few. What is added to the schema later is
/// among them by itself.
/// </summary>
static class StateTables
{
    public const string SnapshotPrefix = "snapshot_";

    /// <summary>
    /// The schema and what processes share, keys that are made once and stay, and what a test has in its hands: none of it is the org's
    /// state.
    /// </summary>
    static readonly string[] Others =
    [
        "schema_version", "shared_state", "agreements", "signing_keys", "snapshots", "fault_scripts", "fault_counts", "recorded_requests",
        "record_numbers", "coverage", "console_keys",
    ];

    /// <summary>More parameters than these go into no statement.</summary>
    const int MostParameters = 900;

    public static async Task<IReadOnlyList<string>> NamesAsync(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        var names = await ReadAsync(
            Command(
                connection,
                transaction,
                IsSqlite(connection)
                    ? "select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!' order by name"
                    : "select table_name from information_schema.tables where table_schema = current_schema() order by table_name"),
            row => row.GetString(0),
            ct);
        return [.. names.Where(name => !Others.Contains(name) && !name.StartsWith(SnapshotPrefix, StringComparison.Ordinal))];
    }

    /// <summary>Takes the place of whatever the table held.</summary>
    public static async Task ReplaceAsync(
        (DbConnection Connection, DbTransaction Transaction) from,
        (DbConnection Connection, DbTransaction Transaction) to,
        string table,
        CancellationToken ct)
    {
        await ExecuteAsync(to.Connection, to.Transaction, $"delete from {table}", ct);
        await using var reading = Command(from.Connection, from.Transaction, $"select * from {table}");
        await using var rows = await reading.ExecuteReaderAsync(ct);
        string[] columns = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
        var most = Math.Max(1, MostParameters / columns.Length);
        List<object[]> waiting = [];
        while (await rows.ReadAsync(ct))
        {
            var values = new object[columns.Length];
            rows.GetValues(values);
            waiting.Add(values);
            if (waiting.Count == most)
                await InsertAsync(to.Connection, to.Transaction, table, columns, waiting, ct);
        }

        await InsertAsync(to.Connection, to.Transaction, table, columns, waiting, ct);
    }

    public static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, CancellationToken ct)
    {
        await using var command = Command(connection, transaction, sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<List<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            List<T> rows = [];
            while (await reader.ReadAsync(ct))
                rows.Add(read(reader));
            return rows;
        }
    }

    public static DbCommand Command(
        DbConnection connection, DbTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
            Add(command, name, value);
        return command;
    }

    /// <summary>All that is read in it is as it was at one moment.</summary>
    public static ValueTask<DbTransaction> BeginReadingAsync(DbConnection connection, CancellationToken ct) =>
        connection.BeginTransactionAsync(IsSqlite(connection) ? IsolationLevel.Serializable : IsolationLevel.RepeatableRead, ct);

    public static bool IsSqlite(DbConnection connection) => connection is SqliteConnection or RationedConnection { IsSqlite: true };

    static async Task InsertAsync(
        DbConnection connection, DbTransaction transaction, string table, string[] columns, List<object[]> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;

        var places = rows.Select(
            (_, row) => $"({string.Join(", ", columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@p{row}_{i}")))})");
        await using var command = Command(
            connection, transaction, $"insert into {table} ({string.Join(", ", columns)}) values {string.Join(", ", places)}");
        foreach (var (row, values) in rows.Index())
            foreach (var (i, value) in values.Index())
                Add(command, string.Create(CultureInfo.InvariantCulture, $"@p{row}_{i}"), value);
        await command.ExecuteNonQueryAsync(ct);
        rows.Clear();
    }

    static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
