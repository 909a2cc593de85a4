namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>
/// What a real org was seen to answer, asked of the local one: the same status, the same members in the same order, the same kinds of
/// values.
/// </summary>
public class RecordedExchangeTests
{
    const string ApiToken = "00recorded-exchanges-token";

    [Fact]
    public async Task What_is_built_answers_as_a_real_org_was_recorded()
    {
        Assert.SkipWhen(RecordedExchange.All.Count == 0, "The recorded exchanges are kept beside the repository, and are not here.");
        List<string> differences = [], notBuilt = [];
        await using var org = await LocalOrg.StartAsync(
            new() { Seed = Seed, PublicUrl = "https://acme.okta.example" }, The.Ct);
        foreach (var recording in RecordedExchange.All.GroupBy(exchange => exchange.Source))
        {
            await org.ResetAsync(The.Ct);
            await PlayAsync(org, [.. recording], differences, notBuilt);
        }

        var unknown = differences.Where(difference => KnownDifferences.ReasonOf(difference) is null).Distinct().Order().ToList();
        foreach (
            var line in differences.Concat(notBuilt.Select(call => $"not built: {call}")).CountBy(line => line).OrderBy(line => line.Key))
            TestContext.Current.TestOutputHelper?.WriteLine($"{line.Value} x {line.Key} ({KnownDifferences.ReasonOf(line.Key)})");
        string.Join("\n", unknown).ShouldBeEmpty();
        KnownDifferences.All.Where(known => !differences.Exists(found => KnownDifferences.ReasonOf(found) == known.Why)).ShouldBeEmpty();
        notBuilt.Count.ShouldBe(NotBuilt);
    }

    [Fact]
    public void Every_known_difference_has_its_reason() =>
        KnownDifferences.All.ShouldAllBe(known => known.Why.Length > 20);

    /// <summary>Exchanges whose operation is of no use to a test of sign-in: custom roles, targets of roles, signing requests.</summary>
    const int NotBuilt = 30;

    static OrgSeed Seed => new()
    {
        OrgName = "acme", ApiTokens = [ApiToken], Groups = [OrgSeed.Default.Groups[0]],
        AuthorizationServers = [OrgSeed.Default.AuthorizationServers[0]],
    };

    static async Task PlayAsync(LocalOrg org, List<RecordedExchange> exchanges, List<string> differences, List<string> notBuilt)
    {
        using var http = new Browserless(org);
        Replay replay = new(http, ApiToken);
        foreach (var exchange in exchanges)
        {
            var answer = await replay.PlayAsync(exchange);
            if (answer.Status is 501)
                notBuilt.Add($"{exchange.Method} {exchange.Template}");
            else
                differences.AddRange(new Differences(exchange, replay.Ids).Of(answer));
        }
    }
}
