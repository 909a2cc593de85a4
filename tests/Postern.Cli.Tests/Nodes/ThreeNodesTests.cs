namespace Postern.Cli.Tests.Nodes;

/// <summary>Three nodes behind nginx, and what happens to those who use them while nodes and their database come and go.</summary>
[Trait("Runs", "Last")]
public sealed class ThreeNodesTests : IClassFixture<ThreeNodes>
{
    readonly ThreeNodes _nodes;

    public ThreeNodesTests(ThreeNodes nodes)
    {
        Assert.SkipWhen(nodes.Missing is not null, nodes.Missing ?? "");
        _nodes = nodes;
    }

    [Fact]
    public async Task They_are_one_org_and_each_is_ready()
    {
        using var caller = new Caller(_nodes.Client());
        List<string> keys = [];
        for (var node = 0; node < 3; node++)
        {
            using var direct = new Caller(_nodes.Direct(node));
            (await direct.GetAsync("/health/ready")).Body.ShouldBe("""{"status":"ready"}""");
            keys.Add((await direct.GetAsync("/oauth2/default/v1/keys")).Body);
        }

        keys.Distinct().ShouldHaveSingleItem();
        (await caller.GetAsync("/oauth2/default/.well-known/openid-configuration")).Body.ShouldContain(
            "\"issuer\":\"http://okta.example.test/oauth2/default\"");
    }

    [Fact]
    public async Task A_rolling_restart_under_load_fails_nobody()
    {
        await using var load = await NodeLoad.StartAsync(_nodes);

        var said = await _nodes.RollAsync();
        await load.UntilAsync(4);

        load.Unwanted.ShouldBeEmpty();
        said.ShouldBe(string.Concat(_nodes.Places.Select(place => $"{place} is back.\n")));
    }

    [Fact]
    public async Task A_node_that_is_killed_loses_nothing_that_was_given_and_doubles_nothing()
    {
        using var caller = new Caller(_nodes.Client());
        NodeLoad load;
        await using (load = await NodeLoad.StartAsync(_nodes))
        {
            await load.UntilAsync(8);
            _nodes.Kill(_nodes.Places[1]);
            await load.UntilAsync(8);
            await _nodes.StartAgainAsync(_nodes.Places[1]);
            await load.UntilAsync(4);
        }

        // nginx says of a request whose node died that there was no answer; of no other is anything heard.
        load.Unwanted.ShouldAllBe(heard => heard.Status == 502);
        // Each caller was at most once with the node that died, and each worker of nginx finds out by itself that it is gone.
        load.Unwanted.Count.ShouldBeLessThan(20);
        foreach (var token in load.RefreshTokens)
            (await caller.RefreshAsync(token)).Status.ShouldBe(200);
        foreach (var code in load.Undecided)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => caller.RedeemAsync(code)));
            answers.Count(answer => answer.Status == 200).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public async Task While_the_database_restarts_they_say_later_in_the_orgs_own_shape_and_go_on_by_themselves()
    {
        NodeLoad load;
        TimeSpan recovered;
        await using (load = await NodeLoad.StartAsync(_nodes))
        {
            await load.UntilAsync(8);
            await _nodes.Postgres.RestartAsync();
            var back = TimeProvider.System.GetTimestamp();
            await load.UntilAsync(1);
            recovered = TimeProvider.System.GetElapsedTime(back);
            await load.UntilAsync(8);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{load.Unwanted.Count} were told to come later; the first was through {recovered.TotalMilliseconds:0} ms after the database " +
            "was back.");
        load.Unwanted.ShouldAllBe(heard => heard.SaysLater || heard.IsRedirectedLater);
        using var caller = new Caller(_nodes.Client());
        foreach (var token in load.RefreshTokens)
            (await caller.RefreshAsync(token)).Status.ShouldBe(200);
        // "Later" means that nothing has been done: what was to be spent is still good.
        foreach (var code in load.Undecided)
            (await caller.RedeemAsync(code)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("session token")]
    [InlineData("authorization code")]
    [InlineData("rotated refresh token")]
    [InlineData("state token")]
    [InlineData("one-time password")]
    [InlineData("device code")]
    [InlineData("recovery token")]
    [InlineData("pushed request")]
    [InlineData("sign-in page")]
    [InlineData("backchannel request")]
    [InlineData("client assertion")]
    [InlineData("bearer assertion")]
    [InlineData("DPoP proof")]
    [InlineData("activation token")]
    [InlineData("consent")]
    public async Task Of_a_hundred_who_redeem_one_thing_at_once_one_gets_what_it_buys(string what)
    {
        using var caller = new Caller(_nodes.Client());
        using var control = new Caller(_nodes.Direct(0));
        var (redeem, isBought) = await OneTimeThings.MakeAsync(what, caller, control);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => redeem()));

        answers.Select(answer => isBought(answer)).OfType<string>().Distinct().ShouldHaveSingleItem();
        answers.Count(answer => answer.Status >= 500).ShouldBe(0, string.Join('\n', answers.Where(answer => answer.Status >= 500)));
        // A refresh token that was rotated gives its successor again for half a minute, and the same to everybody.
        if (what is not "rotated refresh token")
            answers.Count(answer => isBought(answer) is not null).ShouldBe(1);
    }
}
