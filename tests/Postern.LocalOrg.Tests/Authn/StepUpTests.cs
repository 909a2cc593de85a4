namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Transactions that an app's request began: <c>SESSION_STEP_UP</c>.</summary>
public sealed class StepUpTests
{
    const string Authorize =
        $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s" +
        $"&nonce=n&{The.Pkce}&prompt=none";

    [Fact]
    public async Task It_begins_unauthenticated_with_the_app_it_is_for()
    {
        await using var walk = await Walk.StartAsync();

        var begun = await walk.PostAsync(await BeginAsync(walk), "");

        begun.Members.ShouldBe(["stateToken", "type", "expiresAt", "status", "_embedded", "_links"]);
        begun.Text("type").ShouldBe("SESSION_STEP_UP");
        begun.Text("status").ShouldBe("UNAUTHENTICATED");
        begun.Json.GetProperty("_embedded").GetRawText().ShouldBe(
            """
            {"target":{"type":"APP","name":"oidc_client","label":"Demo SPA","_links":{"logo":{"name":"medium","href":"{org}/assets/img/logos/default.png","type":"image/png"}}},"authentication":{"protocol":"OPENID_CONNECT","issuer":{"id":"0oa1posternSpa000005","name":"Demo SPA","uri":"{org}"}}}
            """.Replace("{org}", walk.Org.Url, StringComparison.Ordinal));
        begun.Json.GetProperty("_links").GetRawText().ShouldBe(
            """{"next":{"name":"authenticate","href":"{org}/api/v1/authn","hints":{"allow":["POST"]}}}""".Replace(
                "{org}", walk.Org.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_signs_in_has_no_session_token_and_goes_on_with_the_original_request_once()
    {
        await using var walk = await Walk.StartAsync();
        var stateToken = await BeginAsync(walk, Authorize);

        var done = await walk.PostAsync(stateToken, "", Credentials("ada@example.com"));
        var original = new Uri(done.Json.GetProperty("_links").GetProperty("next").GetProperty("href").GetString()!).PathAndQuery;
        var back = await walk.Http.GetAsync(original);
        var code = await walk.Http.GetAsync(back.Location, ("Cookie", back.Cookie!));
        var again = await walk.Http.GetAsync(original);

        done.Members.ShouldBe(["stateToken", "type", "expiresAt", "status", "_embedded", "_links"]);
        done.Text("status").ShouldBe("SUCCESS");
        done.Json.GetProperty("_links").GetProperty("next").GetProperty("name").GetString().ShouldBe("original");
        back.Location.ShouldBe(Authorize);
        code.Redirected("code").ShouldNotBeNull();
        again.Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_policies_ask_there_too()
    {
        await using var walk = await Walk.StartAsync();
        var stateToken = await BeginAsync(walk);

        var required = await walk.PostAsync(stateToken, "", Credentials("amy@example.com"));
        var done = await walk.GoAsync(required, Walk.VerifyPath(required, "question"), "SUCCESS", "\"answer\":\"mayonnaise\"");

        required.Text("status").ShouldBe("MFA_REQUIRED");
        done.Members.ShouldNotContain("sessionToken");
    }

    [Fact]
    public async Task A_wrong_password_leaves_it_as_it_was()
    {
        await using var walk = await Walk.StartAsync();
        var stateToken = await BeginAsync(walk);

        var wrong = await walk.PostAsync(stateToken, "", "\"username\":\"ada@example.com\",\"password\":\"not the one\"");

        wrong.ShouldBeOktaError(401, "E0000004", "Authentication failed");
        (await walk.PostAsync(stateToken, "")).Text("status").ShouldBe("UNAUTHENTICATED");
    }

    [Theory]
    [InlineData("https://evil.example/", 400)]
    [InlineData("//evil.example/", 400)]
    [InlineData("/\\\\evil.example", 400)]
    [InlineData("/für", 400)]
    [InlineData("/fine", 200)]
    public async Task It_goes_on_nowhere_but_at_the_org(string returnTo, int status)
    {
        await using var walk = await Walk.StartAsync();

        (
            await walk.Http.PostJsonAsync(
                "/_postern/step-up", $$"""{"clientId":"{{The.Spa}}","returnTo":"{{returnTo}}"}""")).Status.ShouldBe(status);
    }

    static string Credentials(string login) => $"\"username\":\"{login}\",\"password\":\"{The.Password}\"";

    static async Task<string> BeginAsync(Walk walk, string returnTo = "/") =>
        (await walk.Http.PostJsonAsync("/_postern/step-up", $$"""{"clientId":"{{The.Spa}}","returnTo":"{{returnTo}}"}"""))
            .Text("stateToken");
}
