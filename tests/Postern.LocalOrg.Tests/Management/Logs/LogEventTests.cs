using System.Text.Json;

namespace Postern.LocalOrg.Tests.Management.Logs;

/// <summary>What happens beside an admin's calls is told too, each in Okta's words: management.md 17.</summary>
public sealed class LogEventTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    [Fact]
    public async Task A_client_that_registers_itself_is_told()
    {
        var made = await org.PostAsync(
            "/oauth2/v1/clients", """{"client_name":"Itself","redirect_uris":["https://app.example.com/cb"],"application_type":"web"}""");
        var id = made.Text("client_id");
        (await org.DeleteAsync($"/oauth2/v1/clients/{id}")).Status.ShouldBe(204);

        (await ToldAsync($"target.id eq \"{id}\"")).Select(each => each.GetProperty("eventType").GetString())
            .ShouldBe(["app.oauth2.client.lifecycle.create", "app.oauth2.client.lifecycle.delete"]);
    }

    [Fact]
    public async Task A_rule_that_gives_a_group_is_told_with_the_membership()
    {
        var group = (await org.PostAsync("/api/v1/groups", """{"profile":{"name":"By rule"}}""")).Text("id");
        var rule = (await org.PostAsync(
            "/api/v1/groups/rules",
            $$$$"""{"type":"group_rule","name":"Ruled","conditions":{"expression":{"type":"urn:okta:expression:1.0","value":"user.lastName==\"Ruled\""}},"actions":{"assignUserToGroups":{"groupIds":["{{{{group}}}}"]}}}"""))
            .Text("id");
        await org.PostAsync($"/api/v1/groups/rules/{rule}/lifecycle/activate", "{}");
        var user = (await org.PostAsync(
            "/api/v1/users?activate=false",
            """{"profile":{"firstName":"Rae","lastName":"Ruled","email":"rae@example.com","login":"rae@example.com"}}""")).Text("id");
        await org.PostAsync($"/api/v1/users/{user}/lifecycle/activate?sendEmail=false", "{}");

        var told = (await ToldAsync($"eventType eq \"group.user_membership.add\" and target.id eq \"{user}\"")).ShouldHaveSingleItem();

        told.GetProperty("actor").GetProperty("type").GetString().ShouldBe("SystemPrincipal");
        told.GetProperty("target")[1].GetProperty("id").GetString().ShouldBe(group);
        told.GetProperty("debugContext").GetProperty("debugData").GetProperty("triggeredByGroupRuleId").GetString().ShouldBe(rule);
    }

    [Fact]
    public async Task A_claim_that_cannot_be_worked_out_is_told()
    {
        var server = (await org.PostAsync("/api/v1/authorizationServers", """{"name":"Failing","audiences":["api://failing"]}""")).Text("id");
        var path = $"/api/v1/authorizationServers/{server}";
        (await org.PostAsync(
            path + "/claims", """{"name":"broken","claimType":"RESOURCE","valueType":"EXPRESSION","value":"Convert.toInt(user.login)"}"""))
            .Status.ShouldBe(201);
        var policy = (await org.PostAsync(
            path + "/policies",
            """{"type":"OAUTH_AUTHORIZATION_POLICY","name":"All","description":"All","conditions":{"clients":{"include":["ALL_CLIENTS"]}}}"""))
            .Text("id");
        await org.PostAsync(
            $"{path}/policies/{policy}/rules",
            """{"type":"RESOURCE_ACCESS","name":"All","conditions":{"people":{"groups":{"include":["EVERYONE"]}},"grantTypes":{"include":["authorization_code"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":10,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}}}""");

        var code = await org.Http.CodeAsync($"/oauth2/{server}", The.Spa, "openid");
        (await org.Http.RedeemAsync(code, $"/oauth2/{server}")).Status.ShouldBeGreaterThanOrEqualTo(400);

        var told = (await ToldAsync("eventType eq \"app.oauth2.as.evaluate.claim\"")).ShouldHaveSingleItem();
        told.GetProperty("outcome").GetRawText()
            .ShouldBe("""{"result":"FAILURE","reason":"=The 'broken' user claim could not be evaluated."}""");
        told.GetProperty("target")[0].GetProperty("displayName").GetString().ShouldBe("broken");
    }

    [Fact]
    public async Task A_session_that_nobody_used_in_time_is_told_when_it_is_swept_away()
    {
        var session = (await org.PostAsync(
            "/api/v1/sessions", $$"""{"sessionToken":"{{await org.Http.SessionTokenAsync("amy@example.com")}}"}""")).Text("id");
        session.ShouldNotBeEmpty();
        org.Advance(3 * 60 * 60);

        await Patience.UntilAsync("the session to be swept away", async () =>
        {
            org.Advance(60);
            return (await ToldAsync($"eventType eq \"user.session.expire\" and target.id eq \"{AdminOrg.Amy}\"")).Count > 0;
        });
    }

    [Fact]
    public async Task A_login_by_the_password_grant_is_a_users_last_one()
    {
        var before = await LastLoginAsync();
        org.Advance(5);

        (await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=password&client_id={The.Native}&username=ada%40example.com&password={The.Password}&scope=openid"))
            .Status.ShouldBe(200);

        (await LastLoginAsync()).ShouldNotBe(before);
    }

    async Task<string?> LastLoginAsync() => (await org.GetAsync("/api/v1/users/ada@example.com")).Json.GetProperty("lastLogin").GetString();

    async Task<IReadOnlyList<JsonElement>> ToldAsync(string filter)
    {
        var since = org.Now.AddDays(-6).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var answer = await org.GetAsync($"/api/v1/logs?limit=1000&since={since}&filter={Uri.EscapeDataString(filter)}");
        answer.Status.ShouldBe(200, answer.Body);
        return [.. answer.Json.EnumerateArray()];
    }
}
