using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Tests.Hosting;

/// <summary>An org that does not listen by itself: somebody else's application serves it, under whatever host that has.</summary>
public sealed class MountedOrgTests
{
    [Fact]
    public async Task In_an_application_with_its_own_Kestrel_it_serves_the_whole_technique()
    {
        await using var org = await LocalOrg.CreateAsync(ct: The.Ct);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/health", () => "well");
        app.MapGet("/", () => "the application's own");
        app.MapLocalOrg(org);
        await app.StartAsync(The.Ct);
        using var http = new Browserless(org);

        var tokens = await http.TokensAsync();

        org.Url.ShouldBe(app.Urls.Single());
        tokens.Text("id_token").ShouldNotBeEmpty();
        (await http.GetAsync("/oauth2/default/.well-known/openid-configuration")).Text("issuer").ShouldBe($"{org.Url}/oauth2/default");
        (await http.GetAsync("/health")).Body.ShouldBe("well");
        (await http.GetAsync("/")).Body.ShouldBe("the application's own");
        (await http.GetAsync("/nothing")).ShouldBeErrorPage(404, "not_found", "There is nothing at this address.");
    }

    [Fact]
    public async Task In_a_TestServer_it_serves_the_whole_technique()
    {
        await using var org = await LocalOrg.CreateAsync(ct: The.Ct);
        await using var app = Application();
        app.MapLocalOrg(org);
        await app.StartAsync(The.Ct);
        using var http = new Browserless(app.GetTestClient());

        var tokens = await http.TokensAsync();

        org.Url.ShouldBe("http://localhost");
        tokens.Text("access_token").ShouldNotBeEmpty();
        (await http.GetAsync("/.well-known/okta-organization")).Headers["X-Okta-Request-Id"].Length.ShouldBe(32);
    }

    [Fact]
    public async Task Two_in_one_application_are_told_apart_by_their_hosts()
    {
        await using var acme = await LocalOrg.CreateAsync(new() { PublicUrl = "https://acme.example" }, The.Ct);
        await using var globex = await LocalOrg.CreateAsync(new() { PublicUrl = "https://globex.example" }, The.Ct);
        await using var app = Application();
        app.MapLocalOrg(acme).RequireHost("acme.example");
        app.MapLocalOrg(globex).RequireHost("globex.example");
        await app.StartAsync(The.Ct);
        using var atAcme = new Browserless(ClientOf(app, "https://acme.example"));
        using var atGlobex = new Browserless(ClientOf(app, "https://globex.example"));

        var sessionToken = await atAcme.SessionTokenAsync();
        var there = await atGlobex.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s" +
            $"&prompt=none&{The.Pkce}&sessionToken={sessionToken}");

        there.Redirected("error").ShouldBe("login_required");
        (await atAcme.TokensAsync()).Status.ShouldBe(200);
        (await atGlobex.GetAsync("/.well-known/openid-configuration")).Text("issuer").ShouldBe("https://globex.example");
    }

    [Fact]
    public async Task Its_middleware_goes_with_it_and_not_with_the_application()
    {
        await using var org = await LocalOrg.CreateAsync(
            new()
            {
                Middleware = next => context =>
                {
                    context.Response.Headers["X-Watched"] = "yes";
                    return next(context);
                },
            },
            The.Ct);
        await using var app = Application();
        app.MapGet("/health", () => "well");
        app.MapLocalOrg(org);
        await app.StartAsync(The.Ct);
        using var http = new Browserless(app.GetTestClient());

        (await http.GetAsync("/.well-known/okta-organization")).Headers["X-Watched"].ShouldBe("yes");
        (await http.GetAsync("/health")).Headers.Keys.ShouldNotContain("X-Watched");
    }

    [Fact]
    public async Task Before_anybody_serves_it_it_has_no_URL()
    {
        await using var org = await LocalOrg.CreateAsync(ct: The.Ct);
        await using var named = await LocalOrg.CreateAsync(new() { PublicUrl = "https://acme.example/" }, The.Ct);

        Should.Throw<InvalidOperationException>(() => org.Url).Message
            .ShouldStartWith("The org has no URL yet: set LocalOrgOptions.PublicUrl");
        named.Url.ShouldBe("https://acme.example");

        await using var app = Application();
        app.MapLocalOrg(org);
        Should.Throw<InvalidOperationException>(() => org.Url).Message
            .ShouldStartWith("The application does not listen yet, and so the org has no URL");
    }

    [Fact]
    public async Task Disposed_before_its_application_it_says_later_and_the_application_lives_on()
    {
        var org = await LocalOrg.CreateAsync(ct: The.Ct);
        await using var app = Application();
        app.MapGet("/health", () => "well");
        app.MapLocalOrg(org);
        await app.StartAsync(The.Ct);
        using var http = new Browserless(app.GetTestClient());
        await http.TokensAsync();

        await org.DisposeAsync();
        var late = await http.AuthenticateAsync("ada@example.com");

        late.ShouldBeOktaError(503, "E0000010", "Service is in read only mode");
        (await http.GetAsync("/health")).Body.ShouldBe("well");
    }

    [Fact]
    public async Task Its_application_may_end_before_it()
    {
        await using var org = await LocalOrg.CreateAsync(ct: The.Ct);
        await using (var app = Application())
        {
            app.MapLocalOrg(org);
            await app.StartAsync(The.Ct);
        }

        (await org.SetUserStateAsync("ada@example.com", UserState.LockedOut, The.Ct)).ShouldBeTrue();
    }

    static WebApplication Application()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        return builder.Build();
    }

    static HttpClient ClientOf(WebApplication app, string url)
    {
        var http = app.GetTestClient();
        http.BaseAddress = new(url);
        return http;
    }
}
