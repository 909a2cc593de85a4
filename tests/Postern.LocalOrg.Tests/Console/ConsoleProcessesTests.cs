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
        foreach (var path in (string[])["/_postern/", "/_postern/console/users?login=ada", "/_postern/console/outbox"])
            await browser.ReadAsync(path);
    }
}
