namespace Postern.LocalOrg.Tests.Faults;

/// <summary>Which requests a fault script strikes.</summary>
public sealed class FaultSelectionTests(FaultyOrg faulty) : IClassFixture<FaultyOrg>, IAsyncLifetime
{
    static readonly FaultScript Teapot = FaultScript.Answering(418);

    public async ValueTask InitializeAsync() => await faulty.Org.Faults.ClearAsync(The.Ct);

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("keys", true)]
    [InlineData("v1/keys", true)]
    [InlineData("KEYS", true)]
    [InlineData("/oauth2/*/v1/keys", true)]
    [InlineData("/oauth2/**", true)]
    [InlineData("/oauth2/def*/v1/keys", true)]
    [InlineData("**", true)]
    [InlineData("key", false)]
    [InlineData("eys", false)]
    [InlineData("/oauth2/v1/keys", false)]
    [InlineData("/oauth2/*/keys", false)]
    [InlineData("/oauth2/default/v1/key.", false)]
    [InlineData("(keys|", false)]
    public async Task By_endpoint(string pattern, bool strikes)
    {
        await AddAsync(Teapot with { Endpoint = pattern });

        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(strikes ? 418 : 200);
    }

    [Fact]
    public async Task By_method()
    {
        await AddAsync(Teapot with { Endpoint = "userinfo", Method = "post" });

        (await faulty.Http.GetAsync("/oauth2/default/v1/userinfo")).Status.ShouldBe(401);
        (await faulty.Http.PostFormAsync("/oauth2/default/v1/userinfo", "")).Status.ShouldBe(418);
    }

    [Fact]
    public async Task By_the_client_that_a_form_a_query_a_header_or_a_token_names()
    {
        var token = (await faulty.AskServiceAsync()).Text("access_token");
        await AddAsync(Teapot with { ClientId = The.Service });

        (await faulty.AskServiceAsync()).Status.ShouldBe(418);
        (await faulty.Http.IntrospectAsync("x", clientId: The.Service)).Status.ShouldBe(418);
        (await faulty.Http.GetAsync($"/oauth2/default/v1/authorize?client_id={The.Service}")).Status.ShouldBe(418);
        (await faulty.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {token}"))).Status.ShouldBe(418);
        (await faulty.Http.IntrospectAsync("x")).Status.ShouldBe(200);
        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task By_the_user_of_a_login_a_session_token_a_code_or_a_token()
    {
        var tokens = await faulty.Http.TokensAsync(scope: "openid%20offline_access");
        var code = await faulty.Http.CodeAsync(clientId: The.Spa);
        var sessionToken = await faulty.Http.SessionTokenAsync();
        var stateToken = (await faulty.Http.AuthenticateAsync("max@example.com")).Text("stateToken");
        await AddAsync(Teapot with { User = "Ada@Example.com" }, Teapot with { User = "max@example.com", Status = 451 });

        (await faulty.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(418);
        (await faulty.Http.GetAsync($"/oauth2/v1/authorize?{OAuth.AuthorizeQuery.Good}&sessionToken={sessionToken}")).Status.ShouldBe(418);
        (await faulty.Http.RedeemAsync(code)).Status.ShouldBe(418);
        (await faulty.Http.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(418);
        (await faulty.Http.IntrospectAsync(tokens.Text("access_token"))).Status.ShouldBe(418);
        (await faulty.Http.PostJsonAsync("/api/v1/authn", $$"""{"stateToken":"{{stateToken}}"}""")).Status.ShouldBe(451);
        (await faulty.Http.PostJsonAsync("/api/v1/authn", """{"username":"\ud800","password":"x"}""")).Status.ShouldBeLessThan(418);
        (await faulty.AskServiceAsync()).Status.ShouldBe(200);

        await faulty.Org.Faults.ClearAsync(The.Ct);
        (await faulty.Http.RedeemAsync(code)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(2, 3, "200 418 418 200")]
    [InlineData(null, 1, "418 200 200 200")]
    [InlineData(4, null, "200 200 200 418")]
    public async Task By_the_number_of_the_call(int? from, int? to, string statuses)
    {
        await AddAsync(Teapot with { Endpoint = "keys", FromCall = from, ToCall = to });

        List<int> seen = [];
        for (var i = 0; i < 4; i++)
            seen.Add((await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status);

        string.Join(' ', seen).ShouldBe(statuses);
        var counted = (await faulty.Org.Faults.AllAsync(The.Ct)).ShouldHaveSingleItem();
        (counted.Calls, counted.Strikes).ShouldBe((4, seen.Count(status => status == 418)));
    }

    [Fact]
    public async Task Of_any_number_of_calls_at_once_just_the_third_is_struck()
    {
        await AddAsync(Teapot with { Endpoint = "keys", FromCall = 3, ToCall = 3 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => faulty.Http.GetAsync("/oauth2/default/v1/keys")));

        answers.Count(answer => answer.Status == 418).ShouldBe(1);
        (await faulty.Org.Faults.AllAsync(The.Ct))[0].Calls.ShouldBe(24);
    }

    [Fact]
    public async Task By_chance_and_a_failing_run_fails_again()
    {
        async Task<string> RunAsync(int? seed)
        {
            var added = await faulty.Org.Faults.AddAsync(Teapot with { Id = "dice", Endpoint = "keys", Chance = 0.5, Seed = seed }, The.Ct);
            var run = "";
            for (var i = 0; i < 24; i++)
                run += (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status == 418 ? "x" : ".";
            return $"{added.Seed}:{run}";
        }

        var first = await RunAsync(null);
        var seed = int.Parse(first.Split(':')[0], System.Globalization.CultureInfo.InvariantCulture);

        (await RunAsync(seed)).ShouldBe(first);
        (await RunAsync(42)).ShouldBe(await RunAsync(42));
        (await RunAsync(42)).ShouldNotBe(await RunAsync(43));
        (await RunAsync(42)).ShouldContain("x");
    }

    [Fact]
    public async Task Never_what_ends_them()
    {
        await AddAsync(Teapot with { Endpoint = "**" });

        (await faulty.Http.GetAsync("/_postern/faults")).Status.ShouldBe(200);
        (await faulty.Http.SendAsync(HttpMethod.Delete, "/_postern/faults", null)).Body.ShouldBe("""{"faults":[]}""");
        (await faulty.Http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(200);
    }

    Task<IReadOnlyList<FaultScript>> AddAsync(params FaultScript[] scripts) => faulty.Org.Faults.AddAsync(scripts, The.Ct);
}
