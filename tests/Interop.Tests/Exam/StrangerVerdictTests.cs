using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Exam;

/// <summary>What Okta's own verifier for resource servers says of the broken tokens.</summary>
public sealed class StrangerVerdictTests(ExaminedOrg examined) : IClassFixture<ExaminedOrg>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// Scopes are for whoever uses it to check; and where there is no exp, it takes the token for one that does not expire.
    /// </summary>
    static readonly string[] NotItsOwn = ["withoutScope", "withoutExpiry"];

    [Fact]
    public async Task Oktas_verifier_takes_the_good_one_and_refuses_all_that_it_answers_for()
    {
        var tokens = new Dictionary<string, string[]> { ["good"] = [(await examined.Org.Tokens.ForgeAsync(ct: Ct)).Token] };
        foreach (var flaw in TokenFlaws.All)
        {
            var forged = await examined.Org.Tokens.ForgeAsync(new() { Flaw = flaw.Flaw }, Ct);
            tokens[flaw.Name] = [forged.Token, .. forged.Variants];
        }

        var said = await Stranger.AskAsync(
            "jwt-verifier-flaws.mjs",
            new()
            {
                ["issuer"] = examined.Org.IssuerOf("default"), ["audience"] = "api://default",
                ["tokens"] = JsonSerializer.Serialize(tokens),
            });

        var taken = said.EnumerateObject().Where(flaw => flaw.Value.EnumerateArray().Any(verdict => verdict.GetString() is "taken"))
            .Select(flaw => flaw.Name).ToList();
        var may = TokenFlaws.All.Where(flaw => !flaw.MustBeRefused).Select(flaw => flaw.Name);
        taken.ShouldContain("good");
        taken.Except([.. may, .. NotItsOwn, "good"]).ShouldBeEmpty(said.ToString());
    }
}
