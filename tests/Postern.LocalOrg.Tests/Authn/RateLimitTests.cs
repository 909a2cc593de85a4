using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Okta's limits, where an org is told to keep them.</summary>
public sealed class RateLimitTests
{
    readonly FakeTimeProvider _time = new(The.Now);

    [Fact]
    public async Task The_fifth_call_for_one_user_in_a_second_is_too_many()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        for (var i = 0; i < 4; i++)
            (await http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(200);
        var fifth = await http.AuthenticateAsync("Ada@example.com");

        fifth.ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
        fifth.Headers.Keys.ShouldNotContain("Retry-After");
    }

    [Fact]
    public async Task The_next_second_is_a_new_one()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        for (var i = 0; i < 5; i++)
            await http.AuthenticateAsync("ada@example.com");
        _time.Advance(TimeSpan.FromSeconds(1));
        var next = await http.AuthenticateAsync("ada@example.com");

        next.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_endpoints_bucket_holds_six_hundred_a_minute_and_says_when_it_fills_again()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        for (var i = 0; i < 600; i++)
            await http.PostJsonAsync("/api/v1/authn", "{}");
        var refused = await http.PostJsonAsync("/api/v1/authn", "{}");

        refused.ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
        refused.Headers["X-Rate-Limit-Limit"].ShouldBe("600");
        refused.Headers["X-Rate-Limit-Remaining"].ShouldBe("0");
        refused.Headers["X-Rate-Limit-Reset"].ShouldBe("1770113760");
    }

    [Fact]
    public async Task The_token_endpoint_refuses_in_the_other_surfaces_shape()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        for (var i = 0; i < 1200; i++)
            await http.PostFormAsync("/oauth2/default/v1/token", "");
        var refused = await http.PostFormAsync("/oauth2/default/v1/token", "");

        refused.ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
        refused.Headers["X-Rate-Limit-Remaining"].ShouldBe("0");
    }

    [Fact]
    public async Task Keys_and_discovery_are_never_limited()
    {
        await using var org = await StartAsync();
        using var http = new Browserless(org);

        var discovery = await http.GetAsync("/.well-known/openid-configuration");

        discovery.Status.ShouldBe(200);
        discovery.Headers.Keys.ShouldNotContain("X-Rate-Limit-Limit");
    }

    Task<LocalOrg> StartAsync() => LocalOrg.StartAsync(new() { Time = _time, RateLimits = RateLimits.Okta }, The.Ct);
}
