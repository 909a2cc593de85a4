using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.Local.Storage;

/// <summary>A SQLite connection that returns to its owner when it is disposed, and keeps what it has prepared.</summary>
sealed class LentConnection(string connectionString) : SqliteConnection(connectionString)
{
    readonly SemaphoreSlim _free = new(1, 1);
    readonly Dictionary<string, SqliteCommand> _prepared = [];
    bool _isClosing;

    public DbConnection Lend()
    {
        _free.Wait();
        return Opened();
    }

    public async ValueTask<DbConnection> LendAsync(CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        return Opened();
    }

    /// <summary>Preparing costs more than running most of our statements.</summary>
    public SqliteCommand Prepared(string sql)
    {
        if (_prepared.TryGetValue(sql, out var command))
            return command;

        command = CreateCommand();
        command.CommandText = sql;
        return _prepared[sql] = command;
    }

    public void CloseForGood()
    {
        if (_isClosing)
            return;

        _free.Wait();
        _isClosing = true;
        Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (_isClosing || !disposing)
            base.Dispose(disposing);
        else
            _free.Release();
    }

    LentConnection Opened()
    {
        if (State is System.Data.ConnectionState.Open)
            return this;

        try
        {
            Open();
            using var pragmas = CreateCommand();
            // Exclusive: a second org on the same file is told so, instead of answering from what it remembers.
            // A write-ahead log survives a crash of this process without a sync per statement.
            pragmas.CommandText = "pragma locking_mode = exclusive; pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory";
            pragmas.ExecuteNonQuery();
            return this;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }
}
