using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Console;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>Who may open the console, and who may change something by it.</summary>
public sealed class ConsoleDoorTests(ConsoleDoorTests.KeyedOrg keyed) : IClassFixture<ConsoleDoorTests.KeyedOrg>
{
    static readonly (string, string) Html = ("Accept", ConsoleBrowser.Html);
    static readonly (string, string) Typed = ("Sec-Fetch-Site", "none");

    [Fact]
    public async Task A_link_opens_it_once_and_a_cookie_keeps_it()
    {
        var link = await keyed.Org.NewConsoleLinkAsync(The.Ct);
        var opened = await ConsoleBrowser.OpenAsync(keyed.Http, link);
        var again = await ConsoleBrowser.OpenAsync(keyed.Http, link);
        var page = await keyed.Http.GetAsync("/_postern/", Html, Typed, ("Cookie", opened.Cookie!));

        opened.Status.ShouldBe(303);
        opened.Location.ShouldBe("/_postern/");
        opened.Headers["Set-Cookie"].ShouldMatch(
            $"^postern_console_{new Uri(keyed.Org.ListenUrl).Port}=[A-Za-z0-9_-]{{43}}; path=/_postern; max-age=43200; samesite=strict; " +
            "httponly$");
        page.Status.ShouldBe(200);
        page.Body.ShouldContain("aria-current=\"page\"");
        again.Status.ShouldBe(403);
        again.Headers.Keys.ShouldNotContain("Set-Cookie");
        again.Body.ShouldContain("This link was used already, or is older than an hour.");
    }

