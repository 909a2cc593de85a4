using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Health;

/// <summary>What tells a load balancer and whoever watches over the process how it is.</summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task It_says_in_JSON_that_it_is_well_to_whoever_asks(string path, string word)
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var got = await http.GetAsync(path);
        var head = await http.SendAsync(HttpMethod.Head, path, null);
        var posted = await http.PostJsonAsync(path, "{}");

        got.Status.ShouldBe(200);
        got.Body.ShouldBe($$"""{"status":"{{word}}"}""");
        got.Headers["Content-Type"].ShouldBe("application/json");
        got.Headers["Cache-Control"].ShouldContain("no-store");
        (head.Status, head.Body).ShouldBe((200, ""));
        (posted.Status, posted.Body, posted.Headers["Allow"]).ShouldBe((405, """{"status":"method_not_allowed"}""", "GET, HEAD"));
        (await http.GetAsync("/health/else")).Body.ShouldBe("""{"status":"nothing_here"}""");
    }

    [Fact]
    public async Task While_it_drains_it_is_alive_and_not_ready_and_answers_all_the_same()
    {
        var time = new FakeTimeProvider(The.Now);
        var org = await LocalOrg.StartAsync(new() { Time = time, DrainTime = TimeSpan.FromSeconds(20) }, The.Ct);
        using var http = new Browserless(org);

        var stopping = org.DisposeAsync().AsTask();
        var ready = await http.GetAsync("/health/ready");
        var live = await http.GetAsync("/health/live");
        var asked = await http.AuthenticateAsync("ada@example.com");
        stopping.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(20));
        await stopping.InTimeAsync("the end of the org");

        (ready.Status, ready.Body).ShouldBe((503, """{"status":"draining"}"""));
        ready.Headers["Retry-After"].ShouldBe("5");
        live.Status.ShouldBe(200);
        asked.Text("status").ShouldBe("SUCCESS");
        asked.Headers["Connection"].ShouldBe("close");
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync("/health/live"));
    }

    [Fact]
    public async Task While_its_database_is_away_it_is_alive_and_not_ready_and_well_again_by_itself()
    {
        await using var postgres = await OwnPostgres.CreateAsync();
        await using var org = await LocalOrg.StartAsync(new() { DataSource = postgres.Source }, The.Ct);
        using var http = new Browserless(org);

        await using (await postgres.LockAllAsync())
        {
            var ready = await http.GetAsync("/health/ready");
            (ready.Status, ready.Body).ShouldBe((503, """{"status":"database_away"}"""));
            (await http.GetAsync("/health/live")).Status.ShouldBe(200);
        }

        (await http.GetAsync("/health/ready")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_org_that_is_disposed_in_somebody_elses_application_is_not_ready()
    {
        var org = await LocalOrg.CreateAsync(ct: The.Ct);
        await using var web = Application(app => app.MapLocalOrg(org));
        await web.StartAsync(The.Ct);
        using var http = new Browserless(web.GetTestClient());

        var before = await http.GetAsync("/health/ready");
        await org.DisposeAsync();
        var after = await http.GetAsync("/health/ready");

        before.Body.ShouldBe("""{"status":"ready"}""");
        (after.Status, after.Body).ShouldBe((503, """{"status":"stopped"}"""));
    }

    [Fact]
    public async Task An_application_that_has_a_health_of_its_own_keeps_it()
    {
        await using var org = await LocalOrg.CreateAsync(ct: The.Ct);
        await using var web = Application(app =>
        {
            app.MapGet("/health/ready", () => "mine");
            app.MapLocalOrg(org);
        });
        await web.StartAsync(The.Ct);
        using var http = new Browserless(web.GetTestClient());

        (await http.GetAsync("/health/ready")).Body.ShouldBe("mine");
        (await http.GetAsync("/health/live")).Body.ShouldBe("""{"status":"live"}""");
    }

    [Fact]
    public async Task Whether_it_is_well_is_no_request_that_the_log_tells()
    {
        var heard = new Surfaces.HeardRequests();
        await using var org = await LocalOrg.StartAsync(new() { Logs = heard }, The.Ct);
        using var http = new Browserless(org);

        await http.GetAsync("/health/ready");
        await heard.OfAsync(await http.GetAsync("/oauth2/default/v1/keys"));

        heard.Events.ShouldHaveSingleItem();
    }

    static WebApplication Application(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        var app = builder.Build();
        app.UseRouting();
        map(app);
        return app;
    }
}
