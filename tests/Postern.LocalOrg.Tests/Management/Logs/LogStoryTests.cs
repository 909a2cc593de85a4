namespace Postern.LocalOrg.Tests.Management.Logs;

/// <summary>The System Log tells the story of an org that is built by its API, and signed in to.</summary>
public sealed class LogStoryTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    [Fact]
    public async Task A_user_a_group_an_app_a_rule_a_sign_in_and_a_token_are_told_in_their_order()
    {
        var group = await org.PostAsync("/api/v1/groups", """{"profile":{"name":"Story tellers"}}""");
        var user = await org.PostAsync(
            "/api/v1/users?activate=true",
            """{"profile":{"firstName":"Joan","lastName":"Doe","email":"joan@example.com","login":"joan@example.com"},"credentials":{"password":{"value":"Correct-Horse-9"}}}""");
        await org.SendAsync(
            HttpMethod.Put, $"/api/v1/groups/{group.Text("id")}/users/{user.Text("id")}", null, AdminOrg.Token);
        var app = await org.PostAsync(
            "/api/v1/apps",
            """{"name":"oidc_client","label":"Story app","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"none"}},"settings":{"oauthClient":{"redirect_uris":["http://localhost:8080/callback"],"response_types":["code"],"grant_types":["authorization_code"],"application_type":"browser"}}}""");
        app.Status.ShouldBe(200, app.Body);
        await org.PutAsync($"/api/v1/apps/{app.Text("id")}/groups/{group.Text("id")}", "{}");
        var policies = "/api/v1/authorizationServers/default/policies";
        var policy = await org.PostAsync(
            policies,
            """{"type":"OAUTH_AUTHORIZATION_POLICY","status":"ACTIVE","name":"Story","description":"Told","priority":1,"conditions":{"clients":{"include":["ALL_CLIENTS"]}}}""");
        policy.Status.ShouldBe(201, policy.Body);
        await org.PostAsync(
            $"{policies}/{policy.Text("id")}/rules",
            """{"type":"RESOURCE_ACCESS","name":"Story rule","priority":1,"conditions":{"people":{"groups":{"include":["EVERYONE"]}},"grantTypes":{"include":["authorization_code"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":10,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}}}""");

        var code = (await org.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={app.Text("id")}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&nonce=n&{The.Pkce}",
            "joan@example.com")).Redirected("code").ShouldNotBeNull();
        (await org.Http.RedeemAsync(code, clientId: app.Text("id"))).Status.ShouldBe(200);

        var told = (await org.GetAsync("/api/v1/logs?limit=1000")).Json.EnumerateArray()
            .Select(each => each.GetProperty("eventType").GetString());
        told.ShouldBe(
        [
            "group.lifecycle.create", "user.lifecycle.create", "user.lifecycle.activate", "group.user_membership.add",
            "application.lifecycle.create", "group.application_assignment.add", "policy.lifecycle.create", "policy.rule.add",
            "user.session.start", "app.oauth2.as.authorize.code", "user.authentication.sso", "app.oauth2.as.token.grant",
            "app.oauth2.as.token.grant.access_token", "app.oauth2.as.token.grant.id_token",
        ]);
    }
}
