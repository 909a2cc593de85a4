using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>The right password of an active user.</summary>
public sealed class SuccessTests(SharedOrg shared)
{
    [Fact]
    public async Task Success_has_exactly_Oktas_members_in_Oktas_order()
    {
        await using var org = await LocalOrg.StartAsync(new() { Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthenticateAsync("ada@example.com");

        answer.ShouldBe(
            200,
            """
            {"expiresAt":"2026-02-03T10:20:30.000Z","status":"SUCCESS","sessionToken":"{sessionToken}","_embedded":{"user":{"id":"00u1adaActive0000005","passwordChanged":"2026-02-03T10:15:30.000Z","profile":{"login":"ada@example.com","firstName":"Ada","lastName":"Active","locale":"en","timeZone":"America/Los_Angeles"}}}}
            """,
            org);
    }

    [Fact]
    public async Task A_session_token_is_20111_and_fifty_characters_of_base64url()
    {
        var token = await shared.Http.SessionTokenAsync();

        token.ShouldMatch("^20111[A-Za-z0-9_-]{50}$");
    }

    [Fact]
    public async Task Every_success_has_another_session_token()
    {
        var first = await shared.Http.SessionTokenAsync();
        var second = await shared.Http.SessionTokenAsync();

        second.ShouldNotBe(first);
    }

    [Fact]
    public async Task Success_opens_no_session_by_itself()
    {
        var answer = await shared.Http.AuthenticateAsync("ada@example.com");

        answer.Headers.Keys.ShouldNotContain("Set-Cookie");
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ADA@Example.COM")]
    [InlineData("Ada")]
    [InlineData("ádá@example.com")]
    public async Task A_login_is_found_by_its_short_name_in_any_case_and_without_regard_to_diacritics(string login)
    {
        var answer = await shared.Http.AuthenticateAsync(login);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("_embedded").GetProperty("user").GetProperty("profile").GetProperty("login").GetString()
            .ShouldBe("ada@example.com");
    }

    [Theory]
    [InlineData("jo")]
    [InlineData("%")]
    [InlineData("ad_")]
    [InlineData("a%")]
    public async Task A_short_name_that_is_not_one_users_alone_finds_nobody(string login)
    {
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Seed = OrgSeed.Default with
                {
                    Users =
                    [
                        .. OrgSeed.Default.Users,
                        new() { Id = "00u1joOne00000000005", Login = "jo@one.example", Password = The.Password },
                        new() { Id = "00u1joTwo00000000005", Login = "jo@two.example", Password = The.Password },
                    ],
                },
            },
            The.Ct);
        using var http = new Browserless(org);

        var answer = await http.AuthenticateAsync(login);

        answer.ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task The_relay_state_comes_back_after_the_status()
    {
        var answer = await shared.Http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"ada@example.com","password":"{{The.Password}}","relayState":"/deep/link?a=1&b='2'"}""");

        answer.Members.ShouldBe(["expiresAt", "status", "relayState", "sessionToken", "_embedded"]);
        answer.Body.ShouldContain("\"relayState\":\"/deep/link?a=1&b='2'\"");
    }

    [Fact]
    public async Task Options_context_and_members_never_heard_of_are_accepted()
    {
        var answer = await shared.Http.PostJsonAsync(
            "/api/v1/authn",
            $$"""
            {"username":"ada@example.com","password":"{{The.Password}}","options":{"warnBeforePasswordExpired":true,"multiOptionalFactorEnroll":false},
             "context":{"deviceToken":"kQ7vT2mZ9xLbR4nWc8JyHf3DsGa6PuEi"},"subscription":[1,{"deep":null}]}
            """);

        answer.Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Every_answer_carries_Oktas_headers()
    {
        var answer = await shared.Http.AuthenticateAsync("ada@example.com");

        answer.Headers["X-Okta-Request-Id"].ShouldMatch("^[0-9a-f]{32}$");
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
        answer.Headers["Pragma"].ShouldBe("no-cache");
        answer.Headers["Expires"].ShouldBe("0");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["X-Rate-Limit-Limit"].ShouldBe("600");
        answer.Headers.Keys.ShouldContain("X-Rate-Limit-Remaining");
        answer.Headers.Keys.ShouldContain("X-Rate-Limit-Reset");
        answer.Headers["Content-Type"].ShouldBe("application/json");
    }
}
