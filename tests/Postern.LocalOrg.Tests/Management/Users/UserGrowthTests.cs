using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Management.Users;

/// <summary>What must not read every user, however many there are: SQLite's own plans say so.</summary>
public sealed class UserGrowthTests
{
    [Theory]
    [InlineData("profile.department eq \"x\" and profile.city eq \"y\"")]
    [InlineData("profile.department eq \"x\" or profile.login sw \"y\"")]
    [InlineData("status eq \"SUSPENDED\" and profile.city eq \"y\"")]
    [InlineData("lastUpdated gt \"2026-01-01T00:00:00.000Z\"")]
    public async Task A_search_reads_whom_the_index_names(string search)
    {
        var plans = await PlansAsync(async store =>
        {
            UserRecords records = new(store);
            var ids = await new UserCandidates(records).OfAsync(Query.Parse(search), The.Ct);
            await records.AmongAsync(ids.ShouldNotBeNull(), "", 201, The.Ct);
        });

        plans.ShouldNotBeEmpty();
        plans.Where(plan => plan.StartsWith("SCAN users", StringComparison.Ordinal)
            || plan.StartsWith("SCAN user_attributes", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_of_members_reads_no_others()
    {
        var plans = await PlansAsync(store => new UserRecords(store).MembersAsync("00g", "", 1001, The.Ct));

        plans.ShouldContain(plan => plan.StartsWith("SEARCH group_members USING PRIMARY KEY", StringComparison.Ordinal));
        plans.Where(plan => plan.StartsWith("SCAN users", StringComparison.Ordinal)
            || plan.Contains("TEMP B-TREE", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>How SQLite goes about the statements that were run.</summary>
    static async Task<List<string>> PlansAsync(Func<OrgStore, Task> run)
    {
        await using var source = new CountedSqlite();
        OrgStore store = new(new(source), TimeProvider.System);
        await store.MigrateAsync(The.Ct);
        source.Statements.Clear();
        await run(store);

        await using var connection = await source.OpenConnectionAsync(The.Ct);
        List<string> plans = [];
        foreach (var statement in source.Statements.ToArray())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "explain query plan " + statement;
            await using var reader = await command.ExecuteReaderAsync(The.Ct);
            while (await reader.ReadAsync(The.Ct))
                plans.Add(reader.GetString(3));
        }

        return plans;
    }
}
