namespace Postern.LocalOrg.Tests.Attacks;

/// <summary>Refresh tokens that two hold: RFC 9700 section 4.14.2, as Okta does it (oidc.md 9.2).</summary>
public sealed class StolenRefreshTokenTests
{
    const string Offline = "openid%20offline_access";
    const string Unknown = "The refresh token is invalid or expired.";
    const string Inactive = """{"active":false}""";

    [Fact]
    [Trait("Proves", "RFC 9700 4.14.2 refresh token replay")]
    [Trait("Proves", "RFC 9700 2.2.2 refresh tokens of public clients")]
    public async Task Reuse_after_the_leeway_kills_the_newest_token_and_every_access_token_of_the_family()
    {
        await using var org = await ClockedOrg.StartAsync();
        var tokens = await org.Http.TokensAsync(scope: Offline);
        var successor = await org.Http.RefreshAsync(tokens.Text("refresh_token"));
        (await org.Http.IntrospectAsync(tokens.Text("access_token"))).Text("token_type").ShouldBe("Bearer");

        org.Advance(31);
        var reused = await org.Http.RefreshAsync(tokens.Text("refresh_token"));

        reused.ShouldBeError(400, "invalid_grant", Unknown);
        (await org.Http.RefreshAsync(successor.Text("refresh_token"))).ShouldBeError(400, "invalid_grant", Unknown);
        foreach (
            var dead in (string[])
            [
                tokens.Text("access_token"), successor.Text("access_token"), tokens.Text("refresh_token"), successor.Text("refresh_token"),
            ])
            (await org.Http.IntrospectAsync(dead)).Body.ShouldBe(Inactive);
        (
            await org.Http.GetAsync(
                "/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {successor.Text("access_token")}"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Reuse_leaves_other_families_alone()
    {
        await using var org = await ClockedOrg.StartAsync();
        var (stolen, other) = (await org.Http.TokensAsync(scope: Offline), await org.Http.TokensAsync(scope: Offline));
        await org.Http.RefreshAsync(stolen.Text("refresh_token"));

        org.Advance(31);
        await org.Http.RefreshAsync(stolen.Text("refresh_token"));

        (await org.Http.IntrospectAsync(other.Text("access_token"))).Body.ShouldStartWith("""{"active":true,""");
        (await org.Http.RefreshAsync(other.Text("refresh_token"))).Status.ShouldBe(200);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.14.2 refresh token replay")]
    public async Task A_token_two_rotations_old_is_reuse_even_within_the_leeway()
    {
        await using var org = await ClockedOrg.StartAsync();
        var first = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");
        var second = (await org.Http.RefreshAsync(first)).Text("refresh_token");
        var third = (await org.Http.RefreshAsync(second)).Text("refresh_token");

        var reused = await org.Http.RefreshAsync(first);

        reused.ShouldBeError(400, "invalid_grant", Unknown);
        (await org.Http.RefreshAsync(third)).ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    public async Task Without_leeway_a_rotated_token_is_dead_at_once()
    {
        await using var org = await ClockedOrg.StartAsync(The.Spa, app => app with { RefreshTokenLeeway = TimeSpan.Zero });
        var first = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");
        var second = (await org.Http.RefreshAsync(first)).Text("refresh_token");

        var reused = await org.Http.RefreshAsync(first);

        reused.ShouldBeError(400, "invalid_grant", Unknown);
        (await org.Http.RefreshAsync(second)).ShouldBeError(400, "invalid_grant", Unknown);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.14.2 refresh token replay")]
    public async Task Of_a_hundred_concurrent_refreshes_without_leeway_one_succeeds()
    {
        await using var org = await ClockedOrg.StartAsync(The.Spa, app => app with { RefreshTokenLeeway = TimeSpan.Zero });
        var token = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => org.Http.RefreshAsync(token)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Body.Contains(Unknown, StringComparison.Ordinal)).ShouldBe(99);
    }

    [Fact]
    public async Task A_hundred_concurrent_refreshes_within_the_leeway_all_get_the_same_successor()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => org.Http.RefreshAsync(token)));

        answers.ShouldAllBe(answer => answer.Status == 200);
        answers.Select(answer => answer.Text("refresh_token")).Distinct().ShouldHaveSingleItem().ShouldNotBe(token);
        answers.Select(answer => Jwt.Text(answer.Text("access_token"), "jti")).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public async Task A_code_used_twice_takes_down_the_refresh_token_that_it_gave()
    {
        await using var org = await ClockedOrg.StartAsync();
        var code = await org.Http.CodeAsync(clientId: The.Spa, scope: Offline);
        var tokens = await org.Http.RedeemAsync(code);
        var refreshed = await org.Http.RefreshAsync(tokens.Text("refresh_token"));

        await org.Http.RedeemAsync(code);

        (await org.Http.RefreshAsync(refreshed.Text("refresh_token"))).ShouldBeError(400, "invalid_grant", Unknown);
        foreach (var dead in (string[])[tokens.Text("access_token"), refreshed.Text("access_token"), refreshed.Text("refresh_token")])
            (await org.Http.IntrospectAsync(dead)).Body.ShouldBe(Inactive);
    }

    [Fact]
    public async Task Whoever_loses_the_race_for_a_code_takes_down_the_refresh_token_that_the_winner_got()
    {
        await using var org = await ClockedOrg.StartAsync();
        var code = await org.Http.CodeAsync(clientId: The.Spa, scope: Offline);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => org.Http.RedeemAsync(code)));
        var won = answers.Single(answer => answer.Status == 200);

        (await org.Http.RefreshAsync(won.Text("refresh_token"))).ShouldBeError(400, "invalid_grant", Unknown);
    }
}
