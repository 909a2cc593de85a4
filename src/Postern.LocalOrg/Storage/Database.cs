using System.Data.Common;

namespace Postern.LocalOrg.Storage;

/// <summary>Runs one SQL statement on whichever database there is. SQLite's answer within microseconds and know no waiting: those are run where they are asked for.</summary>
sealed class Database(DbDataSource source)
{
    /// <summary>Whether no other process can write here.</summary>
    public bool IsOurs => source is SqliteDataSource;

    public Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken ct)
    {
        return IsOurs ? Task.FromResult(Execute()) : ExecuteElsewhereAsync();

        int Execute()
        {
            using var connection = source.OpenConnection();
            return Bound(connection, sql, parameters).ExecuteNonQuery();
        }

        async Task<int> ExecuteElsewhereAsync()
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            return await Bound(connection, sql, parameters).ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>The first row, or null where there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
        where T : class
    {
        return IsOurs ? Task.FromResult(First()) : FirstElsewhereAsync();

        T? First()
        {
            using var connection = source.OpenConnection();
            using var reader = Bound(connection, sql, parameters).ExecuteReader();
            return reader.Read() ? read(reader) : null;
        }

        async Task<T?> FirstElsewhereAsync()
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var reader = await Bound(connection, sql, parameters).ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? read(reader) : null;
        }
    }

    public async Task<List<T>> AllAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var reader = await Bound(connection, sql, parameters).ExecuteReaderAsync(ct);
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
