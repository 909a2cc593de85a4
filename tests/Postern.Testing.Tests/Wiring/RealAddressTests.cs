using System.Net;

namespace Postern.Testing.Tests.Wiring;

/// <summary>An application and an org at addresses that a browser finds; tests/Browser.Tests has one go there.</summary>
public class RealAddressTests
{
    [Fact]
    public async Task A_browser_that_nobody_knows_is_led_to_the_orgs_page_and_would_come_back_to_where_it_was()
    {
        await using var org = await StartAsync(o => o.Http());
        await using var factory = new WebApplicationFactory<Program>();

        var address = await factory.WithOrg(org).StartForBrowserAsync(The.Ct);

        address.AbsoluteUri.ShouldMatch(@"^http://localhost:\d+/$");
        using var http = NewBrowser();
        var led = (await http.GetAsync(new Uri(address, "me"), The.Ct)).Headers.Location!;
        led.GetLeftPart(UriPartial.Path).ShouldBe($"{org.Issuer}/v1/authorize");
        // Where the browser is to come back to has been pushed, and the org would have refused another address.
        (await http.GetStringAsync(led, The.Ct)).ShouldContain("Sign in to");
    }

    [Fact]
    public async Task Its_API_is_called_as_ever_and_its_pages_are_the_browsers()
    {
        await using var org = await StartAsync(o => o.Http());
        await using var factory = new WebApplicationFactory<Program>();
        var app = factory.WithOrg(org);
        await app.StartForBrowserAsync(The.Ct);

        using var asGrace = app.CreateClientAs("grace@example.com", "orders:read");
        var pages = await Should.ThrowAsync<InvalidOperationException>(() => app.SignInAsync("/me", "grace@example.com", The.Ct));

        (await asGrace.GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        pages.Message.ShouldEndWith("begin at org.SessionLinkAsync(user, page).");
    }

    [Fact]
    public async Task A_link_gives_the_session_of_whoever_is_asked_for_a_second_factor_too_and_once()
    {
        await using var org = await StartAsync(o => o.MfaUser("max@example.com").Http());
        await using var factory = new WebApplicationFactory<Program>();
        var page = new Uri(await factory.WithOrg(org).StartForBrowserAsync(The.Ct), "me");
        using var his = NewBrowser();
        using var anothers = NewBrowser();

        var link = await org.SessionLinkAsync("max@example.com", page, The.Ct);
        var first = await his.GetAsync(link, The.Ct);
        var second = await anothers.GetAsync(link, The.Ct);

        first.Headers.Location.ShouldBe(page);
        first.Headers.GetValues("Set-Cookie").ShouldContain(cookie => cookie.StartsWith("sid=", StringComparison.Ordinal));
        second.Headers.Location!.ToString().ShouldBe("/login/login.htm");
    }

    [Fact]
    public async Task An_org_that_no_browser_finds_is_told_to_be_found()
    {
        await using var org = await StartAsync(o => o);
        await using var factory = new WebApplicationFactory<Program>();

        var hidden = await Should.ThrowAsync<InvalidOperationException>(() => factory.WithOrg(org).StartForBrowserAsync(The.Ct));

        hidden.Message.ShouldBe(
            $"No browser finds {org.Url}, a name that the kit alone knows: add .Http() or .Https() where the org is started.");
    }

    [Fact]
    public async Task An_application_that_was_changed_after_it_was_wired_is_to_be_wired_last()
    {
        await using var org = await StartAsync(o => o.Http());
        await using var factory = new WebApplicationFactory<Program>();
        await using var changed = factory.WithOrg(org).WithWebHostBuilder(_ => { });

        (await Should.ThrowAsync<InvalidOperationException>(() => changed.StartForBrowserAsync(The.Ct))).Message.ShouldEndWith(
            "call WithOrg(org) last, and go on with what it returns.");
    }

    static Task<TestOrg> StartAsync(Func<TestOrgBuilder, TestOrgBuilder> with) => TestOrg.StartAsync(
        o => with(o
            .User("grace@example.com").WebApp("web", "http://localhost/signin-oidc").Server("default", "api://orders", ["orders:read"])),
        The.Ct);

    static HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false });
}
