namespace Postern.LocalOrg.Tests.Management;

/// <summary>What is deleted in the midst of a sign-in ends it politely: in the surface's own words, and with nothing issued.</summary>
public sealed class DeletedMeanwhileTests(PeopleOrg org) : IClassFixture<PeopleOrg>
{
    [Fact]
    public async Task A_user_who_is_deleted_has_no_token_for_their_code_and_no_session()
    {
        var id = await org.UserAsync("gone@acme.example");
        await org.PutAsync($"/groups/{The.Testers}/users/{id}");
        var sessionToken = (await org.Http.AuthenticateAsync("gone@acme.example", "Corr3ct-Horse!")).Text("sessionToken");
        var code = (await AuthorizeAsync(sessionToken)).Redirected("code").ShouldNotBeNull();
        var unspent = (await org.Http.AuthenticateAsync("gone@acme.example", "Corr3ct-Horse!")).Text("sessionToken");

        (await org.DeleteAsync($"/users/{id}")).Status.ShouldBe(204);
        (await org.DeleteAsync($"/users/{id}")).Status.ShouldBe(204);

        (await org.Http.RedeemAsync(code)).ShouldBeError(403, "access_denied", "User status is invalid.");
        var again = await AuthorizeAsync(unspent);
        (again.Status, again.Redirected("code"), again.Redirected("error")).ShouldBe((302, null, "login_required"), again.Body);
        (await org.PostAsync("/sessions", $$"""{"sessionToken":"{{unspent}}"}""")).ShouldBeOktaError(
            401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task A_user_who_is_deleted_between_password_and_factor_is_refused()
    {
        var id = await org.UserAsync("halfway@acme.example");
        var group = await org.GroupAsync("Asked for more");
        await org.PutAsync($"/groups/{group}/users/{id}");
        await org.PostAsync(
            $"/users/{id}/factors",
            """{"factorType":"question","provider":"OKTA","profile":{"question":"disliked_food","answer":"mayonnaise"}}""");
        var policy = (await org.PostAsync(
            "/policies",
            $$$$$"""{"type":"OKTA_SIGN_ON","name":"More","conditions":{"people":{"groups":{"include":["{{{{{group}}}}}"]}}}}""")).Text("id");
        await org.PostAsync(
            $"/policies/{policy}/rules",
            """{"type":"SIGN_ON","name":"More","actions":{"signon":{"access":"ALLOW","requireFactor":true,"factorPromptMode":"ALWAYS"}}}""");
        var asked = await org.Http.AuthenticateAsync("halfway@acme.example", "Corr3ct-Horse!");
        asked.Text("status").ShouldBe("MFA_REQUIRED", asked.Body);
        var factor = asked.Json.GetProperty("_embedded").GetProperty("factors")[0].GetProperty("id").GetString();

        await org.DeleteAsync($"/users/{id}");
        await org.DeleteAsync($"/users/{id}");
        var answered = await org.Http.PostJsonAsync(
            $"/api/v1/authn/factors/{factor}/verify", $$"""{"stateToken":"{{asked.Text("stateToken")}}","answer":"mayonnaise"}""");

        answered.Status.ShouldBeInRange(401, 404, answered.Body);
        answered.Text("errorCode").ShouldStartWith("E0000");
        (await org.DeleteAsync($"/policies/{policy}")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task An_app_or_a_server_that_is_deleted_redeems_nothing()
    {
        var app = (await org.PostAsync(
            "/apps",
            $$$$$$"""{"name":"oidc_client","label":"Short-lived","signOnMode":"OPENID_CONNECT","settings":{"implicitAssignment":true,"oauthClient":{"application_type":"browser","redirect_uris":["{{{{{{The.Callback}}}}}}"],"grant_types":["authorization_code"],"response_types":["code"]}}}"""))
            .Text("id");
        var code = (await AuthorizeAsync(await org.Http.SessionTokenAsync(), app)).Redirected("code").ShouldNotBeNull();
        await org.PostAsync($"/apps/{app}/lifecycle/deactivate");
        (await org.DeleteAsync($"/apps/{app}")).Status.ShouldBe(204);

        (await org.Http.RedeemAsync(code, clientId: app)).ShouldBeError(401, "invalid_client", "Invalid value for 'client_id' parameter.");

        var atServer = (await org.Http.AuthorizeAsync(
            "/oauth2/aus1posternOrders005",
            $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&nonce=n&{The.Pkce}"))
            .Redirected("code").ShouldNotBeNull();
        await org.PostAsync("/authorizationServers/aus1posternOrders005/lifecycle/deactivate");
        (await org.DeleteAsync("/authorizationServers/aus1posternOrders005")).Status.ShouldBe(204);
        (await org.Http.RedeemAsync(atServer, "/oauth2/aus1posternOrders005")).Status.ShouldBeInRange(400, 404);
    }

    Task<Answer> AuthorizeAsync(string sessionToken, string clientId = The.Spa) => org.Http.GetAsync(
        $"/oauth2/default/v1/authorize?client_id={clientId}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}"
        + $"&state=s&nonce=n&prompt=none&sessionToken={sessionToken}&{The.Pkce}");
}
