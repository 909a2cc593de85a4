using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>What the console does to an org as a whole, and how it shows one that is large.</summary>
public sealed partial class ConsoleStateTests
{
    [Fact]
    public async Task The_clock_is_moved_on_and_set_and_never_goes_back()
    {
        await using var org = await ClockedOrg.StartAsync();
        var browser = await ConsoleBrowser.OpenAsync(org.Http, org.Org);

        var moved = await browser.ChangeAsync("/_postern/console/clock/advance", "seconds=300");
        var set = await browser.ChangeAsync("/_postern/console/clock/set", "instant=2026-02-04T10:15");
        var back = await browser.SubmitAsync("/_postern/console/clock/set", "instant=2026-02-03T10:15");
        var nonsense = await browser.SubmitAsync("/_postern/console/clock/advance", "seconds=soon");

        moved.ShouldContain("2026-02-03 10:20:30 UTC");
        set.ShouldContain("2026-02-04 10:15:00 UTC");
        back.Status.ShouldBe(400);
        back.Body.ShouldContain("never goes back");
        nonsense.Status.ShouldBe(400);
        org.Org.Clock.GetUtcNow().ShouldBe(new(2026, 2, 4, 10, 15, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_snapshot_is_taken_and_restored_and_the_org_is_reset()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);
        var browser = await ConsoleBrowser.OpenAsync(http, org);

        var taken = await browser.ChangeAsync("/_postern/console/state/take", "name=before");
        await org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
        var restored = await browser.ChangeAsync("/_postern/console/state/restore", "name=before");
        var let = await http.AuthenticateAsync("ada@example.com");
        var nameless = await browser.SubmitAsync("/_postern/console/state/take", "name=");
        await org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct);
        var reset = await browser.ChangeAsync("/_postern/console/state/reset");

        taken.ShouldContain("before");
        restored.ShouldContain("The state was brought back.");
        let.Status.ShouldBe(200);
        nameless.Status.ShouldBe(400);
        reset.ShouldContain("The org is as its seed has it.");
        (await http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_large_orgs_users_are_shown_page_by_page()
    {
        var seed = OrgSeed.Default;
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Seed = seed with
                {
                    Users =
                    [
                        .. Enumerable.Range(0, 120).Select(i =>
                            seed.Users[0] with { Id = $"00u1many{i:d3}0000000005", Login = $"user_{i:d3}@example.com" }),
                    ],
                },
            },
            The.Ct);
        using var http = new Browserless(org);
        var browser = await ConsoleBrowser.OpenAsync(http, org);
        List<string> seen = [];

        for (var path = "/_postern/console/users"; path.Length > 0;)
        {
            var page = await browser.ReadAsync(path);
            seen.AddRange(Login().Matches(page).Select(match => match.Value));
            path = Next().Match(page).Groups[1].Value;
        }

        seen.Distinct().Count().ShouldBe(120);
        seen.Count.ShouldBe(120);
        Login().Count(await browser.ReadAsync("/_postern/console/users?login=user_11")).ShouldBe(10);
        Login().Count(await browser.ReadAsync("/_postern/console/users?login=%25")).ShouldBe(0);
    }

    [Fact]
    public async Task Recording_is_stopped_and_begun_and_every_page_says_which()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);
        var browser = await ConsoleBrowser.OpenAsync(http, org);

        var stopped = await browser.ChangeAsync("/_postern/console/recording/stop");
        org.Requests.IsOn.ShouldBeFalse();
        var begun = await browser.ChangeAsync("/_postern/console/recording/start");
        org.Requests.IsOn.ShouldBeTrue();

        stopped.ShouldContain("Requests are not recorded:");
        begun.ShouldContain("Requests are recorded from now on.");
    }

    [GeneratedRegex("user_\\d{3}@example\\.com(?=</a>)")]
    private static partial Regex Login();

    [GeneratedRegex("<a href=\"([^\"]+)\">Next page</a>")]
    private static partial Regex Next();
}
