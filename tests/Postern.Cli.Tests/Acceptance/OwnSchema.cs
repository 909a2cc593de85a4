using System.Security.Cryptography;
using Npgsql;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>A schema of its own in the PostgreSQL that the test command starts, for processes that share it.</summary>
sealed class OwnSchema : IAsyncDisposable
{
    readonly NpgsqlDataSource _admin;

    OwnSchema(NpgsqlDataSource admin, string connectionString)
    {
        _admin = admin;
        Name = "c" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        Server = new(connectionString);
    }

    public string Name { get; }

    public NpgsqlConnectionStringBuilder Server { get; }

    /// <summary>As <c>--database</c> takes it.</summary>
    public string Url => $"postgres://{Server.Username}@{Uri.EscapeDataString(Server.Host!)}/{Server.Database}?search_path={Name}";

    public static async Task<OwnSchema> CreateAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable("POSTERN_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(connectionString), "POSTERN_TEST_POSTGRES names no PostgreSQL; ./test starts one.");
        OwnSchema schema = new(NpgsqlDataSource.Create(connectionString), connectionString);
        await schema.ExecuteAsync($"create schema {schema.Name}");
        return schema;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync($"drop schema {Name} cascade");
        await _admin.DisposeAsync();
    }
}
