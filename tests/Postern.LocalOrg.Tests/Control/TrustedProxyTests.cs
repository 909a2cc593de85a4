using System.Net;

namespace Postern.LocalOrg.Tests.Control;

/// <summary>Whom the org takes for the caller behind a proxy that it was told to believe, and behind any other.</summary>
public sealed class TrustedProxyTests
{
    const string Ada = $$"""{"username":"ada@example.com","password":"{{The.Password}}"}""";

    static readonly IPNetwork ThisMachine = IPNetwork.Parse("127.0.0.0/8");

    [Theory]
    [InlineData("198.51.100.7", 200)]
    [InlineData("203.0.113.9", 403)]
    [InlineData("198.51.100.7, 203.0.113.9", 403)] // said by the caller, who may say anything
    [InlineData("203.0.113.9, 198.51.100.7", 200)]
    [InlineData("203.0.113.9, 198.51.100.7, 127.0.0.9", 200)] // by one proxy through another
    public async Task Policies_see_whom_it_names(string forwarded, int status)
    {
        await using var org = await LocalOrg.StartAsync(new() { TrustedProxies = [ThisMachine], Seed = Inside("198.51.100.0/24") }, The.Ct);
        using var http = new Browserless(org);

        (await http.PostJsonAsync("/api/v1/authn", Ada, ("X-Forwarded-For", forwarded))).Status.ShouldBe(status);
    }

    [Fact]
    public async Task Nobody_else_is_believed()
    {
        await using var org = await LocalOrg.StartAsync(
            new() { TrustedProxies = [IPNetwork.Parse("10.0.0.1/32")], Seed = Inside("198.51.100.0/24") }, The.Ct);
        using var http = new Browserless(org);

        (await http.PostJsonAsync("/api/v1/authn", Ada, ("X-Forwarded-For", "198.51.100.7"))).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("203.0.113.9")]
    [InlineData("127.0.0.1")] // the proxy's machine, which may be another
    [InlineData("::1")]
    public async Task Whoever_it_names_is_not_this_machine_to_the_control_surface(string forwarded)
    {
        await using var org = await LocalOrg.StartAsync(new() { TrustedProxies = [ThisMachine] }, The.Ct);
        using var http = new Browserless(org);

        (await http.GetAsync("/_postern/outbox", ("X-Forwarded-For", forwarded))).Status.ShouldBe(403);
        (await http.GetAsync("/_postern/outbox", ("X-Original-For", "127.0.0.1:1"))).Status.ShouldBe(200, "no proxy has said anything");
    }

    [Fact]
    public async Task The_name_and_the_scheme_that_it_tells_are_those_of_the_request()
    {
        List<string> seen = [];
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                TrustedProxies = [ThisMachine],
                Middleware = next => context =>
                {
                    seen.Add($"{context.Request.Scheme}://{context.Request.Host} from {context.Connection.RemoteIpAddress}");
                    return next(context);
                },
            },
            The.Ct);
        using var http = new Browserless(org);

        await http.GetAsync(
            "/.well-known/okta-organization",
            ("X-Forwarded-For", "203.0.113.9"),
            ("X-Forwarded-Host", "okta.example.test"),
            ("X-Forwarded-Proto", "https"));

        seen.ShouldBe(["https://okta.example.test from 203.0.113.9"]);
    }

    [Fact]
    public async Task Everybody_is_no_proxy() =>
        (await Should.ThrowAsync<ArgumentException>(
            () => LocalOrg.StartAsync(new() { TrustedProxies = [IPNetwork.Parse("::/0")] }, The.Ct)))
            .Message.ShouldContain("is everybody");

    /// <summary>Signing in is for callers of this network alone.</summary>
    static OrgSeed Inside(string network) => OrgSeed.Default with
    {
        NetworkZones = [new() { Id = "nzo1posternOffice005", Name = "Office", Networks = [network] }],
        SessionPolicies =
        [
            new()
            {
                Name = "Office only",
                Rules =
                [
                    new() { Name = "From the office", Networks = ["nzo1posternOffice005"] },
                    new() { Name = "From elsewhere", AllowsAccess = false },
                ],
            },
        ],
    };
}
