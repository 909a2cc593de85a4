using System.Security.Cryptography;
using Npgsql;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>
/// A schema of its own in the PostgreSQL that the test command starts, whose tables a test may lock against the org; whoever waits for a
/// lock gives up soon.
/// </summary>
sealed class OwnPostgres : IAsyncDisposable
{
    readonly NpgsqlDataSource _admin;

    OwnPostgres(NpgsqlDataSource admin, string connectionString, string name)
    {
        (_admin, Name) = (admin, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = name,
            ApplicationName = name,
            Options = "-c lock_timeout=50",
        };
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string Name { get; }

    public NpgsqlConnectionStringBuilder ConnectionString { get; }

    /// <summary>For the org.</summary>
    public NpgsqlDataSource Source { get; }

    public static async Task<OwnPostgres> CreateAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable("POSTERN_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(connectionString), "POSTERN_TEST_POSTGRES names no PostgreSQL; ./test starts one.");
        var name = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        OwnPostgres own = new(NpgsqlDataSource.Create(connectionString), connectionString, name);
        await own.ExecuteAsync($"create schema {name}");
        return own;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(The.Ct);
    }

    /// <summary>As an administrator, a proxy or a restart ends them; returns once they are gone.</summary>
    public Task EndConnectionsAsync() => ExecuteAsync(
        $"select pg_terminate_backend(pid, 10000) from pg_stat_activity where application_name = '{Name}'");

    /// <summary>Nobody else reads or writes them until the lock is disposed.</summary>
    public async Task<IAsyncDisposable> LockAsync(params string[] tables)
    {
        var connection = await _admin.OpenConnectionAsync(The.Ct);
        await using var command = connection.CreateCommand();
        command.CommandText = $"begin; lock table {string.Join(", ", tables.Select(table => $"{Name}.{table}"))} in access exclusive mode";
        await command.ExecuteNonQueryAsync(The.Ct);
        return connection;
    }

    /// <summary>What is answered meanwhile.</summary>
    public async Task<Answer> WhileLockedAsync(string table, Func<Task<Answer>> ask)
    {
        await using (await LockAsync(table))
            return await ask();
    }

    public async Task<IAsyncDisposable> LockAllAsync()
    {
        List<string> tables = [];
        await using (var command = _admin.CreateCommand($"select tablename from pg_tables where schemaname = '{Name}'"))
        await using (var reader = await command.ExecuteReaderAsync(The.Ct))
            while (await reader.ReadAsync(The.Ct))
                tables.Add(reader.GetString(0));
        return await LockAsync([.. tables]);
    }

    /// <summary>Returns once so many of the org's statements wait for a lock.</summary>
    public async Task UntilWaitingAsync(int statements)
    {
        await using var command = _admin.CreateCommand(
            $"select count(*) from pg_stat_activity where application_name = '{Name}' and wait_event_type = 'Lock'");
        await Patience.UntilAsync(
            $"{statements} statements that wait for a lock", async () => (long)(await command.ExecuteScalarAsync(The.Ct))! == statements);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await ExecuteAsync($"drop schema {Name} cascade");
        await _admin.DisposeAsync();
    }
}
