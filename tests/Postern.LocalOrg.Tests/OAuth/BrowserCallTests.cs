namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What scripts of a web page may ask (oidc.md 20, authn.md 1).</summary>
public sealed class BrowserCallTests(SharedOrg shared)
{
    static readonly (string, string) Own = ("Origin", "http://localhost:8080");
    static readonly (string, string) Strange = ("Origin", "https://evil.example");

    [Theory]
    [InlineData("/oauth2/default/v1/token")]
    [InlineData("/oauth2/default/v1/keys")]
    [InlineData("/oauth2/default/v1/userinfo")]
    [InlineData("/.well-known/openid-configuration")]
    public async Task A_preflight_is_answered_without_a_body(string path)
    {
        var answer = await shared.Http.SendAsync(HttpMethod.Options, path, null, Own, ("Access-Control-Request-Method", "POST"));

        answer.Status.ShouldBe(204);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:8080");
        answer.Headers["Access-Control-Allow-Headers"].ShouldContain("Content-Type");
        answer.Headers["Vary"].ShouldBe("Origin");
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Primary_authentication_answers_a_preflight_of_a_trusted_origin()
    {
        var answer = await shared.Http.SendAsync(HttpMethod.Options, "/api/v1/authn", null, Own, ("Access-Control-Request-Method", "POST"));

        answer.Status.ShouldBe(200);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:8080");
        answer.Headers["Access-Control-Allow-Credentials"].ShouldBe("true");
        answer.Headers["Access-Control-Allow-Methods"].ShouldBe("POST, OPTIONS");
        answer.Headers["Access-Control-Max-Age"].ShouldBe("3600");
    }

    [Fact]
    public async Task Primary_authentication_tells_a_strange_origin_nothing_but_answers_it()
    {
        var answer = await shared.Http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"ada@example.com","password":"{{The.Password}}"}""", Strange);

        answer.Status.ShouldBe(200);
        answer.Headers.Keys.ShouldNotContain("Access-Control-Allow-Origin");
    }

    [Fact]
    public async Task A_page_of_the_apps_own_may_redeem_a_code()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={code}" +
            $"&code_verifier={The.Verifier}",
            Own);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:8080");
    }

    [Fact]
    public async Task A_page_of_another_origin_may_not_redeem_a_code()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Spa}&code=x", Strange);

        answer.ShouldBeError(
            400, "invalid_request", "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.");
    }

    [Fact]
    public async Task A_page_cannot_keep_a_secret()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Web}&client_secret={The.WebSecret}&code=x", Own);

        answer.ShouldBeError(401, "invalid_client", "Browser requests to the token endpoint must use Proof Key for Code Exchange.");
    }

    [Fact]
    public async Task A_page_may_read_why_it_was_refused()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/token", "", Own);

        answer.ShouldBeError(401, "invalid_client", "No client credentials found.");
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:8080");
    }

    [Fact]
    public async Task A_single_page_app_refreshes_from_its_page()
    {
        var token = (await shared.Http.TokensAsync(scope: "openid%20offline_access")).Text("refresh_token");

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=refresh_token&client_id={The.Spa}&refresh_token={token}", Own);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:8080");
        answer.Text("refresh_token").ShouldNotBe(token);
    }

    [Fact]
    public async Task A_strange_page_refreshes_nothing()
    {
        var token = (await shared.Http.TokensAsync(scope: "openid%20offline_access")).Text("refresh_token");

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=refresh_token&client_id={The.Spa}&refresh_token={token}", Strange);

        answer.ShouldBeError(
            400, "invalid_request", "Browser requests to the token endpoint must be part of at least one whitelisted redirect_uri.");
    }

    [Fact]
    public async Task A_single_page_app_may_say_at_a_refresh_that_it_wants_another()
    {
        var token = (await shared.Http.TokensAsync(scope: "openid%20offline_access")).Text("refresh_token");

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=refresh_token&client_id={The.Spa}&refresh_token={token}&scope=openid%20offline_access",
            Own);

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task A_page_of_any_other_app_asks_for_no_refresh_token()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Native}&code=x&scope=openid%20offline_access", Own);

        answer.ShouldBeError(400, "invalid_scope", "Browser requests to the token endpoint may not include the offline_access scope.");
    }

    [Theory]
    [InlineData("refresh_token&refresh_token=x")]
    [InlineData("password&username=ada%40example.com&password=x&scope=openid")]
    [InlineData("urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange")]
    public async Task A_page_of_any_other_app_may_redeem_codes_alone(string grant)
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/token", $"client_id={The.Native}&grant_type={grant}", Own);

        answer.ShouldBeError(
            400, "unauthorized_client", "Browser requests to the token endpoint may only use the authorization_code grant_type.");
    }
}
