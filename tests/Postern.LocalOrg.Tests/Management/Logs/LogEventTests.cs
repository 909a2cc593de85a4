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

    [Fact]
    public async Task A_password_that_its_user_changes_at_a_sign_in_is_told()
    {
        await org.Org.SetUserStateAsync("una@example.com", UserState.PasswordExpired, The.Ct);
        var expired = await org.Http.AuthenticateAsync("una@example.com");
        (await org.Http.PostJsonAsync(
            "/api/v1/authn/credentials/change_password",
            $$"""{"stateToken":"{{expired.Text("stateToken")}}","oldPassword":"{{The.Password}}","newPassword":"An0ther-Horse!"}"""))
            .Text("status").ShouldBe("SUCCESS");

        var told = (await ToldAsync("eventType eq \"user.account.update_password\"")).ShouldHaveSingleItem();
        told.GetProperty("actor").GetProperty("alternateId").GetString().ShouldBe("una@example.com");
        told.GetProperty("target")[0].GetProperty("alternateId").GetString().ShouldBe("una@example.com");
    }

    [Fact]
    public async Task Of_an_authorize_request_that_is_refused_is_told_what_it_asked_and_no_session_token()
    {
        (await org.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&response_mode=form_post&scope=openid%20nothing" +
            $"&redirect_uri={Uri.EscapeDataString(The.Callback)}&state=s&sessionToken=20111-secret")).Status.ShouldBe(200);

        var told = (await ToldAsync("eventType eq \"app.oauth2.as.authorize\" and outcome.result eq \"FAILURE\"")).ShouldHaveSingleItem();
        var debug = told.GetProperty("debugContext").GetProperty("debugData");
        debug.EnumerateObject().Where(member => member.Name is not "requestId")
            .ToDictionary(member => member.Name, member => member.Value.GetString())
            .ShouldBe(new Dictionary<string, string?>
            {
                ["requestUri"] = "/oauth2/default/v1/authorize",
                ["url"] = $"/oauth2/default/v1/authorize?client_id={The.Spa}",
                ["responseMode"] = "form_post",
                ["responseTypes"] = "code",
                ["requestedScopes"] = "openid, nothing",
            }, ignoreOrder: true);
    }

    [Fact]
    public async Task On_Identity_Engine_a_password_is_told_as_a_factor()
    {
        await using var clocked = await ClockedOrg.StartAsync(
            seed => seed with { Engine = OrgEngine.IdentityEngine, ApiTokens = ["00token"] });
        (await clocked.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=password&client_id={The.Native}&username=ada%40example.com&password={The.Password}&scope=openid"))
            .Status.ShouldBe(200);

        var told = await clocked.Http.GetAsync(
            $"/api/v1/logs?filter={Uri.EscapeDataString("eventType eq \"user.authentication.auth_via_mfa\"")}",
            ("Authorization", "SSWS 00token"));
        told.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("debugContext").GetProperty("debugData").GetProperty("factor")
            .GetString().ShouldBe("PASSWORD_AS_FACTOR");
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
