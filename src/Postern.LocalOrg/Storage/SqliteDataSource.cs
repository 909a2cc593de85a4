using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>One SQLite connection, lent to one caller at a time: an in-memory database lives and dies with it, and SQLite writes one at a time anyway.</summary>
sealed class SqliteDataSource : DbDataSource
{
    readonly LentConnection _connection;

    SqliteDataSource(string connectionString) => _connection = new(connectionString);

    public override string ConnectionString => _connection.ConnectionString;

    public static SqliteDataSource InMemory() => new("Data Source=:memory:;Pooling=False");

    public static SqliteDataSource File(string path)
    {
        CreatePrivately(path);
        return new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 2 }.ConnectionString);
    }

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

    /// <summary>It holds signing keys and password hashes: nobody else on the machine may read it, not even before its first byte.</summary>
    static void CreatePrivately(string path)
    {
        if (OperatingSystem.IsWindows() || System.IO.File.Exists(path))
            return;

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        new FileStream(path, options).Dispose();
    }
}
