using Microsoft.Extensions.Time.Testing;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>The authorization code grant at the token endpoint (oidc.md 9.1).</summary>
public sealed class AuthorizationCodeTests(SharedOrg shared)
{
    static readonly (string, string) Basic = (
        "Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{The.Web}:{The.WebSecret}")));

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.3 no-store")]
    public async Task A_code_becomes_tokens_in_Oktas_member_order()
    {
        var answer = await shared.Http.TokensAsync();

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "id_token"]);
        answer.Text("token_type").ShouldBe("Bearer");
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        answer.Text("scope").Split(' ').ShouldBe(["openid", "profile", "email"], ignoreOrder: true);
        answer.Headers["Content-Type"].ShouldBe("application/json");
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
        answer.Headers["Pragma"].ShouldBe("no-cache");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.1 openid scope")]
    public async Task Without_openid_there_is_no_ID_token()
    {
        var seed = OrgSeed.Default with { AuthorizationServers = [OrgSeed.Default.AuthorizationServers[0] with { Scopes = ["read"] }] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.TokensAsync(scope: "read");

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope"]);
    }

    [Fact]
    public async Task A_code_that_was_never_given_out_is_invalid()
    {
        var answer = await shared.Http.RedeemAsync("Ki9xJ0t3WmJ4Vb7cQd2eRf5gTh8jUk1lYn4oZp6qXr0");

        answer.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Fact]
    public async Task A_code_lives_three_hundred_seconds()
    {
        var time = new FakeTimeProvider(The.Now);
        await using var org = await LocalOrg.StartAsync(new() { Time = time }, The.Ct);
        using var http = new Browserless(org);
        var (early, late) = (await http.CodeAsync(clientId: The.Spa), await http.CodeAsync(clientId: The.Spa));

        time.Advance(TimeSpan.FromSeconds(299));
        var inTime = await http.RedeemAsync(early);
        time.Advance(TimeSpan.FromSeconds(1));
        var tooLate = await http.RedeemAsync(late);

        inTime.Status.ShouldBe(200, inTime.Body);
        tooLate.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.3.2 same redirect URI")]
    [InlineData("http%3A%2F%2Flocalhost%3A8080%2Fcallback%2F")]
    [InlineData("com.example.postern%3A%2Fcallback")]
    public async Task The_redirect_URI_must_be_the_one_of_the_authorize_request(string redirectUri)
    {
        var code = await shared.Http.CodeAsync();

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&redirect_uri={redirectUri}&code={code}&code_verifier={The.Verifier}", Basic);

        answer.ShouldBeError(
            400, "invalid_grant", "The 'redirect_uri' does not match the redirection URI used in the authorization request.");
    }

    [Fact]
    public async Task Without_a_code_the_missing_parameter_is_named()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Spa}");

        answer.ShouldBeError(400, "invalid_request", "The required parameter 'code' is missing.");
    }

    [Fact]
    public async Task Without_a_grant_type_the_valid_ones_are_named()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/token", $"client_id={The.Spa}");

        answer.Status.ShouldBe(400);
        answer.Body.ShouldStartWith(
            """{"error":"invalid_request","error_description":"The token request must specify a 'grant_type'. Valid values: [authorization_code, """);
    }

    [Fact]
    public async Task A_grant_type_never_heard_of_is_not_supported()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/token", $"grant_type=wish&client_id={The.Spa}");

        answer.Status.ShouldBe(400);
        answer.Body.ShouldStartWith(
            """{"error":"unsupported_grant_type","error_description":"The authorization grant type is not supported by the authorization server. Configured grant types: [authorization_code, """);
    }

    [Fact]
    public async Task A_grant_type_that_the_app_lacks_is_unauthorized()
    {
        var app = OrgSeed.Default.Apps[0] with { GrantTypes = ["implicit"] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { Apps = [app] } }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.PostFormAsync("/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Spa}&code=x");

        answer.ShouldBeError(
            400, "unauthorized_client", "The client is not authorized to use the provided grant type. Configured grant types: [implicit].");
    }

    [Fact]
    public async Task An_unknown_authorization_server_issues_nothing()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/aus1unknown000000005/v1/token", $"grant_type=authorization_code&client_id={The.Spa}&code=x");

        answer.ShouldBeError(400, "invalid_request", "The authorization server id is invalid.");
    }

    [Fact]
    public async Task A_repeated_parameter_is_refused()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&grant_type=authorization_code&client_id={The.Spa}");

        answer.ShouldBeError(400, "invalid_request", "The request contained multiple parameters with the same name.");
    }

    [Fact]
    public async Task A_JSON_body_is_not_read()
    {
        var answer = await shared.Http.PostJsonAsync(
            "/oauth2/default/v1/token", $$"""{"grant_type":"authorization_code","client_id":"{{The.Spa}}"}""");

        answer.ShouldBeError(401, "invalid_client", "No client credentials found.");
    }

    [Fact]
    public async Task Only_POST_will_do()
    {
        var answer = await shared.Http.GetAsync("/oauth2/default/v1/token");

        answer.ShouldBeError(405, "invalid_request", "The endpoint does not support the provided HTTP method");
        answer.Headers["Allow"].ShouldContain("POST");
    }

    [Fact]
    public async Task A_code_without_a_challenge_needs_no_verifier()
    {
        var code = await shared.Http.CodeAsync(pkce: "prompt=none");

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}&code={code}", Basic);

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task A_code_is_forty_three_characters_of_base64url()
    {
        var code = await shared.Http.CodeAsync();

        code.ShouldMatch("^[A-Za-z0-9_-]{43}$");
    }
}
