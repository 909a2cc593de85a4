using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Postern.Testing.Tests.Wiring;

/// <summary>An application that knows of no test takes the org for Okta.</summary>
public class WithOrgTests(OrdersOrg orders)
{
    [Fact]
    public async Task Groups_let_an_admin_in_and_others_not()
    {
        using var asGrace = orders.App.CreateClientAs("grace@example.com");
        using var asLinus = orders.App.CreateClientAs("linus@example.com");

        (await asGrace.DeleteAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await asLinus.DeleteAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_service_calls_with_a_token_of_its_own()
    {
        using var service = orders.App.CreateServiceClient("orders:read");
        using var nightly = orders.App.CreateClientFor(new() { App = "nightly", Scopes = "orders:read" });

        (await service.GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await nightly.GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Tokens_of_another_authorization_server_are_refused()
    {
        using var api = orders.App.CreateClientFor(new() { User = "linus@example.com", Server = "Shipping" });

        var refused = await api.GetAsync("/orders", The.Ct);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task Asked_again_for_the_same_org_it_is_the_same_application()
    {
        await using var factory = new WebApplicationFactory<Program>();

        var first = factory.WithOrg(orders.Org);

        factory.WithOrg(orders.Org).ShouldBeSameAs(first);
        factory.WithOrg(orders.Org, "Bearer").ShouldNotBeSameAs(first);
    }

    [Fact]
    public async Task An_audience_that_no_server_has_is_told_with_what_to_add()
    {
        await using var org = await TestOrg.StartAsync(
            o => o.User("grace@example.com").WebApp("web", "http://localhost/signin-oidc"), The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        var unknown = Should.Throw<InvalidOperationException>(() => Bearer(factory.WithOrg(org)));

        unknown.Message.ShouldStartWith(
            "The application's scheme 'Bearer' takes tokens for api://orders, and the test org has no authorization server of that " +
            "audience: " +
            "add .Server(\"default\", audience: \"api://orders\") where it is started. It has api://default.");
    }

    [Fact]
    public async Task A_web_app_that_the_org_does_not_know_is_told_with_what_to_add()
    {
        await using var org = await TestOrg.StartAsync(o => o.User("grace@example.com"), The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        var unknown = await Should.ThrowAsync<InvalidOperationException>(
            () => factory.WithOrg(org).SignInAsync("/me", "grace@example.com", The.Ct));

        unknown.Message.ShouldContain("add .WebApp(\"web\", \"http://localhost/signin-oidc\") where it is started.");
    }

    [Fact]
    public async Task Schemes_that_are_another_providers_are_left_alone()
    {
        await using var factory = new WebApplicationFactory<Program>();
        await using var mixed = factory.WithWebHostBuilder(host => host.ConfigureServices(services => services.AddAuthentication()
            .AddJwtBearer("Partner", options => (options.Authority, options.Audience) = ("https://partner.example", "api://partner"))));

        var wired = mixed.WithOrg(orders.Org, "Bearer", "OpenIdConnect");

        Bearer(wired, "Partner").Authority.ShouldBe("https://partner.example");
        Bearer(wired).Authority.ShouldBe(orders.Org.Issuer);
    }

    [Fact]
    public async Task What_an_application_leaves_to_the_end_is_wired_too()
    {
        await using var factory = new WebApplicationFactory<Program>();
        await using var late =
            factory.WithWebHostBuilder(host => host.ConfigureServices(services => services.PostConfigure<JwtBearerOptions>(
            "Bearer", options => OktaShapedApi.SetUp(options, "https://dev-1.okta.com", new SocketsHttpHandler()))));

        using var api = late.WithOrg(orders.Org).CreateClientAs("grace@example.com", "orders:read");

        (await api.DeleteAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task An_api_that_is_set_up_as_Oktas_package_does_it_takes_the_orgs_name_and_handler()
    {
        await using var api = await OktaShapedApi.StartAsync(orders.Org.Url, orders.Org.CreateHandler());
        using var http = api.GetTestClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", await orders.Org.TokenAsync("grace@example.com", ct: The.Ct));

        (await http.GetStringAsync("/me", The.Ct)).ShouldBe(orders.Org.UserOf("grace@example.com").Id);
    }

    [Fact]
    public async Task A_web_app_that_is_set_up_as_Oktas_package_does_it_is_signed_in_to()
    {
        await using var org = await TestOrg.StartAsync(
            o => o
                .User("grace@example.com").WebApp("web", "http://localhost/authorization-code/callback")
                .Server("default", audience: "api://orders"),
            The.Ct);
        await using var factory = new WebApplicationFactory<Program>();
        await using var oktas =
            factory.WithWebHostBuilder(host => host.ConfigureServices(services => services.Configure<OpenIdConnectOptions>(
            "OpenIdConnect", options => OktaShapedWebApp.SetUp(options, "https://dev-1.okta.com"))));

        using var web = await oktas.WithOrg(org).SignInAsync("/me", "grace@example.com", The.Ct);

        (await web.GetStringAsync("/me", The.Ct)).ShouldBe("Hello, Test User.");
    }

    [Fact]
    public async Task An_org_at_a_plain_address_is_taken_by_an_application_that_demands_https()
    {
        await using var org = await TestOrg.StartAsync(
            o =>
                o.User("grace@example.com").WebApp("web", "http://localhost/signin-oidc").Server("default", "api://orders", ["orders:read"])
                    .Http(),
            The.Ct);
        await using var factory = new WebApplicationFactory<Program>();

        using var api = factory.WithOrg(org).CreateClientAs("grace@example.com", "orders:read");
        using var web = await factory.SignInAsync("/me", "grace@example.com", The.Ct);

        (await api.GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await web.GetAsync("/me", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_an_org_the_client_is_told_to_name_one()
    {
        await using var factory = new WebApplicationFactory<Program>();

        Should.Throw<InvalidOperationException>(() => factory.CreateClientAs("grace@example.com")).Message.ShouldBe(
            "The application has no test org: call factory.WithOrg(org) first, and go on with what it returns.");
    }

    [Fact]
    public async Task One_call_moves_the_time_of_org_client_and_application()
    {
        await using var org = await TestOrg.StartAsync(
            o => o.User("grace@example.com").Server("default", "api://orders", ["orders:read"]), The.Ct);
        await using var factory = new WebApplicationFactory<Program>();
        var app = factory.WithOrg(org);
        using var renewing = app.CreateClientAs("grace@example.com", "orders:read");
        using var keeping = app.CreateClient();
        keeping.DefaultRequestHeaders.Authorization = new("Bearer", await org.TokenAsync("grace@example.com", "orders:read", The.Ct));
        (await keeping.GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = await TimeAsync(keeping);

        org.Advance(TimeSpan.FromDays(1));

        (await TimeAsync(keeping)).ShouldBeGreaterThan(before + TimeSpan.FromHours(23));
        var late = await keeping.GetAsync("/orders", The.Ct);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        late.Headers.WwwAuthenticate.ToString().ShouldContain("The token expired at");
        (await renewing.GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    static async Task<DateTimeOffset> TimeAsync(HttpClient api) =>
        DateTimeOffset.Parse((await api.GetStringAsync("/time", The.Ct)).Trim('"'), System.Globalization.CultureInfo.InvariantCulture);

    static JwtBearerOptions Bearer(WebApplicationFactory<Program> application, string scheme = "Bearer") =>
        application.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(scheme);
}
