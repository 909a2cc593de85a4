using System.Net;

namespace Postern.Testing.Tests;

/// <summary>The kit as it was asked for, line by line.</summary>
public class IssueTests
{
    [Fact]
    public async Task The_code_that_was_asked_for_does_what_it_says()
    {
        await using var factory = new WebApplicationFactory<Program>();
        await using var org = await TestOrg.StartAsync(
            o => o
                .User("grace@example.com", groups: ["Admins"])
                .WebApp("web", "http://localhost/signin-oidc")
                .Server("default", audience: "api://orders", scopes: ["orders:read"], groupsClaim: true),
            The.Ct);

        var token = await org.TokenAsync("grace@example.com", "orders:read", The.Ct);
        var service = await org.ServiceTokenAsync("orders:read", The.Ct);
        HttpClient api = factory.WithOrg(org).CreateClientAs("grace@example.com", "orders:read");
        HttpClient web = await factory.SignInAsync("/me", "grace@example.com", The.Ct);

        TokenClaims.Of(token).MustHave("""{ "sub": "grace@example.com", "scp": ["orders:read"], "groups": ["Everyone", "Admins"] }""");
        TokenClaims.Of(service).MustHave("""{ "scp": ["orders:read"], "aud": "api://orders" }""");
        (await api.GetStringAsync("/orders", The.Ct)).ShouldBe("""["an order of grace@example.com"]""");
        (await web.GetStringAsync("/me", The.Ct)).ShouldBe("Hello, Test User.");
        (await factory.WithOrg(org).CreateClient().GetAsync("/orders", The.Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
