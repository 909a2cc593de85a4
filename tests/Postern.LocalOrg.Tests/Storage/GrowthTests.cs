using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What must not read every user or every refresh token, however many there are: SQLite's own plans say so.</summary>
public sealed class GrowthTests
{
    [Fact]
    public async Task A_short_name_is_found_without_reading_every_user()
    {
        var plans = await PlansAsync(
            store => new AllStores(store).Credentials.FindCredentialsByShortNameAsync("ada", TestContext.Current.CancellationToken));

        plans.ShouldHaveSingleItem().ShouldStartWith("SEARCH users USING INDEX");
    }

    [Fact]
    public async Task A_sweep_reads_no_refresh_token_that_lives_on()
    {
        var plans = await PlansAsync(store => store.ForgetExpiredAsync(TestContext.Current.CancellationToken));

        plans.Where(plan => plan.Contains(" refresh_tokens", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldStartWith("SEARCH refresh_tokens USING");
    }

    /// <summary>How SQLite goes about the statements that were run.</summary>
    static async Task<List<string>> PlansAsync(Func<OrgStore, Task> run)
    {
        await using var source = new CountedSqlite();
        var store = new OrgStore(new(source), TimeProvider.System);
        await store.MigrateAsync(TestContext.Current.CancellationToken);
        source.Statements.Clear();
        await run(store);

        await using var connection = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        List<string> plans = [];
        foreach (var statement in source.Statements.ToArray())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "explain query plan " + statement;
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                plans.Add(reader.GetString(3));
        }
        return plans;
    }
}
