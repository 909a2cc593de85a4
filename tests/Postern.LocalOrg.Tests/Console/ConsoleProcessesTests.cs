using Postern.LocalOrg.Tests.Storage;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>The console of an org that two processes serve on one PostgreSQL.</summary>
public sealed class ConsoleProcessesTests
{
    [Fact]
    public async Task A_link_of_one_opens_it_once_at_any_and_each_shows_what_the_other_was_asked()
    {
        await using var database = await OneDatabase.CreateAsync();
        var (here, there) = (await database.StartAsync(), await database.StartAsync());
        using Browserless nearby = new(here), yonder = new(there);
        var link = await here.NewConsoleLinkAsync(The.Ct);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => ConsoleBrowser.OpenAsync(i % 2 == 0 ? nearby : yonder, link)));
        var cookie = answers.Single(answer => answer.Status == 303).Cookie!.Split('=')[1];
        var browser = new ConsoleBrowser(yonder, there, $"postern_console_{new Uri(there.ListenUrl).Port}={cookie}");
        var asked = await nearby.AuthenticateAsync("ada@example.com");

        (await browser.GetAsync("/_postern/console/changes?after=0")).Status.ShouldBe(200);
        (await browser.ReadAsync("/_postern/console/sign-ins")).ShouldContain("ada@example.com");
        (await browser.ReadAsync($"/_postern/console/sign-ins/{asked.Headers["X-Okta-Request-Id"]}"))
            .ShouldContain(">1. POST /api/v1/authn<");
    }

    [Fact]
    public async Task Every_page_is_there_on_PostgreSQL_too_and_what_is_done_at_one_process_is_seen_at_the_other()
    {
        await using var database = await OneDatabase.CreateAsync();
        var (here, there) = (await database.StartAsync(), await database.StartAsync());
        using Browserless nearby = new(here), yonder = new(there);
        var (browser, other) = (await ConsoleBrowser.OpenAsync(nearby, here), await ConsoleBrowser.OpenAsync(yonder, there));
        const string ada = "/_postern/console/users/00u1adaActive0000005";

        await browser.ChangeAsync($"{ada}/state", "state=LockedOut");
        await browser.ChangeAsync("/_postern/console/faults/add", "fault=0&clientId=0oaNobodyAtAll");
        await browser.ChangeAsync("/_postern/console/clock/advance", "seconds=60");
        await browser.ChangeAsync("/_postern/console/state/take", "name=before");
        var token = await browser.SubmitAsync("/_postern/console/tokens/issue", $"user=max@example.com&clientId={The.Spa}&scopes=openid");

        token.Body.ShouldContain("<h2>Access token</h2>");
        (await other.ReadAsync(ada)).ShouldContain("<span class=\"badge bad\">locked out</span>");
        (await other.ReadAsync("/_postern/console/faults")).ShouldContain("for 0oaNobodyAtAll");
        (await other.ReadAsync("/_postern/console/state")).ShouldContain("before");
        string[] others = ["requests", "sign-ins", "users?login=ada", "apps", "servers", "policies", "tokens", "outbox", "clock"];
        foreach (var page in others)
            await other.ReadAsync($"/_postern/console/{page}");
        (await other.ReadAsync("/_postern/")).ShouldContain("a database that processes share");
    }
}
