using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>A real SQLite database in memory that tells which statements it was given.</summary>
public sealed class CountedSqlite : DbDataSource
{
    readonly SqliteConnection _keeper;

    public CountedSqlite()
    {
        ConnectionString = $"Data Source={Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))};Mode=Memory;Cache=Shared";
        _keeper = new(ConnectionString);
        _keeper.Open();
    }

    public override string ConnectionString { get; }

    public ConcurrentQueue<string> Statements { get; } = [];

    protected override DbConnection CreateDbConnection() => new Connection(ConnectionString, Statements);

    protected override void Dispose(bool disposing)
    {
        _keeper.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await _keeper.DisposeAsync();
        await base.DisposeAsyncCore();
    }

    sealed class Connection(string connectionString, ConcurrentQueue<string> statements) : SqliteConnection(connectionString)
    {
        public override SqliteCommand CreateCommand() => new Command(this, statements) { Transaction = Transaction };
    }

    sealed class Command : SqliteCommand
    {
        readonly ConcurrentQueue<string> _statements;

        public Command(SqliteConnection connection, ConcurrentQueue<string> statements)
        {
            Connection = connection;
            _statements = statements;
        }

        // Whatever is executed comes through here.
        public override SqliteDataReader ExecuteReader(System.Data.CommandBehavior behavior)
        {
            _statements.Enqueue(CommandText);
            return base.ExecuteReader(behavior);
        }
    }
}
