using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.Local.Storage;

/// <summary>Runs one SQL statement on whichever database there is.</summary>
sealed class Database(DbDataSource source)
{
    /// <summary>Whether no other process can write here.</summary>
    public bool IsOurs => source is SqliteDataSource;

    public async Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var command = Bound(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(Heard(command, ct));
    }

    /// <summary>The first row, or null where there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
        where T : class
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var command = Bound(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(Heard(command, ct));
        return await reader.ReadAsync(ct) ? read(reader) : null;
    }

    public async Task<List<T>> AllAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var command = Bound(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(Heard(command, ct));
        List<T> rows = [];
        while (await reader.ReadAsync(ct))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>All or nothing.</summary>
    public async Task InTransactionAsync(IEnumerable<(string Sql, (string Name, object? Value)[] Parameters)> statements, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var (sql, parameters) in statements)
        {
            var command = Bound(connection, sql, parameters);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(ct);
            command.Transaction = null;
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>SQLite knows no waiting: to listen for a cancellation there would be work for nothing.</summary>
    static CancellationToken Heard(DbCommand command, CancellationToken ct) => command is SqliteCommand ? CancellationToken.None : ct;

    static DbCommand Bound(DbConnection connection, string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection is LentConnection sqlite ? sqlite.Prepared(sql) : Fresh(connection, sql);
        if (command.Parameters.Count == 0)
            foreach (var (name, _) in parameters)
                command.Parameters.Add(Named(command, name));

        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = Storable(parameters[i].Value);
        return command;
    }

    /// <summary>PostgreSQL refuses NUL in text; nothing of ours contains one, so what stands in its place must only not match.</summary>
    static object Storable(object? value) => value switch
    {
        null => DBNull.Value,
        string text when text.Contains('\0', StringComparison.Ordinal) => text.Replace('\0', '\uFFFD'),
        _ => value,
    };

    static DbCommand Fresh(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    static DbParameter Named(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        return parameter;
    }
}
