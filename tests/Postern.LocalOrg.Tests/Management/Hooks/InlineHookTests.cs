namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>Inline hooks as admins make and change them: management.md 16.</summary>
public sealed class InlineHookTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    const string Hooks = "/api/v1/inlineHooks";

    [Fact]
    public async Task A_hook_is_made_read_changed_switched_off_and_deleted()
    {
        var made = await org.PostAsync(Hooks, Hook("My hook", "https://www.example.com/hook"));

        made.Status.ShouldBe(200, made.Body);
        var id = made.Text("id");
        made.Body.ShouldBe(
            $$$$$$"""{"id":"{{{{{{id}}}}}}","status":"ACTIVE","name":"My hook","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://www.example.com/hook","headers":[{"key":"X-Test","value":"a b"}],"method":"POST","authScheme":{"type":"HEADER","key":"X-Secret"}}},"created":"{{{{{{made.Text("created")}}}}}}","lastUpdated":"{{{{{{made.Text("lastUpdated")}}}}}}","_links":{"self":{"href":"{{{{{{Self(id)}}}}}}"},"execute":{"href":"{{{{{{Self(id)}}}}}}/execute","hints":{"allow":["POST"]}},"deactivate":{"href":"{{{{{{Self(id)}}}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}}}""");
        (await org.GetAsync($"{Hooks}/{id}")).Body.ShouldBe(made.Body);
        (await org.GetAsync(Hooks + "?type=com.okta.telephony.provider")).Body.ShouldBe("[]");

        (await org.PostAsync($"{Hooks}/{id}", """{"name":"Named anew"}""")).Text("name").ShouldBe("Named anew");
        (await org.PutAsync($"{Hooks}/{id}", Hook("Replaced", "https://www.example.com/other"))).Text("name").ShouldBe("Replaced");
        (await org.DeleteAsync($"{Hooks}/{id}")).Status.ShouldBe(400);
        var off = await org.PostAsync($"{Hooks}/{id}/lifecycle/deactivate");
        (off.Status, off.Text("status")).ShouldBe((200, "INACTIVE"));
        off.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldBe(["activate", "self", "delete"]);
        (await org.PostAsync($"{Hooks}/{id}/lifecycle/deactivate")).Status.ShouldBe(200);
        (await org.DeleteAsync($"{Hooks}/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"{Hooks}/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (InlineHook)");
    }

    [Theory]
    [InlineData("""{"type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"config":{"uri":"https://a"}}}""", "name")]
    [InlineData("""{"name":"x","version":"1.0.0","channel":{"config":{"uri":"https://a"}}}""", "type")]
    [InlineData("""{"name":"x","type":"com.okta.other","version":"1.0.0","channel":{"config":{"uri":"https://a"}}}""", "type")]
    [InlineData("""{"name":"x","type":"com.okta.oauth2.tokens.transform","version":"1.0.0"}""", "channel")]
    [
        InlineData(
            """{"name":"x","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"type":"OAUTH","config":{"uri":"https://a"}}}""",
            "channel.type"),
    ]
    [
        InlineData(
            """{"name":"x","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"config":{"uri":"file:///etc/passwd"}}}""",
            "channel.config.uri"),
    ]
    [
        InlineData(
            """{"name":"x","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"config":{"uri":"/hook"}}}""",
            "channel.config.uri"),
    ]
    [
        InlineData(
            """{"name":"x","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"config":{"uri":"https://a","headers":[{"key":"X: y","value":"z"}]}}}""",
            "channel.config.headers"),
    ]
    [
        InlineData(
            """{"name":"x","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"config":{"uri":"https://a","authScheme":{"key":"X","value":"a\nb"}}}}""",
            "channel.config.authScheme"),
    ]
    public async Task What_is_no_hook_is_refused(string json, string member)
    {
        var answer = await org.PostAsync(Hooks, json);

        (answer.Status, answer.Text("errorSummary")).ShouldBe((400, $"Api validation failed: {member}"), answer.Body);
    }

    [Fact]
    public async Task Executing_a_hook_sends_it_what_is_given_with_its_secret_and_hands_back_what_comes()
    {
        await using var server = await HookServer.StartAsync();
        server.Body = """{"commands":[]}""";
        var id = (await org.PostAsync(Hooks, Hook("Executed", server.Url + "/hook"))).Text("id");

        var answer = await org.PostAsync($"{Hooks}/{id}/execute", """{"source":"a test"}""");

        (answer.Status, answer.Body).ShouldBe((200, """{"commands":[]}"""));
        var (body, secret) = await server.NextAsync();
        (body.GetRawText(), secret).ShouldBe(("""{"source":"a test"}""", "s3cret"));
        server.Status = 500;
        (await org.PostAsync($"{Hooks}/{id}/execute", "{}")).Status.ShouldBe(400);
        server.Came.Count.ShouldBe(2);
        (await org.PostAsync($"{Hooks}/{id}/execute")).ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task A_hook_is_not_followed_to_where_it_points()
    {
        await using var server = await HookServer.StartAsync();
        var id = (await org.PostAsync(Hooks, Hook("Moved", server.Url + "/moved"))).Text("id");

        (await org.PostAsync($"{Hooks}/{id}/execute", "{}")).Status.ShouldBe(400);

        server.Came.ShouldBeEmpty();
    }

    static string Hook(string name, string uri) =>
        $$$$$$"""{"name":"{{{{{{name}}}}}}","type":"com.okta.oauth2.tokens.transform","version":"1.0.0","channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"{{{{{{uri}}}}}}","headers":[{"key":"X-Test","value":"a b"}],"method":"POST","authScheme":{"type":"HEADER","key":"X-Secret","value":"s3cret"}}}}""";

    string Self(string id) => $"{org.Org.Url}/api/v1/inlineHooks/{id}";
}
