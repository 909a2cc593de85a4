namespace Postern.LocalOrg.Tests.States;

/// <summary>Reset, snapshots and forks: an org's state as a whole.</summary>
public sealed class StateTests(Faults.FaultyOrg shared) : IClassFixture<Faults.FaultyOrg>, IAsyncLifetime
{
    LocalOrg Org => shared.Org;

    public async ValueTask InitializeAsync() => await Org.ResetAsync(The.Ct);

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_reset_brings_back_the_seed_and_nothing_of_before_is_good()
    {
        var before = await shared.Http.TokensAsync(scope: "openid%20offline_access");
        var (code, sessionToken) = (await shared.Http.CodeAsync(clientId: The.Spa), await shared.Http.SessionTokenAsync());
        var keys = (await shared.Http.GetAsync("/oauth2/v1/keys")).Body;
        await Org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
        await Org.Faults.AddAsync(FaultScript.Answering(500) with { Endpoint = "keys" }, The.Ct);

        var reset = await shared.Http.PostJsonAsync("/_postern/reset", "{}");

        reset.Status.ShouldBe(204, reset.Body);
        (await shared.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
        (await shared.Http.RedeemAsync(code)).ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
        (await shared.Http.RefreshAsync(before.Text("refresh_token"))).Status.ShouldBe(400);
        (await shared.Http.GetAsync($"/oauth2/default/v1/authorize?{OAuth.AuthorizeQuery.Good}&sessionToken={sessionToken}"))
            .Redirected("error").ShouldBe("login_required");
        (await shared.Http.GetAsync("/oauth2/v1/keys")).Body.ShouldBe(keys);
        (await Org.Faults.AllAsync(The.Ct)).ShouldBeEmpty();
        (await shared.Http.TokensAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_was_revoked_stays_so()
    {
        var token = (await shared.Http.TokensAsync()).Text("access_token");
        await shared.Http.PostFormAsync("/oauth2/default/v1/revoke", $"client_id={The.Spa}&token={token}");

        await Org.ResetAsync(The.Ct);

        (await shared.Http.IntrospectAsync(token)).Body.ShouldBe("""{"active":false}""");
    }

    [Fact]
    public async Task A_state_that_was_put_aside_is_brought_back_as_often_as_wanted()
    {
        var tokens = await shared.Http.TokensAsync(scope: "openid%20offline_access");
        var code = await shared.Http.CodeAsync(clientId: The.Spa);
        (await shared.Http.PostJsonAsync("/_postern/snapshots/signed%20in", "{}")).Status.ShouldBe(204);

        for (var i = 0; i < 2; i++)
        {
            (await shared.Http.RedeemAsync(code)).Status.ShouldBe(200);
            (await shared.Http.RedeemAsync(code)).Status.ShouldBe(400);
            await Org.SetUserStateAsync("ada@example.com", UserState.LockedOut, The.Ct);
            await Org.ResetAsync(The.Ct);
            (await shared.Http.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(400);

            (await shared.Http.PostJsonAsync("/_postern/snapshots/signed%20in/restore", "{}")).Status.ShouldBe(204);

            (await shared.Http.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(200);
        }

        (await Org.Snapshots.AllAsync(The.Ct)).Select(snapshot => snapshot.Name).ShouldContain("signed in");
        (await Org.Snapshots.DeleteAsync("signed in", The.Ct)).ShouldBeTrue();
        (await Org.Snapshots.DeleteAsync("signed in", The.Ct)).ShouldBeFalse();
        await Should.ThrowAsync<ArgumentException>(() => Org.Snapshots.RestoreAsync("signed in", The.Ct));
    }

    [Fact]
    public async Task A_snapshot_takes_the_place_of_another_of_its_name()
    {
        await Org.Snapshots.TakeAsync("same", The.Ct);
        await Org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
        await Org.Snapshots.TakeAsync("same", The.Ct);
        await Org.ResetAsync(The.Ct);

        await Org.Snapshots.RestoreAsync("same", The.Ct);

        (await shared.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(401);
        (await Org.Snapshots.AllAsync(The.Ct)).Count(snapshot => snapshot.Name == "same").ShouldBe(1);
    }

    [Fact]
    public async Task A_fork_has_the_state_and_keys_and_a_life_of_its_own()
    {
        var tokens = await shared.Http.TokensAsync(scope: "openid%20offline_access");
        Org.Clock.Advance(TimeSpan.FromSeconds(5));
        LocalOrg fork;
        await using (fork = await Org.ForkAsync(The.Ct))
        {
            using var http = new Browserless(fork);
            fork.Url.ShouldNotBe(Org.Url);
            fork.Clock.Ahead.ShouldBe(Org.Clock.Ahead);
            var refreshed = await http.RefreshAsync(tokens.Text("refresh_token"));
            refreshed.Status.ShouldBe(200, refreshed.Body);
            Jwt.Text(refreshed.Text("access_token"), "iss").ShouldBe($"{fork.Url}/oauth2/default");
            Jwt.HeaderText(refreshed.Text("access_token")).ShouldBe(Jwt.HeaderText(tokens.Text("access_token")));
            await fork.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
            (await http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(401);
        }

        (await shared.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_fork_from_outside_is_gone_when_it_is_ended()
    {
        var made = await shared.Http.PostJsonAsync("/_postern/forks", """{"lifetimeSeconds":600}""");
        using var http = new Browserless(new HttpClient { BaseAddress = new(made.Text("url")) });

        made.Status.ShouldBe(201, made.Body);
        (await http.GetAsync("/oauth2/default/v1/keys")).Status.ShouldBe(200);
        (await shared.Http.GetAsync("/_postern/forks")).Json.GetProperty("forks").GetArrayLength().ShouldBe(1);
        (await shared.Http.SendAsync(HttpMethod.Delete, $"/_postern/forks/{made.Text("id")}", null)).Status.ShouldBe(204);
        (await shared.Http.SendAsync(HttpMethod.Delete, $"/_postern/forks/{made.Text("id")}", null)).Text("detail")
            .ShouldBe("There is no fork of this id in this process: it was ended, or its time was over.");
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync("/oauth2/default/v1/keys"));
    }

    [Fact]
    public async Task A_fork_that_another_process_made_is_known_there_alone_and_that_is_said()
    {
        await using var other = await LocalOrg.StartAsync(new() { Seed = shared.Org.Seed }, The.Ct);
        using var there = new Browserless(new HttpClient { BaseAddress = new(other.Url) });
        var made = await there.PostJsonAsync("/_postern/forks", """{"lifetimeSeconds":600}""");

        var answer = await shared.Http.SendAsync(HttpMethod.Delete, $"/_postern/forks/{made.Text("id")}", null);

        answer.Status.ShouldBe(404);
        answer.Text("detail").ShouldEndWith("each knows its own forks alone: ask the one that made it.");
    }

    [Fact]
    public async Task A_fork_is_gone_after_its_life()
    {
        var made = await shared.Http.PostJsonAsync("/_postern/forks", """{"lifetimeSeconds":0.05}""");
        using var http = new Browserless(new HttpClient { BaseAddress = new(made.Text("url")) });

        await Patience.UntilAsync("the end of the fork", async () =>
        {
            try
            {
                await http.GetAsync("/robots");
                return false;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
    }

    [Theory]
    [InlineData("POST", "/_postern/reset", "", 415)]
    [InlineData("GET", "/_postern/reset", "", 405)]
    [InlineData("POST", "/_postern/snapshots/x", "", 415)]
    [InlineData("POST", "/_postern/snapshots/x/restore", "", 415)]
    [InlineData("POST", "/_postern/snapshots/none/restore", "{}", 404)]
    [InlineData("DELETE", "/_postern/snapshots/none", "", 404)]
    [InlineData("POST", "/_postern/forks", "", 415)]
    [InlineData("POST", "/_postern/forks", "{\"lifetimeSeconds\":0}", 400)]
    [InlineData("POST", "/_postern/forks", "{\"lifetimeSeconds\":\"long\"}", 400)]
    public async Task What_is_refused_is_a_problem_that_says_what_to_do(string method, string path, string body, int status)
    {
        var answer = await shared.Http.SendAsync(
            new(method), path, body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Members.ShouldBe(["title", "status", "detail"]);
    }

    [Fact]
    public async Task Two_processes_see_a_reset_and_a_restore_at_their_next_request()
    {
        await using var database = await Storage.OneDatabase.CreateAsync();
        var (first, second) = (await database.StartAsync(), await database.StartAsync());
        using var here = new Browserless(first);
        using var there = new Browserless(second);
        var tokens = await there.TokensAsync(scope: "openid%20offline_access");
        await first.Snapshots.TakeAsync("one", The.Ct);
        await first.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
        (await there.AuthenticateAsync("ada@example.com")).Status.ShouldBe(401);

        await here.PostJsonAsync("/_postern/reset", "{}");
        (await there.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
        (await there.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(400);
        await here.PostJsonAsync("/_postern/snapshots/one/restore", "{}");
        (await there.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(200);

        await using var fork = await second.ForkAsync(The.Ct);
        using var beside = new Browserless(fork);
        (await beside.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
        (await beside.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(200);
    }
}
