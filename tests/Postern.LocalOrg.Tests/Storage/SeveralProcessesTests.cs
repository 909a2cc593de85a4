using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>What belongs to the org and not to a process of it, seen from two on one PostgreSQL.</summary>
public sealed class SeveralProcessesTests : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new(The.Now);
    OneDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await OneDatabase.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_clock_moved_through_one_process_is_seen_by_the_next_request_to_the_other()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        var token = (await there.Http.TokensAsync()).Text("access_token");

        (await there.Http.IntrospectAsync(token)).Body.ShouldContain("\"active\":true");
        await here.Http.PostJsonAsync("/_postern/clock", """{"advanceSeconds":3601}""");

        (await there.Http.IntrospectAsync(token)).Body.ShouldBe("""{"active":false}""");
        (await there.Http.GetAsync("/_postern/clock")).Json.GetProperty("aheadSeconds").GetDouble().ShouldBe(3601);
        there.Org.Clock.Ahead.ShouldBe(TimeSpan.FromSeconds(3601));
    }

    [Fact]
    public async Task Every_surface_sees_it()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        var begun = await there.Http.AuthenticateAsync("max@example.com");
        var page = await there.Http.GetAsync($"/oauth2/default/v1/authorize?{OAuth.AuthorizeQuery.With("-prompt")}");
        page.ShouldBeSignInPage();

        here.Org.Clock.Advance(TimeSpan.FromDays(1));

        (await there.Http.PostJsonAsync("/api/v1/authn", $$"""{"stateToken":"{{begun.Text("stateToken")}}"}"""))
            .ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        here.Org.Clock.Advance(TimeSpan.FromDays(1));
        (
            await there.Http.PostFormAsync(
                "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}")).Status.ShouldBe(400);
        there.Org.Clock.Ahead.ShouldBe(TimeSpan.FromDays(2));
        here.Org.Clock.Advance(TimeSpan.FromDays(1));
        (
            await there.Http.SendAsync(
                HttpMethod.Post, "/api/v1/authorizationServers/default/credentials/lifecycle/keyRotate", null)).Status.ShouldBe(401);
        there.Org.Clock.Ahead.ShouldBe(TimeSpan.FromDays(3));
    }

    [Fact]
    public async Task Of_two_processes_that_move_the_clock_at_once_both_do()
    {
        var (here, there) = (await StartAsync(), await StartAsync());

        await Task.WhenAll(
            Enumerable.Range(0, 20)
                .Select(i => (i % 2 == 0 ? here : there).Http.PostJsonAsync("/_postern/clock", """{"advanceSeconds":60}""")));

        foreach (var process in (Process[])[here, there])
            (await process.Http.GetAsync("/_postern/clock")).Json.GetProperty("aheadSeconds").GetDouble().ShouldBe(1200);
    }

    [Fact]
    public async Task Nor_do_two_together_move_it_past_the_year_9000()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        here.Org.Clock.Advance(TimeSpan.FromDays(2_000_000));

        Should.Throw<ArgumentOutOfRangeException>(() => there.Org.Clock.Advance(TimeSpan.FromDays(2_000_000)));
        var refused = await there.Http.PostJsonAsync("/_postern/clock", """{"advanceSeconds":172800000000}""");

        refused.Status.ShouldBe(400);
        refused.Text("detail").ShouldBe("That is past the year 9000.");
    }

    [Fact]
    public async Task A_clock_moved_400_days_makes_no_sweep_take_what_lives_in_another_process()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        await there.Http.AuthenticateAsync("max@example.com");

        here.Org.Clock.Advance(TimeSpan.FromDays(400));
        var cookie = (await there.Http.AuthorizeAsync("/oauth2", OAuth.AuthorizeQuery.Good)).Cookie!;
        var tokens = await there.Http.TokensAsync(scope: "openid%20offline_access");
        await SweepAsync();

        (await there.Http.GetAsync($"/oauth2/default/v1/authorize?{OAuth.AuthorizeQuery.Good}", ("Cookie", cookie))).Redirected("code")
            .ShouldNotBeNull();
        (await here.Http.RefreshAsync(tokens.Text("refresh_token"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_sweep_is_by_the_orgs_time_though_another_process_moved_it_and_nobody_has_called_since()
    {
        var here = await StartAsync();
        await here.Http.AuthenticateAsync("max@example.com");

        // Not by one that would sweep as well.
        var clock = new SharedState(new(_database.Source()));
        clock.Advance(TimeSpan.FromDays(400), TimeSpan.FromDays(800));

        await SweepAsync();
        here.Org.Clock.Ahead.ShouldBe(TimeSpan.FromDays(400));
    }

    [Fact]
    public async Task A_restart_keeps_how_far_the_clock_was_moved()
    {
        var here = await StartAsync();
        here.Org.Clock.Advance(TimeSpan.FromDays(30));

        var restarted = await StartAsync();

        restarted.Org.Clock.GetUtcNow().ShouldBe(The.Now.AddDays(30));
    }

    [Fact]
    public async Task The_fifth_call_for_one_user_in_a_second_is_too_many_whichever_processes_the_five_go_to()
    {
        var (here, there) = (await StartAsync(RateLimits.Okta), await StartAsync(RateLimits.Okta));

        for (var i = 0; i < 4; i++)
            (await (i % 2 == 0 ? here : there).Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
        var fifth = await here.Http.AuthenticateAsync("ada@example.com");

        fifth.ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
        fifth.Headers["X-Rate-Limit-Remaining"].ShouldBe("595");
        (
            await there.Http.PostFormAsync(
                "/oauth2/default/v1/token",
                $"grant_type=password&client_id={The.Native}&scope=openid&username=ada%40example.com&password={The.Password}"))
            .Status.ShouldBe(429);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await there.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Guesses_of_user_codes_are_counted_together()
    {
        var (here, there) = (await StartAsync(), await StartAsync());
        var device = await here.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope=openid");

        for (var i = 0; i < 10; i++)
            await (i % 2 == 0 ? here : there).Http.PostFormAsync("/activate", "user_code=BBBBBBBB");

        foreach (var process in (Process[])[here, there])
            (
                await process.Http.PostFormAsync(
                    "/activate", $"user_code={device.Text("user_code")}")).Body.ShouldContain("Too&#x20;many&#x20;wrong&#x20;codes.");
        _time.Advance(TimeSpan.FromSeconds(60));
        (await there.Http.PostFormAsync("/activate", $"user_code={device.Text("user_code")}")).ShouldBeSignInPage();
    }

    [Fact]
    public async Task A_right_code_is_no_guess()
    {
        var here = await StartAsync();
        var device = await here.Http.PostFormAsync("/oauth2/default/v1/device/authorize", $"client_id={The.Native}&scope=openid");

        for (var i = 0; i < 12; i++)
            (await here.Http.PostFormAsync("/activate", $"user_code={device.Text("user_code")}")).ShouldBeSignInPage();
    }

    [Fact]
    public async Task Who_waits_for_a_message_gets_the_one_that_another_process_sends()
    {
        var (here, there) = (await StartAsync(), await StartAsync());

        var waiting = here.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);
        var begun = await there.Http.AuthenticateAsync("amy@example.com");
        var path = "/api/v1/authn" + Authn.Walk.VerifyPath(begun, "push");
        await there.Http.PostJsonAsync(path, $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""");
        (await here.Org.Outbox.ApproveAsync((await waiting.InTimeAsync("the push of another process")).Id, ct: The.Ct)).ShouldBeTrue();

        (await there.Http.PostJsonAsync(path, $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""")).Text("status").ShouldBe("SUCCESS");
    }

    async Task<Process> StartAsync(RateLimits limits = RateLimits.Off) => new(await _database.StartAsync(new()
    {
        Time = _time, RateLimits = limits, Seed = OrgSeed.Default with { Users = [.. OrgSeed.Default.Users, Authn.Walk.Amy] },
    }));

    /// <summary>Until whoever keeps house has swept away what expired: transactions go after sessions.</summary>
    Task SweepAsync() => Patience.UntilAsync("the sweep of what expired", async () =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return await _database.ValueAsync("select count(*) from transactions") is "0";
    });

    sealed record Process(LocalOrg Org)
    {
        public Browserless Http { get; } = new(Org);
    }
}
