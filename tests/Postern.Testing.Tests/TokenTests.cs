using Microsoft.AspNetCore.Http;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Testing.Tests;

/// <summary>Which tokens a test gets, and how often they are fetched.</summary>
public class TokenTests(OrdersOrg orders)
{
    readonly TestOrg _org = orders.Org;

    [Fact]
    public async Task Scopes_find_the_authorization_server_that_has_them()
    {
        TokenClaims.Of(await _org.TokenAsync("linus@example.com", "openid ship", The.Ct))
            .MustHave("""{ "aud": "api://shipping", "department": "Sales", "scp": ["openid", "ship"] }""");
        TokenClaims.Of(await _org.TokenAsync("linus@example.com", ct: The.Ct))
            .MustHave("""{ "aud": "api://orders", "groups": ["Everyone", "Testers"] }""");
    }

    [Theory]
    [InlineData("Shipping")]
    [InlineData("api://shipping")]
    public async Task A_server_is_named_by_name_or_audience(string server)
    {
        var tokens = await _org.TokensAsync(new() { User = "linus@example.com", Server = server }, The.Ct);

        TokenClaims.Of(tokens.AccessToken!).MustHave("""{ "aud": "api://shipping" }""");
    }

    [Theory]
    [InlineData("web")]
    [InlineData("spa")]
    public async Task An_app_is_named_by_its_name(string name)
    {
        var app = _org.LocalOrg.Seed.Apps.First(app => app.Name == name);

        var tokens = await _org.TokensAsync(new() { User = "grace@example.com", App = name }, The.Ct);

        TokenClaims.Of(tokens.AccessToken!).All["cid"]!.GetValue<string>().ShouldBe(app.ClientId);
        TokenClaims.Of(tokens.IdToken!).All["aud"]!.GetValue<string>().ShouldBe(app.ClientId);
    }

    [Fact]
    public async Task A_service_app_of_ones_own_gets_tokens_too()
    {
        var tokens = await _org.TokensAsync(new() { App = "nightly", Scopes = "ship" }, The.Ct);

        TokenClaims.Of(tokens.AccessToken!).MustHave("""{ "aud": "api://shipping", "scp": ["ship"] }""");
    }

    [Fact]
    public async Task Scopes_that_no_server_has_are_refused_by_the_org()
    {
        var refused = await Should.ThrowAsync<OAuthException>(() => _org.TokenAsync("grace@example.com", "orders:burn", The.Ct));

        refused.Error.ShouldBe("invalid_scope");
    }

    [Fact]
    public void Who_and_what_is_not_there_is_told_with_what_is()
    {
        Should.Throw<ArgumentException>(() => _org.SourceOf(new() { User = "nobody@example.com" })).Message.ShouldStartWith(
            "The test org has no user 'nobody@example.com': add .User(\"nobody@example.com\") where it is started. It has " +
            "grace@example.com,");
        Should.Throw<ArgumentException>(() => _org.SourceOf(new() { User = "grace@example.com", App = "wep" })).Message.ShouldBe(
            "The test org has no app 'wep'. It has web, spa, nightly, Postern.Testing, Postern.Testing service.");
        Should.Throw<ArgumentException>(() => _org.SourceOf(new() { User = "grace@example.com", Server = "ship" })).Message.ShouldBe(
            "The test org has no authorization server 'ship'. It has default, Shipping.");
    }

    [Fact]
    public async Task Three_sign_ins_with_one_time_passwords_need_not_wait_and_the_fourth_is_told_to()
    {
        await using var org = await TestOrg.StartAsync(
            o => o.MfaUser("max@example.com").Server("default", scopes: ["a", "b", "c", "d"]), The.Ct);

        foreach (var scope in (string[])["a", "b", "c"])
            TokenClaims.Of(await org.TokenAsync("max@example.com", scope, The.Ct)).All["scp"]!.AsArray().Count.ShouldBe(1);
        var tooMany = await Should.ThrowAsync<InvalidOperationException>(() => org.TokenAsync("max@example.com", "d", The.Ct));
        org.Advance(TimeSpan.FromSeconds(90));
        await org.TokenAsync("max@example.com", "d", The.Ct);

        tooMany.Message.ShouldStartWith("max@example.com has signed in three times within half a minute");
    }

    [Fact]
    public async Task On_Identity_Engine_tokens_come_by_the_first_way_that_the_app_leaves_open()
    {
        await using var org = await TestOrg.StartAsync(
            o => o
                .Seed(new() { OrgName = "Test org", Engine = OrgEngine.IdentityEngine })
                .User("tess@example.com", change: tess => tess with { TotpSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" })
                .SpaApp("page", "http://localhost:4200/callback", app => app with { RequiresFactor = true })
                .SpaApp(
                    "interaction",
                    "http://localhost:4300/callback",
                    app => app with { RequiresFactor = true, GrantTypes = [.. app.GrantTypes, "interaction_code"] }),
            The.Ct);

        (await WayAsync("Postern.Testing")).ShouldBe(SignInWay.SessionToken);
        (await WayAsync("interaction")).ShouldBe(SignInWay.InteractionCode);
        (await WayAsync("page")).ShouldBe(SignInWay.HostedPage);

        async Task<SignInWay?> WayAsync(string app) =>
            (await org.TokensAsync(new() { User = "tess@example.com", App = app }, The.Ct)).Receipt!.Way;
    }

    [Fact]
    public async Task A_token_is_fetched_once_and_again_when_its_time_is_near()
    {
        var asked = 0;
        await using var org = await TestOrg.StartAsync(
            o =>
                o.User("grace@example.com").Options(options => options with { Middleware = next => Counted(next, () => asked++) }), The.Ct);

        var first = await org.TokenAsync("grace@example.com", ct: The.Ct);
        (await org.TokenAsync("GRACE@example.com", ct: The.Ct)).ShouldBe(first);
        org.Advance(TimeSpan.FromMinutes(59.6));
        (await org.TokenAsync("grace@example.com", ct: The.Ct)).ShouldNotBe(first);

        asked.ShouldBe(2);
    }

    [Fact]
    public async Task The_first_token_asks_the_org_no_more_than_the_tenth()
    {
        await using var org = await TestOrg.StartAsync(
            o => o.User("grace@example.com").User("linus@example.com").Server("default", scopes: ["read"]).Server("Two", scopes: ["ship"]),
            The.Ct);
        await org.LocalOrg.Requests.StartAsync(The.Ct);

        await org.TokenAsync("grace@example.com", "read", The.Ct);
        await org.TokenAsync("linus@example.com", "read", The.Ct);
        await org.TokenAsync("linus@example.com", "ship", The.Ct);
        await org.ServiceTokenAsync("ship", The.Ct);

        var asked = (await org.LocalOrg.Requests.AllAsync(ct: The.Ct)).Select(request => request.Path.Split('/')[^1]);
        asked.ShouldBe(
            ["authn", "authorize", "token", "authn", "authorize", "token", "authn", "authorize", "token", "token"]);
    }

    static RequestDelegate Counted(RequestDelegate next, Action count) => context =>
    {
        if (context.Request.Path.Value is { } path && path.EndsWith("/v1/token", StringComparison.Ordinal))
            count();
        return next(context);
    };
}
