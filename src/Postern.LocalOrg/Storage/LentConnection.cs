using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Postern.LocalOrg.Storage;

/// <summary>A SQLite connection that returns to its owner when it is disposed, and keeps what it has prepared.</summary>
sealed class LentConnection(string connectionString, DataFile? file) : SqliteConnection(connectionString)
{
    static readonly string[] Settings =
    [
        // Told now and not by a caller: that nothing can be written here.
        "begin immediate",
        "commit",
        // Others may read meanwhile, and make a copy. Survives a crash of this process without a sync per statement.
        "pragma journal_mode = wal",
        "pragma synchronous = normal",
        "pragma temp_store = memory",
    ];

    readonly SemaphoreSlim _free = new(1, 1);
    readonly Dictionary<string, SqliteCommand> _prepared = [];
    bool _isClosing;

    /// <summary>In memory, and empty.</summary>
    public bool IsNew => file is null && Prepared("select count(*) from sqlite_master").ExecuteScalar() is 0L;

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

    /// <summary>
    /// Statements of our own, not the provider's transaction: that one still counts itself as open where SQLite has rolled back by itself,
    /// as it does when the disk is full.
    /// </summary>
    public void Begin() => Prepared("begin immediate").ExecuteNonQuery();

    public void Commit() => Prepared("commit").ExecuteNonQuery();

    public void CloseForGood()
    {
        if (_isClosing)
            return;

        _free.Wait();
        _isClosing = true;
        Dispose();
        file?.Dispose();
        // Whoever waits, waits no longer.
        _free.Release();
    }

    protected override void Dispose(bool disposing)
    {
        if (_isClosing || !disposing)
            base.Dispose(disposing);
        else
            Return();
    }

    /// <summary>Whatever went wrong, the next one finds no transaction open.</summary>
    void Return()
    {
        try
        {
            if (State is System.Data.ConnectionState.Open && SQLitePCL.raw.sqlite3_get_autocommit(Handle) == 0)
                Prepared("rollback").ExecuteNonQuery();
        }
        finally
        {
            _free.Release();
        }
    }

    LentConnection Opened()
    {
        if (State is System.Data.ConnectionState.Open)
            return this;

        try
        {
            ObjectDisposedException.ThrowIf(_isClosing, this);
            Open();
            file?.Claim(this);
            using var command = CreateCommand();
            foreach (var sql in Settings)
            {
                // One by one: what fails behind a statement that returns a row goes unheard.
                command.CommandText = sql;
                command.ExecuteScalar();
            }

            return this;
        }
        catch
        {
            _free.Release();
            throw;
        }
    }
}
