using System.Net;
using Postern.Client;
using Postern.LocalOrg;

namespace Samples;

/// <summary>What docs/testing-web-apps.md shows.</summary>
public class WebAppTests(TestedOrders orders)
{
    [Fact]
    public async Task Max_is_greeted_by_his_name()
    {
        using var web = await orders.App.SignInAsync("/me", "max@example.com");

        Assert.Equal("Hello, Max Power.", await web.GetStringAsync("/me"));
    }

    [Fact]
    public async Task Who_is_asked_for_a_code_and_for_consent_gives_both()
    {
        await using var org = await TestOrg.StartAsync(o => o
            .MfaUser("max@example.com")
            .WebApp("web", "http://localhost/signin-oidc", web => web with { RequiresConsent = true })
            .Server("default", audience: "api://orders", scopes: ["orders:read"]));
        await using var app = new WebApplicationFactory<Program>().WithOrg(org);

        using var web = await app.SignInAsync("/me", "max@example.com");

        Assert.Equal(HttpStatusCode.OK, (await web.GetAsync("/me")).StatusCode);
    }

    [Fact]
    public async Task Whose_password_has_expired_chooses_another()
    {
        var eve = await orders.Org.NewUserAsync();
        await orders.Org.LocalOrg.SetUserStateAsync(eve.Login, UserState.PasswordExpired);

        using var web = await orders.App.SignInAsync("/me", eve.Login, new AuthnAnswers { NewPassword = "Correct-Horse-10" });

        Assert.Equal("Correct-Horse-10", orders.Org.UserOf(eve.Login).Password);
    }

    [Fact]
    public async Task A_browser_begins_signed_in_and_meets_no_login_page()
    {
        await using var org = await TestOrg.StartAsync(o => o
            .User("max@example.com")
            .WebApp("web", "http://localhost/signin-oidc")
            .Server("default", audience: "api://orders")
            .Http());
        await using var app = new WebApplicationFactory<Program>().WithOrg(org);

        var address = await app.StartForBrowserAsync();
        var begin = await org.SessionLinkAsync("max@example.com", new Uri(address, "me"));

        // await page.GotoAsync(begin.AbsoluteUri): that is what a browser is led through. First it gets the org's session.
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        Assert.Equal(new Uri(address, "me"), (await http.GetAsync(begin)).Headers.Location);
    }

    [Fact]
    public async Task Who_has_been_away_is_let_in_by_the_session_of_the_org_and_the_next_day_is_not()
    {
        await using var org = await TestOrg.StartAsync(o => o
            .User("max@example.com")
            .WebApp("web", "http://localhost/signin-oidc")
            .Server("default", audience: "api://orders"));
        await using var app = new WebApplicationFactory<Program>().WithOrg(org);
        using var web = await app.SignInAsync("/me", "max@example.com");

        org.Advance(TimeSpan.FromMinutes(21)); // the application's cookie lives for twenty
        Assert.Equal("Hello, Test User.", await web.GetStringAsync("/me"));

        org.Advance(TimeSpan.FromDays(1));
        Assert.Contains("Sign in to", await web.GetStringAsync("/me"));
    }
}
