using System.Data.Common;
using Npgsql;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>The contract on a real PostgreSQL, which the test command starts.</summary>
public sealed class PostgresTests : StorageContract
{
    const string Variable = "POSTERN_TEST_POSTGRES";

    readonly string _schema = "t" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));

    private protected override async Task<DbDataSource> CreateAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(connectionString), $"{Variable} names no PostgreSQL; ./test starts one.");
        await using (var setup = NpgsqlDataSource.Create(connectionString))
            await ExecuteAsync(setup, $"create schema {_schema}");
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = _schema, MaxPoolSize = 20 });
    }

    private protected override async Task DropAsync(DbDataSource source)
    {
        if (source is null)
            return;

        await ExecuteAsync(source, $"drop schema {_schema} cascade");
        await base.DropAsync(source);
    }

    static async Task ExecuteAsync(DbDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
