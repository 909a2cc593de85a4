using Microsoft.Extensions.Time.Testing;
using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests;

/// <summary>Time stands still where an org is asked: how long a loaded machine takes is not the point.</summary>
public class CompletionTests(TheOrg org)
{
    [Theory]
    [InlineData("postern tok", "token")]
    [InlineData("/opt/postern/postern tok", "token")]
    [InlineData("postern -v tok", "token")]
    [InlineData("postern org st", "start")]
    [InlineData("postern completion ", "bash fish pwsh zsh")]
    [InlineData("postern token --output ", "claims env header json kubernetes raw")]
    [InlineData("postern token --output=h", "--output=header")]
    [InlineData("postern token -o cl", "claims")]
    [InlineData("postern token --use", "--username")]
    [InlineData("postern token --username 'max payne' --pass", "--password")]
    [InlineData("postern token --username ada --use", "")]
    [InlineData("postern token --factor pu", "push")]
    [InlineData("postern token --password f", "file:")]
    [InlineData("postern token --password k", "keyring:")]
    [InlineData("postern token --password env:SEC", "env:SECOND env:SECRET")]
    [InlineData("postern token --scopes openid,off", "openid,offline_access")]
    [InlineData("postern token --org https://dev-1.okta.com --username a", "")]
    [InlineData("postern org run -- npm te", "")]
    [InlineData("postern trace -- tok", "token")]
    [InlineData("postern trace --as cu", "curl")]
    [InlineData("postern mint --as j", "jmeter jsonl")]
    [InlineData("postern mint --limit auth", "authn= authorize=")]
    [InlineData("postern nonsense --", "--deadline --help --json --ledger --no-color --profile --quiet --silent --verbose --version")]
    [InlineData("postern token --org nonsense:// --scopes pho", "phone")]
    [InlineData("postern", "")]
    [InlineData("", "")]
    public async Task What_was_begun_is_gone_on_with(string typed, string candidates) => (await CompleteAsync(typed)).ShouldBe(candidates);

    [Fact]
    public async Task Commands_are_offered_before_flags()
    {
        var offered = (await CompleteAsync("postern ")).Split(' ');

        offered.ShouldContain("token");
        offered.ShouldContain("completion");
        offered.ShouldNotContain("--help");
    }

    [Fact]
    public async Task Each_candidate_says_what_it_is()
    {
        var said = await Run.Postern("[complete]", "postern disc");

        said.ShouldSucceed().Out.ShouldBe("discover\tShows an authorization server's metadata\n".ReplaceLineEndings());
    }

    [Theory]
    [InlineData("token --username ad", "ada@example.com")]
    [InlineData("token --auth-server aus1posternOrders005 --scopes orders:", "orders:read")]
    [InlineData("token --auth-server aus1", "aus1posternOrders005")]
    [InlineData("token --auth-server ", "org")]
    public async Task A_local_org_is_asked_for_its_users_and_scopes(string typed, string candidate) =>
        (await CompleteAsync($"postern {typed.Replace("token", $"token --org {org.Org.Url}", StringComparison.Ordinal)}"))
            .Split(' ').ShouldContain(candidate);

    [Theory]
    [InlineData("exam http://localhost:5000/orders --user ad")]
    [InlineData("org log --user ad")]
    [InlineData("ciba --login-hint ad")]
    public async Task Its_users_are_offered_wherever_one_is_named(string typed)
    {
        var run = new Run { Time = new FakeTimeProvider() }.With("OKTA_CLIENT_ORGURL", org.Org.Url);

        var said = await run.PosternAsync("[complete]", $"postern {typed}");

        said.ShouldSucceed().Out.Split('\n').Select(line => line.Split('\t')[0]).ShouldContain("ada@example.com");
    }

    [Theory]
    [InlineData("exec --set MINE=d", "MINE=dev MINE=dev-max")]
    [InlineData("serve --keep-file ", "dev= dev-max=")]
    [InlineData("token --profile dev-", "dev-max")]
    [InlineData("profile show d", "dev dev-max")]
    public async Task Profiles_are_offered_wherever_one_is_named(string typed, string candidates)
    {
        using Person person = new();
        person.Profiles("profiles: {dev: {org: 'https://dev-1.okta.com'}, dev-max: {inherits: dev}}");

        (await person.Run.PosternAsync("[complete]", $"postern {typed}")).ShouldSucceed()
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(candidates.Split(' '));
    }

    [Fact]
    public async Task The_apps_of_a_local_org_are_offered_by_their_ids()
    {
        var run = new Run { Time = new FakeTimeProvider() }.With("OKTA_CLIENT_ORGURL", org.Org.Url);

        var said = await run.PosternAsync("[complete]", "postern token --client-id ");

        said.ShouldSucceed().Out.Split('\n').Select(line => line.Split('\t')[0]).ShouldContain(org.Spa.ClientId);
    }

    [Fact]
    public async Task An_org_that_is_not_there_is_not_told_of()
    {
        var said = await Run.Postern("[complete]", "postern token --org http://127.0.0.1:9 --username ");

        said.ShouldSucceed();
        (said.Out + said.Error).ShouldBeEmpty();
    }

    static async Task<string> CompleteAsync(string typed)
    {
        var run = new Run { Time = new FakeTimeProvider(), Environment = { ["SECRET"] = "1", ["SECOND"] = "2" } };
        var said = (await run.PosternAsync("[complete]", typed)).ShouldSucceed();
        said.Error.ShouldBeEmpty();
        return string.Join(' ', said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
    }
}
