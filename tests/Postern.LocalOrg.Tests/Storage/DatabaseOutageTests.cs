using System.Security.Cryptography;
using Npgsql;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>An org whose PostgreSQL goes away for a moment.</summary>
public sealed class DatabaseOutageTests
{
    [Fact]
    public async Task Callers_hear_that_it_is_for_a_moment_and_it_is()
    {
        var connectionString = Environment.GetEnvironmentVariable("POSTERN_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(connectionString), "POSTERN_TEST_POSTGRES names no PostgreSQL; ./test starts one.");
        var name = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await using var admin = NpgsqlDataSource.Create(connectionString);
        await ExecuteAsync(admin, $"create schema {name}");
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = name, ApplicationName = name });
        await using (var org = await LocalOrg.StartAsync(new() { DataSource = database }, The.Ct))
        {
            using var http = new Browserless(org);
            await http.TokensAsync();

            await ExecuteAsync(admin, $"select pg_terminate_backend(pid) from pg_stat_activity where application_name = '{name}'");
            var first = await http.GetAsync("/oauth2/default/v1/keys");
            var later = await UntilAnsweredAsync(http);

            first.ShouldBeError(400, "temporarily_unavailable", "The authorization server is currently unable to handle the request due to a temporary overloading or maintenance of the server.");
            later.Status.ShouldBe(200);
        }

        await ExecuteAsync(admin, $"drop schema {name} cascade");
    }

    /// <summary>Each connection that was lost is noticed once.</summary>
    static async Task<Answer> UntilAnsweredAsync(Browserless http)
    {
        for (var connection = 0; ; connection++)
            if (await http.GetAsync("/oauth2/default/v1/keys") is var answer && (answer.Status is 200 || connection == 100))
                return answer;
    }

    static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(The.Ct);
    }
}
