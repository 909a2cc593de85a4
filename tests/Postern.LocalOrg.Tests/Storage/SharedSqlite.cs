using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>
/// A SQLite file that an org has through a data source of the caller's, so that others may open it too. Whoever waits for a lock gives up
/// after a second.
/// </summary>
sealed class SharedSqlite : DbDataSource
{
    readonly string _folder = System.IO.Directory.CreateTempSubdirectory("postern-").FullName;

    SharedSqlite() =>
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(_folder, "org.db"),
            Pooling = false,
            DefaultTimeout = 1,
        }.ConnectionString;

    public override string ConnectionString { get; }

    public static SharedSqlite Create() => new();

    /// <summary>Nobody else writes until the lock is disposed.</summary>
    public async Task<IAsyncDisposable> LockAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "begin immediate";
        await command.ExecuteNonQueryAsync(The.Ct);
        return connection;
    }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            Remove();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        Remove();
    }

    void Remove()
    {
        if (System.IO.Directory.Exists(_folder))
            System.IO.Directory.Delete(_folder, recursive: true);
    }
}
