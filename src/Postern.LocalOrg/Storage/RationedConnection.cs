using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>A connection that gives its place in the ration back once it is closed for good.</summary>
sealed class RationedConnection(DbConnection inner, SemaphoreSlim free) : DbConnection
{
    bool _isReturned;

    public bool IsSqlite => inner is SqliteConnection;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => inner.ConnectionString = value;
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => inner.ChangeDatabase(databaseName);

    public override async ValueTask DisposeAsync()
    {
        if (!_isReturned)
        {
            _isReturned = true;
            try
            {
                await inner.DisposeAsync();
            }
            finally
            {
                free.Release();
            }
        }

        await base.DisposeAsync();
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => inner.BeginTransaction(isolationLevel);

    protected override ValueTask<DbTransaction> BeginDbTransactionAsync(
        IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        inner.BeginTransactionAsync(isolationLevel, cancellationToken);

    protected override DbCommand CreateDbCommand() => inner.CreateCommand();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isReturned)
        {
            _isReturned = true;
            try
            {
                inner.Dispose();
            }
            finally
            {
                free.Release();
            }
        }

        base.Dispose(disposing);
    }
}
