using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Testing.Tests.Browsing;

/// <summary>A web app is signed in to by the org's own pages.</summary>
public class SignInTests(OrdersOrg orders)
{
    [Fact]
    public async Task A_one_time_password_is_given_where_it_is_asked_for()
    {
        using var web = await orders.App.SignInAsync("/me", "max@example.com", The.Ct);

        (await web.GetStringAsync("/me", The.Ct)).ShouldBe("Hello, Test User.");
    }

    [Fact]
    public async Task Codes_that_are_sent_and_questions_are_answered_and_consent_is_given()
    {
        await using var org = await TestOrg.StartAsync(
            o => o
                .User("sam@example.com", change: sam => Asked(sam, new() { FactorType = "sms", PhoneNumber = "+15550100142" }))
                .User("quentin@example.com", change: user => Asked(user, new() { FactorType = "question", Secret = "spinach" }))
                .WebApp("web", "http://localhost/signin-oidc", web => web with { RequiresConsent = true })
                .Server(
                    "default",
                    audience: "api://orders",
                    change: server => server with { ReservedScopes = [new() { Name = "profile", Consent = ScopeConsent.Required }] }),
            The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        foreach (var user in (string[])["sam@example.com", "quentin@example.com"])
        {
            using var web = await factory.WithOrg(org).SignInAsync("/me", user, The.Ct);
            (await web.GetAsync("/me", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
            TokenClaims.Of(await org.TokenAsync(user, ct: The.Ct)).MustHave($$"""{ "sub": "{{user}}" }""");
        }
    }

    [Fact]
    public async Task On_Identity_Engine_the_app_is_given_what_its_policy_wants()
    {
        var strict = new SeedAppRule { Name = "Two factors", RequiresFactor = true, AsksToStaySignedIn = true };
        await using var org = await TestOrg.StartAsync(
            o => o
                .Seed(new()
                {
                    OrgName = "Test org", Engine = OrgEngine.IdentityEngine, AppPolicies = [new() { Name = "Strict", Rules = [strict] }],
                })
                .User("tess@example.com", change: tess => tess with { TotpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" })
                .WebApp("web", "http://localhost/signin-oidc", web => web with { Policy = "Strict" })
                .Server("default", audience: "api://orders"),
            The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        await org.LocalOrg.Requests.StartAsync(The.Ct);

        using var web = await factory.WithOrg(org).SignInAsync("/me", "tess@example.com", The.Ct);

        (await web.GetStringAsync("/me", The.Ct)).ShouldBe("Hello, Test User.");
        // The password, the code, and whether to stay.
        (await org.LocalOrg.Requests.AllAsync(ct: The.Ct)).Where(request => request.Method is "POST").Select(request => request.Path)
            .Where(path => path.StartsWith("/login/", StringComparison.Ordinal))
            .ShouldBe(["/login/login.htm", "/login/step", "/login/step"]);
    }

    [Fact]
    public async Task Where_the_app_is_elsewhere_than_at_localhost_the_browser_is_there_too()
    {
        await using var org = await TestOrg.StartAsync(
            o =>
                o.User("grace@example.com").WebApp("web", "https://orders.example.com/signin-oidc").Server("default", "api://orders"),
                The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        using var web = await factory.WithOrg(org).SignInAsync("/me", "grace@example.com", The.Ct);

        web.BaseAddress.ShouldBe(new("https://orders.example.com/"));
        (await web.GetStringAsync("/me", The.Ct)).ShouldBe("Hello, Test User.");
    }

    [Fact]
    public async Task A_page_that_lets_everybody_in_signs_nobody_in()
    {
        var open = await Should.ThrowAsync<InvalidOperationException>(() => orders.App.SignInAsync("/time", "grace@example.com", The.Ct));

        open.Message.ShouldBe("'/time' let the browser in without a sign-in: name a page that demands one.");
    }

    [Fact]
    public async Task What_the_application_shows_may_be_of_a_character_set_that_there_is_not()
    {
        await using var factory = new WebApplicationFactory<Program>();
        await using var odd = factory.WithWebHostBuilder(host => host.ConfigureServices(services => services.AddSingleton<IStartupFilter>(
            new EveryPageIn("text/html; charset=utf8"))));

        using var web = await odd.WithOrg(orders.Org).SignInAsync("/me", "grace@example.com", The.Ct);

        var page = await web.GetAsync("/me", The.Ct);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf8");
    }

    [Fact]
    public async Task Where_the_org_refuses_the_user_its_page_is_told()
    {
        await using var org = await TestOrg.StartAsync(
            o => o
                .User("lou@example.com", change: lou => lou with { State = UserState.LockedOut })
                .WebApp("web", "http://localhost/signin-oidc").Server("default", "api://orders"),
            The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        var refused = await Should.ThrowAsync<InvalidOperationException>(
            () => factory.WithOrg(org).SignInAsync("/me", "lou@example.com", The.Ct));

        refused.Message.ShouldStartWith($"The sign-in of lou@example.com ended at {org.Url}/login/login.htm, at the page '");
        refused.Message.ShouldContain("which says: ");
    }

    [Fact]
    public async Task What_the_org_has_a_user_set_up_is_set_up_as_the_test_says_and_known_from_then_on()
    {
        await using var org = await DemandingAsync();
        await using var factory = new WebApplicationFactory<Program>();
        var (app, seeds) = (factory.WithOrg(org), new List<string>());

        using (await app.SignInAsync("/me", "eve@example.com", new AuthnAnswers { NewPassword = "Correct-Horse-10" }, The.Ct))
        using (await app.SignInAsync("/me", "nina@example.com", new AuthnAnswers { OnTotpEnrolled = seeds.Add }, The.Ct))
        {
            org.UserOf("eve@example.com").Password.ShouldBe("Correct-Horse-10");
            org.UserOf("nina@example.com").TotpSecret.ShouldBe(seeds.ShouldHaveSingleItem());
        }

        await org.TokenAsync("eve@example.com", ct: The.Ct);
        using var again = await app.SignInAsync("/me", "nina@example.com", The.Ct);
        (await again.GetStringAsync("/me", The.Ct)).ShouldBe("Hello, Test User.");
    }

    [Fact]
    public async Task Where_no_answer_was_given_it_is_named()
    {
        await using var org = await DemandingAsync();
        await using var factory = new WebApplicationFactory<Program>();
        var app = factory.WithOrg(org);

        var password = await Should.ThrowAsync<InvalidOperationException>(() => app.SignInAsync("/me", "eve@example.com", The.Ct));
        var enrolment = await Should.ThrowAsync<InvalidOperationException>(() => app.SignInAsync("/me", "nina@example.com", The.Ct));

        password.Message.ShouldEndWith(
            "which says: Your password has expired. A new password is wanted: SignInAsync(path, user, new AuthnAnswers { NewPassword = " +
            "\"…\" })");
        enrolment.Message.ShouldContain(
            "which says: Set up a second factor. A second factor is to be set up: SignInAsync(path, user, new AuthnAnswers { OnTotp");
    }

    /// <summary>Eve's password has expired, and Nina must have one-time passwords.</summary>
    static Task<TestOrg> DemandingAsync() => TestOrg.StartAsync(
        o => o
            .User("eve@example.com", change: eve => eve with { State = UserState.PasswordExpired })
            .User("nina@example.com", groups: ["Factors"])
            .WebApp("web", "http://localhost/signin-oidc").Server("default", audience: "api://orders")
            .Options(options => options with
            {
                Seed = options.Seed with
                {
                    EnrollmentPolicies = [new() { Name = "Factors", GroupIds = ["Factors"], EnrollsAtSignIn = true }],
                },
            }),
        The.Ct);

    static SeedUser Asked(SeedUser user, SeedFactor factor) => user with { State = UserState.MfaRequired, Factors = [factor] };

    sealed class EveryPageIn(string type) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.ContentType = type;
                    return Task.CompletedTask;
                });
                return rest(context);
            });
            next(app);
        };
    }
}
