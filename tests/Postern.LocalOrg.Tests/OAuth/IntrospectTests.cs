namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What the server says of a token (oidc.md 11).</summary>
public sealed class IntrospectTests(SharedOrg shared)
{
    const string Inactive = """{"active":false}""";
    const string Offline = "openid%20profile%20offline_access";

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task An_access_token_is_described_in_Oktas_member_order(string server)
    {
        var token = (await shared.Http.TokensAsync(server, Offline)).Text("access_token");

        var answer = await shared.Http.IntrospectAsync(token, server);

        answer.Members.ShouldBe(
            ["active", "scope", "username", "exp", "iat", "sub", "aud", "iss", "jti", "token_type", "client_id", "uid"]);
        answer.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        answer.Text("scope").ShouldBe("openid profile offline_access");
        answer.Text("username").ShouldBe("ada@example.com");
        answer.Text("token_type").ShouldBe("Bearer");
        answer.Text("client_id").ShouldBe(The.Spa);
        foreach (var claim in (string[])["sub", "aud", "iss", "jti", "uid"])
            answer.Text(claim).ShouldBe(Jwt.Text(token, claim));
        foreach (var claim in (string[])["exp", "iat"])
            answer.Json.GetProperty(claim).GetInt64().ShouldBe(Jwt.Number(token, claim));
        answer.Headers["Content-Type"].ShouldBe("application/json");
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.15.1 client is no user")]
    public async Task A_clients_own_access_token_has_no_user()
    {
        await using var org = await ClockedOrg.StartAsync((SeedAuthorizationServer server) => server with { Scopes = ["read"] });
        var token = (
            await org.Http.PostFormAsync(
                "/oauth2/default/v1/token", "grant_type=client_credentials&scope=read", The.BasicOfService)).Text("access_token");

        var answer = await org.Http.IntrospectAsync(token);

        answer.Members.ShouldBe(["active", "scope", "exp", "iat", "sub", "aud", "iss", "jti", "token_type", "client_id"]);
        answer.Text("sub").ShouldBe(The.Service);
    }

    [Fact]
    public async Task A_refresh_token_is_described_without_what_only_a_JWT_has()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        var answer = await org.Http.IntrospectAsync(token);

        answer.Body.ShouldBe(
            $$"""{"active":true,"scope":"openid profile offline_access","username":"ada@example.com","exp":{{The.Now.ToUnixTimeSeconds() + 604800}},"sub":"ada@example.com","token_type":"Bearer","client_id":"{{The.Spa}}"}""");
    }

    [Fact]
    public async Task An_ID_token_is_described_too()
    {
        var token = (await shared.Http.TokensAsync()).Text("id_token");

        var answer = await shared.Http.IntrospectAsync(token);

        answer.Members.ShouldBe(["active", "username", "exp", "iat", "sub", "aud", "iss", "jti", "token_type", "client_id"]);
        answer.Text("sub").ShouldBe("00u1adaActive0000005");
        answer.Text("jti").ShouldBe(Jwt.Text(token, "jti"));
    }

    [Theory]
    [InlineData("access_token", "refresh_token")]
    [InlineData("refresh_token", "access_token")]
    [InlineData("id_token", "refresh_token")]
    [InlineData("access_token", "nonsense")]
    public async Task A_wrong_hint_does_no_harm(string kind, string hint)
    {
        var token = (await shared.Http.TokensAsync(scope: Offline)).Text(kind);

        var answer = await shared.Http.IntrospectAsync($"{token}&token_type_hint={hint}");

        answer.Body.ShouldStartWith("""{"active":true,""");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.")]
    public async Task What_is_no_token_is_inactive(string token)
    {
        var answer = await shared.Http.IntrospectAsync(token);

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBe(Inactive);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("id_token")]
    [InlineData("refresh_token")]
    public async Task A_token_of_another_server_is_inactive(string kind)
    {
        var token = (await shared.Http.TokensAsync("/oauth2/default", Offline)).Text(kind);

        (await shared.Http.IntrospectAsync(token, "/oauth2")).Body.ShouldBe(Inactive);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("id_token")]
    public async Task An_expired_token_is_inactive(string kind)
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync()).Text(kind);

        org.Advance(3599);
        (await org.Http.IntrospectAsync(token)).Body.ShouldStartWith("""{"active":true,""");
        org.Advance(1);
        (await org.Http.IntrospectAsync(token)).Body.ShouldBe(Inactive);
    }

    [Fact]
    public async Task A_refresh_token_is_its_clients_own_affair()
    {
        var token = (await shared.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        (await shared.Http.IntrospectAsync(token, clientId: The.Native)).Body.ShouldBe(Inactive);
    }

    [Fact]
    public async Task A_rotated_refresh_token_is_active_for_the_leeway_and_no_longer()
    {
        await using var org = await ClockedOrg.StartAsync();
        var token = (await org.Http.TokensAsync(scope: Offline)).Text("refresh_token");
        await org.Http.RefreshAsync(token);

        org.Advance(30);
        (await org.Http.IntrospectAsync(token)).Body.ShouldStartWith("""{"active":true,""");
        org.Advance(1);
        (await org.Http.IntrospectAsync(token)).Body.ShouldBe(Inactive);
    }

    [Fact]
    public async Task A_confidential_client_asks_with_its_secret()
    {
        var token = (await shared.Http.TokensAsync()).Text("access_token");

        var proved = await shared.Http.PostFormAsync("/oauth2/default/v1/introspect", $"token={token}", The.BasicOfWeb);
        var unproved = await shared.Http.PostFormAsync("/oauth2/default/v1/introspect", $"token={token}&client_id={The.Web}");
        var nobody = await shared.Http.PostFormAsync("/oauth2/default/v1/introspect", $"token={token}");

        proved.Body.ShouldStartWith("""{"active":true,""");
        unproved.ShouldBeError(
            401, "invalid_client", "Client authentication failed. Either the client or the client credentials are invalid.");
        nobody.ShouldBeError(401, "invalid_client", "No client credentials found.");
    }

    [Fact]
    public async Task Without_a_token_there_is_nothing_to_say()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/introspect", $"client_id={The.Spa}");

        answer.ShouldBeError(400, "invalid_request", "The 'token' parameter is required.");
    }

    [Fact]
    public async Task Only_POST_will_do()
    {
        var answer = await shared.Http.GetAsync("/oauth2/default/v1/introspect?token=x");

        answer.ShouldBeError(405, "invalid_request", "The endpoint does not support the provided HTTP method");
    }
}
