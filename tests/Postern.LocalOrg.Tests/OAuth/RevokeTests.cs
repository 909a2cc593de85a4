namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Tokens taken down before their time (oidc.md 12).</summary>
public sealed class RevokeTests(SharedOrg shared)
{
    const string Inactive = """{"active":false}""";
    const string Offline = "openid%20offline_access";

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_revoked_access_token_is_dead_and_its_refresh_token_is_not(string server)
    {
        var tokens = await shared.Http.TokensAsync(server, Offline);

        var answer = await RevokeAsync(tokens.Text("access_token"), server);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBeEmpty();
        (await shared.Http.IntrospectAsync(tokens.Text("access_token"), server)).Body.ShouldBe(Inactive);
        (
            await shared.Http.GetAsync(
                $"{server}/v1/userinfo", ("Authorization", $"Bearer {tokens.Text("access_token")}"))).Status.ShouldBe(401);
        var refreshed = await shared.Http.RefreshAsync(tokens.Text("refresh_token"), server);
        (await shared.Http.IntrospectAsync(refreshed.Text("access_token"), server)).Body.ShouldStartWith("""{"active":true,""");
    }

    [Fact]
    public async Task A_revoked_refresh_token_takes_every_access_token_with_it()
    {
        var tokens = await shared.Http.TokensAsync(scope: Offline);
        var refreshed = await shared.Http.RefreshAsync(tokens.Text("refresh_token"));

        var answer = await RevokeAsync(refreshed.Text("refresh_token"));

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBeEmpty();
        foreach (var dead in (string[])[tokens.Text("access_token"), refreshed.Text("access_token"), refreshed.Text("refresh_token")])
            (await shared.Http.IntrospectAsync(dead)).Body.ShouldBe(Inactive);
        (await shared.Http.RefreshAsync(refreshed.Text("refresh_token")))
            .ShouldBeError(400, "invalid_grant", "The refresh token is invalid or expired.");
    }

    [Theory]
    [InlineData("access_token", "refresh_token")]
    [InlineData("refresh_token", "access_token")]
    public async Task A_wrong_hint_does_no_harm(string kind, string hint)
    {
        var token = (await shared.Http.TokensAsync(scope: Offline)).Text(kind);

        await RevokeAsync($"{token}&token_type_hint={hint}");

        (await shared.Http.IntrospectAsync(token)).Body.ShouldBe(Inactive);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task Another_clients_token_is_left_alone_and_nothing_is_said(string kind)
    {
        var token = (await shared.Http.TokensAsync(scope: Offline)).Text(kind);

        var answer = await RevokeAsync(token, clientId: The.Native);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldBeEmpty();
        (await shared.Http.IntrospectAsync(token)).Body.ShouldStartWith("""{"active":true,""");
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task Another_servers_token_is_left_alone_and_nothing_is_said(string kind)
    {
        var token = (await shared.Http.TokensAsync("/oauth2", Offline)).Text(kind);

        var answer = await RevokeAsync(token, "/oauth2/default");

        answer.Status.ShouldBe(200, answer.Body);
        (await shared.Http.IntrospectAsync(token, "/oauth2")).Body.ShouldStartWith("""{"active":true,""");
    }

    [Fact]
    public async Task An_ID_token_cannot_be_revoked()
    {
        var token = (await shared.Http.TokensAsync()).Text("id_token");

        var answer = await RevokeAsync(token);

        answer.Status.ShouldBe(200);
        (await shared.Http.IntrospectAsync(token)).Body.ShouldStartWith("""{"active":true,""");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    public async Task What_is_no_token_is_as_good_as_revoked(string token)
    {
        var answer = await RevokeAsync(token);

        answer.Status.ShouldBe(200);
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Revoking_twice_is_revoking_once()
    {
        var token = (await shared.Http.TokensAsync(scope: Offline)).Text("refresh_token");

        (await RevokeAsync(token)).Status.ShouldBe(200);
        (await RevokeAsync(token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Without_a_token_there_is_nothing_to_revoke()
    {
        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/revoke", $"client_id={The.Spa}");

        answer.ShouldBeError(400, "invalid_request", "The 'token' parameter is required.");
    }

    [Fact]
    public async Task Who_does_not_prove_themselves_revokes_nothing()
    {
        var token = (await shared.Http.TokensAsync()).Text("access_token");

        var answer = await shared.Http.PostFormAsync("/oauth2/default/v1/revoke", $"client_id={The.Web}&client_secret=wrong&token={token}");

        answer.ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
        (await shared.Http.IntrospectAsync(token)).Body.ShouldStartWith("""{"active":true,""");
    }

    Task<Answer> RevokeAsync(string token, string server = "/oauth2/default", string clientId = The.Spa) =>
        shared.Http.PostFormAsync($"{server}/v1/revoke", $"client_id={clientId}&token={token}");
}
