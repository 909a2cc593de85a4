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
        ConnectionString =
            "Data " +
            $"Source={Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))};Mode=Memory;Cache=Shared";
        _keeper = new(ConnectionString);
        _keeper.Open();
    }

    public override string ConnectionString { get; }

    public ConcurrentQueue<string> Statements { get; } = [];

    /// <summary>Called before each statement runs, and may hold it back.</summary>
    public Action<string>? Executing { get; set; }

    protected override DbConnection CreateDbConnection() => new Connection(ConnectionString, Execute);

    void Execute(string sql)
    {
        Statements.Enqueue(sql);
        Executing?.Invoke(sql);
    }

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

    sealed class Connection(string connectionString, Action<string> execute) : SqliteConnection(connectionString)
    {
        public override SqliteCommand CreateCommand() => new Command(this, execute) { Transaction = Transaction };
    }

    sealed class Command : SqliteCommand
    {
        readonly Action<string> _execute;

        public Command(SqliteConnection connection, Action<string> execute)
        {
            Connection = connection;
            _execute = execute;
        }

        // Whatever is executed comes through here.
        public override SqliteDataReader ExecuteReader(System.Data.CommandBehavior behavior)
        {
            _execute(CommandText);
            return base.ExecuteReader(behavior);
        }
    }
}
