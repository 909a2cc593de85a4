using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;
using Postern.Testing;

namespace Postern.Browser.Tests;

/// <summary>An application of the test kit's before a real browser: its own redirects, the org's pages, the cookies of both.</summary>
[Trait("Speed", "Slow")]
public class TestKitTests(Chromium chromium)
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Who_begins_at_a_session_link_meets_no_login_page() => chromium.InPageAsync(async page =>
    {
        await using var org = await StartAsync();
        await using var app = new WebApplicationFactory<Program>().WithOrg(org);
        var address = await app.StartForBrowserAsync(Ct);

        _ = await page.GotoAsync((await org.SessionLinkAsync("max@example.com", new(address, "me"), Ct)).AbsoluteUri);

        await Assertions.Expect(page.Locator("body")).ToHaveTextAsync("Hello, Test User.");
        page.Url.ShouldBe($"{address}me");
    });

    [Fact]
    public Task Who_does_not_signs_in_at_the_orgs_page_and_comes_back() => chromium.InPageAsync(async page =>
    {
        await using var org = await StartAsync();
        await using var app = new WebApplicationFactory<Program>().WithOrg(org);
        var address = await app.StartForBrowserAsync(Ct);
        var max = org.UserOf("max@example.com");

        _ = await page.GotoAsync($"{address}me");
        await page.Locator("[name=username]").FillAsync(max.Login);
        await page.Locator("[name=password]").FillAsync(max.Password);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("body")).ToHaveTextAsync("Hello, Test User.");
        page.Url.ShouldBe($"{address}me");
    });

    static Task<TestOrg> StartAsync() => TestOrg.StartAsync(
        o => o
            .User("max@example.com").WebApp("web", "http://localhost/signin-oidc").Server("default", "api://orders", ["orders:read"])
            .Http(),
        Ct);
}
