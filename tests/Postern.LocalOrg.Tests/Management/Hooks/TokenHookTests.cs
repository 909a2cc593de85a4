using System.Text.Json;

namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>The token hook of an access policy's rule, called for real: management.md 16.</summary>
public sealed class TokenHookTests : IClassFixture<HookedOrg>
{
    readonly HookedOrg _hooked;

    public TokenHookTests(HookedOrg hooked)
    {
        _hooked = hooked;
        hooked.Server.Reset();
    }

    AdminOrg Org => _hooked.Admin;

    HookServer Server => _hooked.Server;

    [Fact]
    public async Task The_hook_is_told_what_is_about_to_be_issued()
    {
        await Org.Http.TokensAsync(scope: "openid%20offline_access");

        var (body, secret) = await Server.NextAsync();
        secret.ShouldBe("s3cret");
        Names(body).ShouldBe(
            ["source", "eventId", "eventTime", "eventTypeVersion", "cloudEventVersion", "contentType", "eventType", "data"]);
        body.GetProperty("source").GetString().ShouldBe($"{Org.Org.Url}/oauth2/default/v1/token");
        var data = body.GetProperty("data");
        Names(data).ShouldBe(["context", "identity", "access", "refresh_token"]);
        var context = data.GetProperty("context");
        Names(context).ShouldBe(["request", "protocol", "session", "user", "policy"]);
        context.GetProperty("protocol").GetProperty("request").GetRawText().ShouldBe(
            $$"""{"redirect_uri":"{{The.Callback}}","client_id":"{{The.Spa}}","grant_type":"authorization_code"}""");
        context.GetProperty("user").GetProperty("profile").GetProperty("login").GetString().ShouldBe("ada@example.com");
        data.GetProperty("access").GetProperty("claims").GetProperty("sub").GetString().ShouldBe("ada@example.com");
        data.GetProperty("access").GetProperty("token").GetRawText().ShouldBe("""{"lifetime":{"expiration":3600}}""");
        body.GetRawText().ShouldNotContain(The.Verifier);
    }

    [Fact]
    public async Task Its_commands_change_claims_and_lifetimes()
    {
        Server.Body =
            """
            {"commands":[
              {"type":"com.okta.access.patch","value":[
                {"op":"add","path":"/claims/tier","value":{"name":"gold","perks":["a"]}},
                {"op":"add","path":"/claims/tier/perks/-","value":"b"},
                {"op":"replace","path":"/claims/tier/name","value":"silver"},
                {"op":"replace","path":"/token/lifetime/expiration","value":300}]},
              {"type":"com.okta.identity.patch","value":[{"op":"add","path":"/claims/email","value":"other@example.com"}]}]}
            """;

        var tokens = await Org.Http.TokensAsync(scope: "openid%20email");

        var access = Jwt.Claims(tokens.Text("access_token"));
        access.GetProperty("tier").GetRawText().ShouldBe("""{"name":"silver","perks":["a","b"]}""");
        (access.GetProperty("exp").GetInt64() - access.GetProperty("iat").GetInt64()).ShouldBe(300);
        tokens.Json.GetProperty("expires_in").GetInt32().ShouldBe(300);
        Jwt.Claims(tokens.Text("id_token")).GetProperty("email").GetString().ShouldBe("other@example.com");
    }

    [Theory]
    [InlineData("""{"op":"replace","path":"/claims/iss","value":"x"}""")]
    [InlineData("""{"op":"add","path":"/claims/uid","value":"x"}""")]
    [InlineData("""{"op":"replace","path":"/claims/none","value":"x"}""")]
    [InlineData("""{"op":"remove","path":"/claims/none"}""")]
    [InlineData("""{"op":"move","path":"/claims/x","value":"x"}""")]
    [InlineData("""{"op":"replace","path":"/token/lifetime/expiration","value":86401}""")]
    [InlineData("""{"op":"add","path":"/scopes/x","value":"x"}""")]
    [InlineData("7")]
    public async Task One_bad_operation_drops_them_all(string operation)
    {
        Server.Body =
            $$"""{"commands":[{"type":"com.okta.access.patch","value":[{"op":"add","path":"/claims/good","value":1},{{operation}}]}]}""";

        var access = Jwt.Claims((await Org.Http.TokensAsync()).Text("access_token"));

        access.TryGetProperty("good", out _).ShouldBeFalse();
        access.GetProperty("iss").GetString().ShouldBe($"{Org.Org.Url}/oauth2/default");
    }

    [Fact]
    public async Task A_hook_that_answers_with_an_error_fails_the_request()
    {
        Server.Body = """{"error":{"errorSummary":"Not today"}}""";
        (await Org.Http.RedeemAsync(await Org.Http.CodeAsync(clientId: The.Spa))).ShouldBeError(400, "server_error", "Not today");

        Server.Body = """{"error":{}}""";
        (await Org.Http.RedeemAsync(await Org.Http.CodeAsync(clientId: The.Spa)))
            .ShouldBeError(400, "server_error", "The callback service returned an error");
    }

    [Theory]
    [InlineData(500, "{}", 2)]
    [InlineData(200, "no JSON", 1)]
    [InlineData(200, """{"commands":[],"commands":[]}""", 1)]
    [InlineData(200, """{"commands":[{"type":"com.okta.access.patch","value":[{"op":"add","op":"add","path":"/claims/x"}]}]}""", 1)]
    [InlineData(200, """{"error":{"errorSummary":"\ud800"}}""", 1)]
    [InlineData(200, """{"\ud800":1}""", 1)]
    [InlineData(204, "", 1)]
    [InlineData(404, "{}", 1)]
    public async Task A_hook_that_is_broken_changes_nothing(int status, string body, int asked)
    {
        (Server.Status, Server.Body) = (status, body);

        (await Org.Http.TokensAsync()).Status.ShouldBe(200);

        Server.Came.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_hook_that_takes_too_long_is_asked_twice_and_then_left_alone()
    {
        using SemaphoreSlim never = new(0);
        Server.Instead = () =>
        {
            Org.Advance(4);
            return never.WaitAsync(The.Ct);
        };

        (await Org.Http.TokensAsync()).Status.ShouldBe(200);

        Server.Came.Count.ShouldBe(2);
        never.Release(2);
    }

    [Fact]
    public async Task A_hook_that_is_switched_off_is_not_asked()
    {
        var hook = "/api/v1/inlineHooks/" + _hooked.HookId;
        await Org.PostAsync(hook + "/lifecycle/deactivate");

        (await Org.Http.TokensAsync()).Status.ShouldBe(200);

        Server.Came.ShouldBeEmpty();
        await Org.PostAsync(hook + "/lifecycle/activate");
    }

    static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
