namespace Postern.LocalOrg.Tests.Management.Hooks;

/// <summary>Event hooks, from their making to what they are sent: management.md 16.</summary>
public sealed class EventHookTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    const string Hooks = "/api/v1/eventHooks";

    [Fact]
    public async Task A_hook_that_is_verified_is_told_of_the_events_that_it_names()
    {
        await using var server = await HookServer.StartAsync();
        var made = await org.PostAsync(Hooks, Hook(server.Url + "/hook", "user.session.start"));
        made.Members.ShouldBe(
        [
            "id", "status", "verificationStatus", "name", "description", "created", "createdBy", "lastUpdated", "events", "channel",
            "_links",
        ]);
        (made.Text("verificationStatus"), made.Text("createdBy")).ShouldBe(("UNVERIFIED", AdminOrg.Amy));
        made.Json.GetProperty("events").GetRawText().ShouldBe("""{"type":"EVENT_TYPE","items":["user.session.start"],"filter":null}""");
        made.Body.ShouldNotContain("s3cret");
        var hook = $"{Hooks}/{made.Text("id")}";
        await org.Http.AuthenticateAsync("max@example.com");

        var verified = await org.PostAsync(hook + "/lifecycle/verify");
        (verified.Status, verified.Text("verificationStatus")).ShouldBe((200, "VERIFIED"), verified.Body);
        await org.Http.AuthenticateAsync("una@example.com");

        var (body, secret) = await server.NextAsync();
        secret.ShouldBe("s3cret");
        body.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["eventType", "eventTypeVersion", "cloudEventsVersion", "source", "eventId", "data", "eventTime", "contentType"]);
        body.GetProperty("source").GetString().ShouldBe(org.Org.Url + hook);
        var told = body.GetProperty("data").GetProperty("events")[0];
        (told.GetProperty("eventType").GetString(), told.GetProperty("actor").GetProperty("alternateId").GetString())
            .ShouldBe(("user.session.start", "una@example.com"));
        (await org.GetAsync($"/api/v1/logs?limit=1000&filter=uuid%20eq%20%22{told.GetProperty("uuid").GetString()}%22")).Json
            .GetArrayLength().ShouldBe(1);

        (await org.DeleteAsync(hook)).Status.ShouldBe(400);
        (await org.PutAsync(hook, Hook("https://elsewhere.example/hook", "user.session.start"))).Text("verificationStatus")
            .ShouldBe("UNVERIFIED");
        (await org.PostAsync(hook + "/lifecycle/deactivate")).Text("status").ShouldBe("INACTIVE");
        (await org.DeleteAsync(hook)).Status.ShouldBe(204);
        (await org.GetAsync(hook)).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {made.Text("id")} (Webhook)");
    }

    [Fact]
    public async Task A_hook_whose_owner_does_not_answer_stays_unverified()
    {
        await using var server = await HookServer.StartAsync();
        server.IsOwners = false;
        var hook = $"{Hooks}/{(await org.PostAsync(Hooks, Hook(server.Url + "/hook", "user.session.start"))).Text("id")}";

        foreach (var says in (string[])["{}", "7", """{"verification":"x","verification":"x"}""", """{"verification":"\ud800"}"""])
        {
            server.Says = says;
            (await org.PostAsync(hook + "/lifecycle/verify")).Status.ShouldBe(400, says);
        }

        (await org.GetAsync(hook)).Text("verificationStatus").ShouldBe("UNVERIFIED");
    }

    [Theory]
    [InlineData("""{"events":{"items":["x"]},"channel":{"config":{"uri":"https://a"}}}""", "name")]
    [InlineData("""{"name":"x","channel":{"config":{"uri":"https://a"}}}""", "events")]
    [InlineData("""{"name":"x","events":{"items":[]},"channel":{"config":{"uri":"https://a"}}}""", "events.items")]
    [InlineData("""{"name":"x","events":{"items":["x"]}}""", "channel")]
    public async Task What_is_no_hook_is_refused(string json, string member)
    {
        var answer = await org.PostAsync(Hooks, json);

        (answer.Status, answer.Text("errorSummary")).ShouldBe((400, $"Api validation failed: {member}"), answer.Body);
    }

    static string Hook(string uri, string eventType) =>
        $$$$$$"""{"name":"told","events":{"type":"EVENT_TYPE","items":["{{{{{{eventType}}}}}}"]},"channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"{{{{{{uri}}}}}}","authScheme":{"type":"HEADER","key":"X-Secret","value":"s3cret"}}}}""";
}
