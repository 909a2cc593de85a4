using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What an access token tells of its user (oidc.md 13).</summary>
public sealed class UserInfoTests(SharedOrg shared)
{
    const string Invalid = "Bearer error=\"invalid_token\", error_description=\"The access token is invalid\"";

    [Theory]
    [Trait("Proves", "OIDC 5.4 claims by scope")]
    [Trait("Proves", "OIDC 5.3.1 userinfo by GET and POST")]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task Every_claim_of_the_granted_scopes_is_there_in_Oktas_order(string server)
    {
        var answer = await AskAsync(server, (await shared.Http.TokensAsync(server)).Text("access_token"));

        answer.Status.ShouldBe(200, answer.Body);
        answer.Members.ShouldBe(
            [
                "sub", "name", "locale", "email", "preferred_username", "given_name", "family_name", "zoneinfo", "updated_at",
                "email_verified",
            ]);
        answer.Text("sub").ShouldBe("00u1adaActive0000005");
        answer.Headers["Content-Type"].ShouldBe("application/json");
    }

    [Fact]
    [Trait("Proves", "OIDC 5.3.2 sub in userinfo")]
    public async Task Openid_alone_gives_the_subject_alone()
    {
        var answer = await AskAsync("/oauth2", (await shared.Http.TokensAsync("/oauth2", "openid")).Text("access_token"));

        answer.Body.ShouldBe("""{"sub":"00u1adaActive0000005"}""");
    }

    [Fact]
    [Trait("Proves", "OIDC 5.3.1 userinfo by GET and POST")]
    public async Task A_POST_may_carry_the_token_in_its_body()
    {
        var token = (await shared.Http.TokensAsync()).Text("access_token");

        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/userinfo", $"access_token={token}");

        answer.Text("sub").ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task A_token_without_openid_has_insufficient_scope()
    {
        var seed = OrgSeed.Default with { AuthorizationServers = [OrgSeed.Default.AuthorizationServers[0] with { Scopes = ["read"] }] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync(
            "/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {(await http.TokensAsync(scope: "read")).Text("access_token")}"));

        answer.Status.ShouldBe(403);
        answer.Headers["WWW-Authenticate"].ShouldBe(
            "Bearer error=\"insufficient_scope\", error_description=\"The access token must provide access to at least one of these " +
            "scopes - profile, email, address or phone\"");
        answer.Headers["Expires"].ShouldBe("0");
    }

    [Fact]
    [Trait("Proves", "OIDC 5.3.3 userinfo errors")]
    public async Task An_expired_token_is_invalid()
    {
        var time = new FakeTimeProvider(The.Now);
        await using var org = await LocalOrg.StartAsync(new() { Time = time }, The.Ct);
        using var http = new Browserless(org);
        var token = (await http.TokensAsync()).Text("access_token");

        time.Advance(TimeSpan.FromSeconds(3599));
        var before = await http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {token}"));
        time.Advance(TimeSpan.FromSeconds(1));
        var after = await http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {token}"));

        before.Status.ShouldBe(200);
        after.Status.ShouldBe(401);
        after.Headers["WWW-Authenticate"].ShouldBe(Invalid);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")]
    public async Task What_is_no_token_is_invalid(string token)
    {
        var answer = await AskAsync("/oauth2/default", token);

        answer.Status.ShouldBe(401);
        answer.Headers["WWW-Authenticate"].ShouldBe(Invalid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic eDp5")]
    [InlineData("Bearer")]
    public async Task Without_a_token_the_answer_says_so(string header)
    {
        var answer = await shared.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", header));

        answer.Status.ShouldBe(401);
        answer.Headers["WWW-Authenticate"].ShouldBe("Bearer error=\"invalid_request\", error_description=\"The access token is missing.\"");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.3.2 no token in a query")]
    public async Task A_token_does_not_belong_into_a_query()
    {
        var answer = await shared.Http.GetAsync("/oauth2/default/v1/userinfo?access_token=x");

        answer.ShouldBeError(400, "invalid_request", "The access token cannot be presented in a query string.");
    }

    [Fact]
    public async Task A_token_in_the_header_and_in_the_body_is_one_too_many()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/userinfo", "access_token=x", ("Authorization", "Bearer y"));

        answer.ShouldBeError(
            400, "invalid_request", "The access token cannot be specified in both the Authorization header and the request-body.");
    }

    Task<Answer> AskAsync(string server, string token) =>
        shared.Http.GetAsync($"{server}/v1/userinfo", ("Authorization", $"Bearer {token}"));
}
