using System.Security.Cryptography;
using Npgsql;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>
/// A schema of its own in the PostgreSQL that the test command starts, and the orgs on it: each has a data source of its own, as each
/// process has.
/// </summary>
sealed class OneDatabase : IAsyncDisposable
{
    readonly NpgsqlDataSource _admin;
    readonly List<IAsyncDisposable> _used = [];
    string? _role;

    OneDatabase(NpgsqlDataSource admin, string connectionString, string schema)
    {
        (_admin, Schema) = (admin, schema);
        ConnectionString = new(connectionString) { SearchPath = schema, ApplicationName = schema };
    }

    public string Schema { get; }

    public NpgsqlConnectionStringBuilder ConnectionString { get; }

    public static async Task<OneDatabase> CreateAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable("POSTERN_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(connectionString), "POSTERN_TEST_POSTGRES names no PostgreSQL; ./test starts one.");
        OneDatabase database = new(
            NpgsqlDataSource.Create(connectionString), connectionString, "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        await database.ExecuteAsync($"create schema {database.Schema}");
        return database;
    }

    /// <summary>From now on the orgs come as somebody who may have so many connections in all.</summary>
    public async Task LimitConnectionsAsync(int most)
    {
        _role = Schema + "r";
        await ExecuteAsync($"create role {_role} login connection limit {most}; grant all on schema {Schema} to {_role}");
        ConnectionString.Username = _role;
    }

    /// <summary>The org in one process more.</summary>
    public async Task<LocalOrg> StartAsync(LocalOrgOptions? options = null)
    {
        var org = await LocalOrg.StartAsync((options ?? new()) with { DataSource = Source() }, The.Ct);
        lock (_used)
            _used.Add(org);
        return org;
    }

    public NpgsqlDataSource Source()
    {
        var source = NpgsqlDataSource.Create(ConnectionString);
        lock (_used)
            _used.Add(source);
        return source;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(The.Ct);
    }

    /// <summary>The one value that is asked for, as text.</summary>
    public async Task<string?> ValueAsync(string sql)
    {
        await using var connection = await _admin.OpenConnectionAsync(The.Ct);
        await using var command = new NpgsqlCommand($"set search_path to {Schema}; {sql}", connection);
        return (await command.ExecuteScalarAsync(The.Ct))?.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        // Orgs before their data sources.
        foreach (var used in Enumerable.Reverse(_used))
            await used.DisposeAsync();
        await ExecuteAsync($"drop schema {Schema} cascade");
        if (_role is not null)
            await ExecuteAsync($"drop role {_role}");
        await _admin.DisposeAsync();
    }
}
