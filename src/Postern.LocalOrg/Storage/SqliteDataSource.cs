using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// One SQLite connection, lent to one caller at a time: an in-memory database lives and dies with it, and SQLite writes one at a time
/// anyway.
/// </summary>
sealed class SqliteDataSource : DbDataSource
{
    readonly LentConnection _connection;
    readonly DataFile? _file;

    SqliteDataSource(string connectionString, DataFile? file) => (_connection, _file) = (new(connectionString, file), file);

    public override string ConnectionString => _connection.ConnectionString;

    public bool IsInMemory => _file is null;

    public DataHolder Holder => _file?.Holder ?? DataHolder.Database;

    public static SqliteDataSource InMemory() => new("Data Source=:memory:;Pooling=False", file: null);

    public static SqliteDataSource File(string path)
    {
        var file = new DataFile(path);
        return new(file.ConnectionString, file);
    }

    /// <summary>What is wrong with its file, and what to do.</summary>
    public Exception Explain(SqliteException failed) => _file is null ? failed : _file.Explain(failed);

    protected override DbConnection CreateDbConnection() =>
        throw new NotSupportedException("Open a connection instead: the only one there is, is lent.");

    protected override DbConnection OpenDbConnection() => _connection.Lend();

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) =>
        _connection.LendAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _connection.CloseForGood();
        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        _connection.CloseForGood();
        return base.DisposeAsyncCore();
    }
}
