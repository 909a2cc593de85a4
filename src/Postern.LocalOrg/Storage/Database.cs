using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// Runs one SQL statement on whichever database there is. SQLite's answer within microseconds and know no waiting: those are run where they
/// are asked for.
/// </summary>
sealed class Database(DbDataSource source)
{
    /// <summary>PostgreSQL's <c>unique_violation</c>.</summary>
    const string UniqueViolation = "23505";

    /// <summary>SQLite's <c>SQLITE_CONSTRAINT_UNIQUE</c> and <c>SQLITE_CONSTRAINT_PRIMARYKEY</c>.</summary>
    const int UniqueConstraint = 2067, PrimaryKeyConstraint = 1555;

    /// <summary>Whether no other process of the org's writes here.</summary>
    public bool IsAlone => source is SqliteDataSource;

    /// <summary>Whether nobody can ever ask it again once this process has ended.</summary>
    public bool IsGoneWithProcess => source is SqliteDataSource { IsInMemory: true };

    /// <summary>What was read of it and is remembered.</summary>
    public Memory Memory => field ??= new(IsAlone);

    public DataHolder Holder => source is SqliteDataSource own ? own.Holder : DataHolder.Database;

    /// <summary>For what needs one connection for more than a statement.</summary>
    public ValueTask<DbConnection> OpenAsync(CancellationToken ct) => source.OpenConnectionAsync(ct);

    /// <summary>What only reads, on one connection for more than a statement.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct) =>
        OnOneThatLivesAsync(read, static () => true, ct);

    public Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] parameters, CancellationToken ct)
    {
        return IsAlone
            ? Task.FromResult(Execute())
            : OnOneThatLivesAsync(connection => Bound(connection, sql, parameters).ExecuteNonQueryAsync(ct), static () => false, ct);

        int Execute()
        {
            using var connection = source.OpenConnection();
            return Bound(connection, sql, parameters).ExecuteNonQuery();
        }
    }

    /// <summary>The first row, or null where there is none.</summary>
    public Task<T?> FirstAsync<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
        where T : class
    {
        return IsAlone ? Task.FromResult(First(sql, parameters, read)) : OnOneThatLivesAsync(FirstOfAsync, () => OnlyReads(sql), ct);

        async Task<T?> FirstOfAsync(DbConnection connection)
        {
            await using var reader = await Bound(connection, sql, parameters).ExecuteReaderAsync(ct);
            return await reader.ReadAsync(ct) ? read(reader) : null;
        }
    }

    /// <inheritdoc cref="FirstAsync"/>
    public T? First<T>(string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read)
        where T : class
    {
        using var connection = source.OpenConnection();
        using var reader = Bound(connection, sql, parameters).ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    /// <summary>
    /// A change of one row, and what that has made of it, with nobody coming between. SQLite's own way of returning that makes a table for
    /// it first, which takes longer than to look.
    /// </summary>
    public Task<T?> ChangedAsync<T>(
        string change,
        (string Name, object? Value)[] parameters,
        string columns,
        (string Sql, (string Name, object? Value)[] Parameters) look,
        Func<DbDataReader, T> read,
        CancellationToken ct)
        where T : class
    {
        return IsAlone ? Task.FromResult(Changed()) : FirstAsync($"{change} returning {columns}", parameters, read, ct);

        T? Changed()
        {
            using var connection = source.OpenConnection();
            Bound(connection, change, parameters).ExecuteNonQuery();
            using var reader = Bound(connection, look.Sql, look.Parameters).ExecuteReader();
            return reader.Read() ? read(reader) : null;
        }
    }

    public Task<List<T>> AllAsync<T>(
        string sql, (string Name, object? Value)[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
    {
        return OnOneThatLivesAsync(AllOfAsync, () => OnlyReads(sql), ct);

        async Task<List<T>> AllOfAsync(DbConnection connection)
        {
            await using var reader = await Bound(connection, sql, parameters).ExecuteReaderAsync(ct);
            List<T> rows = [];
            while (await reader.ReadAsync(ct))
                rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>All or nothing.</summary>
    public Task InTransactionAsync(IEnumerable<(string Sql, (string Name, object? Value)[] Parameters)> statements, CancellationToken ct) =>
        CommitAsync([.. statements.Select(statement => new Change(statement.Sql, statement.Parameters))], ct);

    /// <summary>All of them, in their order; false where one found no row although it must, and then none.</summary>
    public Task<bool> CommitAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        if (changes.Count == 0)
            return Task.FromResult(true);

        return IsAlone ? Task.FromResult(Commit(changes)) : CommitElsewhereAsync(changes, ct);
    }

    bool Commit(IReadOnlyList<Change> changes)
    {
        using var connection = (LentConnection)source.OpenConnection();
        if (changes is [var only])
            return IsDone(only, Bound(connection, only.Sql, only.Parameters));

        connection.Begin();
        foreach (var change in changes)
            if (!IsDone(change, Bound(connection, change.Sql, change.Parameters)))
                return false; // what goes back with a transaction open is rolled back

        connection.Commit();
        return true;
    }

    Task<bool> CommitElsewhereAsync(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        if (changes is [var only])
            return OnOneThatLivesAsync(
                connection => IsDoneAsync(only, Bound(connection, only.Sql, only.Parameters), ct), static () => false, ct);

        var mayBeCommitted = false;
        return OnOneThatLivesAsync(CommitOnAsync, () => !mayBeCommitted, ct);

        async Task<bool> CommitOnAsync(DbConnection connection)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            foreach (var change in changes)
            {
                var command = Bound(connection, change.Sql, change.Parameters);
                command.Transaction = transaction;
                if (!await IsDoneAsync(change, command, ct))
                    return false; // disposing it rolls it back
            }

            mayBeCommitted = true;
            await transaction.CommitAsync(ct);
            return true;
        }
    }

    /// <summary>
    /// A connection that the server has ended lies in the pool like any other, and says so to whoever works with it next. Work that has
    /// certainly done nothing yet begins again, once, on one that gives a sign of life. A statement that writes and is committed with its
    /// answer does not: most often a read has found out before it, since each request begins with one.
    /// </summary>
    async Task<T> OnOneThatLivesAsync<T>(Func<DbConnection, Task<T>> work, Func<bool> hasDoneNothing, CancellationToken ct)
    {
        for (var isAgain = false; ; isAgain = true)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            try
            {
                return await work(connection);
            }
            catch (DbException gone) when (Outage.IsOfTheConnection(gone))
            {
                (source as RationedDataSource)?.Distrust();
                if (isAgain || !hasDoneNothing())
                    throw;
            }
        }
    }

    static bool OnlyReads(string sql) => sql.StartsWith("select ", StringComparison.Ordinal);

    static bool IsDone(Change change, DbCommand command)
    {
        try
        {
            return change.IsDone(command.ExecuteNonQuery());
        }
        catch (DbException taken) when (change.MustFind && IsTaken(taken))
        {
            return false;
        }
    }

    static async Task<bool> IsDoneAsync(Change change, DbCommand command, CancellationToken ct)
    {
        try
        {
            return change.IsDone(await command.ExecuteNonQueryAsync(ct));
        }
        catch (DbException taken) when (change.MustFind && IsTaken(taken))
        {
            return false;
        }
    }

    /// <summary>Somebody else has what is everybody's only once, such as a login: they were quicker.</summary>
    static bool IsTaken(DbException failed) =>
        failed.SqlState is UniqueViolation
        || failed is SqliteException { SqliteExtendedErrorCode: UniqueConstraint or PrimaryKeyConstraint };

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