    [Fact]
    public async Task Of_fifty_who_follow_one_link_at_once_one_is_let_in()
    {
        var link = await keyed.Org.NewConsoleLinkAsync(The.Ct);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ConsoleBrowser.OpenAsync(keyed.Http, link)));

        answers.Count(answer => answer.Status == 303).ShouldBe(1);
        answers.Count(answer => answer.Status == 403).ShouldBe(49);
    }

    [Fact]
    public async Task Links_and_cookies_expire_by_the_machines_clock()
    {
        var machine = new FakeTimeProvider(The.Now);
        var keys = new ConsoleKeys(keyed.Org.Store, machine);
        var (late, early) = (await keys.NewLinkAsync(The.Ct), await keys.NewLinkAsync(The.Ct));
        var session = await keys.RedeemAsync(early, The.Ct);

        machine.Advance(TimeSpan.FromHours(1));
        (await keys.RedeemAsync(late, The.Ct)).ShouldBeNull();
        (await keys.IsSessionAsync(session, The.Ct)).ShouldBeTrue();
        machine.Advance(TimeSpan.FromHours(11));
        (await keys.IsSessionAsync(session, The.Ct)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_kept_of_a_link_and_of_a_cookie_opens_nothing()
    {
        var link = await keyed.Org.NewConsoleLinkAsync(The.Ct);
        var opened = await ConsoleBrowser.OpenAsync(keyed.Http, await keyed.Org.NewConsoleLinkAsync(The.Ct));
        var kept = await keyed.Org.Store.Database.AllAsync("select hash from console_keys", [], row => row.GetString(0), The.Ct);

        kept.ShouldNotContain(link.Split("key=")[1]);
        kept.ShouldNotContain(opened.Cookie!.Split('=')[1]);
        foreach (var hash in kept)
            (await ConsoleBrowser.OpenAsync(keyed.Http, $"{keyed.Org.Url}/_postern/console/open?key={hash}")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Without_a_cookie_a_page_says_how_to_open_it_and_nothing_else()
    {
        foreach (var path in (string[])["/_postern/", "/_postern/console/outbox", "/_postern/console/users"])
        {
            var answer = await keyed.Http.GetAsync(path, Html, Typed);

            answer.Status.ShouldBe(403);
            answer.Headers["Content-Type"].ShouldStartWith("text/html");
            answer.Body.ShouldContain("postern org console");
            answer.Body.ShouldNotContain("ada@");
            answer.Body.ShouldNotContain("aria-label=\"Console\"");
        }
    }

    [Fact]
    public async Task Where_there_is_no_control_key_somebody_of_this_machine_who_types_the_address_is_let_in()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var typed = await http.GetAsync("/_postern/", Html, Typed);
        var next = await http.GetAsync(
            "/_postern/console/users", Html, ("Sec-Fetch-Site", "same-origin"), ("Cookie", typed.Cookie!));
        var without = await http.GetAsync("/_postern/console/users", Html, ("Sec-Fetch-Site", "same-origin"));
        var forwarded = await http.GetAsync("/_postern/", Html, Typed, ("X-Forwarded-For", "127.0.0.1"));

        typed.Status.ShouldBe(200);
        next.Status.ShouldBe(200);
        next.Body.ShouldContain("ada@example.com");
        without.Status.ShouldBe(403);
        forwarded.Status.ShouldBe(403);
        org.Requests.IsOn.ShouldBeTrue();
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    public async Task No_page_of_another_origin_leads_there_with_the_cookie_or_spends_a_link(string site)
    {
        var browser = await ConsoleBrowser.OpenAsync(keyed.Http, keyed.Org);
        var link = await keyed.Org.NewConsoleLinkAsync(The.Ct);

        var led = await keyed.Http.GetAsync("/_postern/console/outbox", Html, ("Sec-Fetch-Site", site), ("Cookie", browser.Cookie));
        var spent = await keyed.Http.GetAsync(new Uri(link).PathAndQuery, Html, ("Sec-Fetch-Site", site));

        led.Status.ShouldBe(403);
        led.Body.ShouldNotContain("aria-label=\"Console\"");
        spent.Status.ShouldBe(403);
        (await ConsoleBrowser.OpenAsync(keyed.Http, link)).Status.ShouldBe(303);
    }

    [Theory]
    [InlineData("cross-site", "https://evil.example")]
    [InlineData("same-site", "http://127.0.0.1:3000")]
    [InlineData(null, "http://127.0.0.1:3000")]
    [InlineData(null, "null")]
    [InlineData(null, null)]
    [InlineData("none", null)]
    [InlineData("same-origin", "https://evil.example")]
    public async Task No_form_of_another_origin_changes_anything(string? site, string? origin)
    {
        var browser = await ConsoleBrowser.OpenAsync(keyed.Http, keyed.Org);
        List<(string, string)> headers = [Html, ("Cookie", browser.Cookie)];
        if (site is not null)
            headers.Add(("Sec-Fetch-Site", site));
        if (origin is not null)
            headers.Add(("Origin", origin));

        var answer = await keyed.Http.PostFormAsync("/_postern/console/clock/advance", "seconds=86400", [.. headers]);

        answer.Status.ShouldBe(403);
        keyed.Org.Clock.Ahead.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Changes_are_posts_with_the_cookie()
    {
        var browser = await ConsoleBrowser.OpenAsync(keyed.Http, keyed.Org);
        (string, string)[] own = [Html, ("Sec-Fetch-Site", "same-origin"), ("Origin", keyed.Org.ListenUrl)];

        (await browser.GetAsync("/_postern/console/clock/advance?seconds=86400")).Status.ShouldBe(405);
        (await keyed.Http.PostFormAsync("/_postern/console/clock/advance", "seconds=86400", own)).Status.ShouldBe(403);
        keyed.Org.Clock.Ahead.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    public async Task A_name_that_was_made_to_lead_here_opens_nothing(string host)
    {
        var browser = await ConsoleBrowser.OpenAsync(keyed.Http, keyed.Org);
        var link = await keyed.Org.NewConsoleLinkAsync(The.Ct);

        var page = await keyed.Http.GetAsync("/_postern/", Html, Typed, ("Host", host), ("Cookie", browser.Cookie));
        var opened = await keyed.Http.GetAsync(new Uri(link).PathAndQuery, Html, Typed, ("Host", host));

        page.Status.ShouldBe(403);
        page.Body.ShouldContain("Not by this name");
        opened.Status.ShouldBe(403);
    }

    [Fact]
    public async Task Programs_are_answered_at_its_address_as_ever()
    {
        (string, string) key = ("X-Postern-Control-Key", KeyedOrg.Key);

        var admitted = await keyed.Http.GetAsync("/_postern", key);
        var posted = await keyed.Http.PostJsonAsync("/_postern/", "{}", key);
        var refused = await keyed.Http.GetAsync("/_postern", ("Accept", "*/*"));

        admitted.Status.ShouldBe(404);
        admitted.Headers["Content-Type"].ShouldBe("application/problem+json");
        admitted.Text("detail").ShouldContain("/_postern/outbox");
        posted.Status.ShouldBe(404);
        refused.Status.ShouldBe(403);
        refused.Headers["Content-Type"].ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task Whoever_has_the_control_key_gets_a_link()
    {
        var refused = await keyed.Http.PostJsonAsync("/_postern/console-links", "{}");
        var made = await keyed.Http.PostJsonAsync("/_postern/console-links", "{}", ("X-Postern-Control-Key", KeyedOrg.Key));

        refused.Status.ShouldBe(403);
        made.Status.ShouldBe(201);
        (await ConsoleBrowser.OpenAsync(keyed.Http, made.Text("url"))).Status.ShouldBe(303);
    }

    [Fact]
    public async Task Closed_it_is_closed()
    {
        var browser = await ConsoleBrowser.OpenAsync(keyed.Http, keyed.Org);

        var closed = await browser.SubmitAsync("/_postern/console/close");

        closed.Headers["Set-Cookie"].ShouldContain("max-age=0");
        (await browser.GetAsync("/_postern/console/users")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Nothing_may_run_or_load_but_its_own()
    {
        var browser = await ConsoleBrowser.OpenAsync(keyed.Http, keyed.Org);

        var page = await browser.GetAsync("/_postern/");

        page.Headers["Content-Security-Policy"].ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
            "frame-ancestors 'none'; base-uri 'none'");
        page.Headers["Referrer-Policy"].ShouldBe("same-origin");
        page.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        page.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
        page.Body.ShouldNotContain("style=");
        page.Body.ShouldNotContain("<script>");
        page.Body.ShouldNotMatch(" on[a-z]+=");
    }

    [Fact]
    public async Task A_reset_and_a_restored_snapshot_neither_close_it_nor_bring_a_spent_link_back()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);
        var link = await org.NewConsoleLinkAsync(The.Ct);
        await org.Snapshots.TakeAsync("before", The.Ct);
        var browser = await ConsoleBrowser.OpenAsync(http, org);
        await ConsoleBrowser.OpenAsync(http, link);

        await org.ResetAsync(The.Ct);
        await org.Snapshots.RestoreAsync("before", The.Ct);

        (await browser.GetAsync("/_postern/")).Status.ShouldBe(200);
        (await ConsoleBrowser.OpenAsync(http, link)).Status.ShouldBe(403);
    }

    public sealed class KeyedOrg : IAsyncLifetime
    {
        public const string Key = "k-4f9d1c60b7e2";

        public LocalOrg Org { get; private set; } = null!;

        public Browserless Http { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Http = new(Org = await LocalOrg.StartAsync(new() { ControlKey = Key }));

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Org.DisposeAsync();
        }
    }
}
