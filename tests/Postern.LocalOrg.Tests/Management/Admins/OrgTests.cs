namespace Postern.LocalOrg.Tests.Management.Admins;

/// <summary>What is said of the org as a whole: management.md 18.</summary>
public sealed class OrgTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    [Fact]
    public async Task The_org_tells_its_settings_changes_and_replaces_them()
    {
        var before = await org.GetAsync("/api/v1/org");
        before.Members.ShouldBe(
        [
            "id", "subdomain", "companyName", "status", "expiresAt", "created", "lastUpdated", "website", "phoneNumber",
            "endUserSupportHelpURL", "supportPhoneNumber", "address1", "address2", "city", "state", "country", "postalCode", "_links",
        ]);
        (before.Text("id"), before.Text("status")).ShouldBe(("00o1posternLocal0005", "ACTIVE"));

        var changed = await org.PostAsync("/api/v1/org", """{"website":"https://acme.example","city":"Springfield"}""");
        (changed.Text("website"), changed.Text("city"), changed.Text("companyName"))
            .ShouldBe(("https://acme.example", "Springfield", "Postern Local Org"), changed.Body);

        var replaced = await org.PutAsync("/api/v1/org", """{"companyName":"Acme","city":""}""");
        replaced.Text("city").ShouldBe("");
        replaced.Json.GetProperty("website").GetString().ShouldBeNull();
        (await org.GetAsync("/api/v1/org")).Body.ShouldBe(replaced.Body);
        (await org.Http.GetAsync("/.well-known/webfinger?resource=okta:acct:ada@example.com")).Body.ShouldContain("\"und\":\"Acme\"");
    }

    [Theory]
    [InlineData("PUT", "{}", "companyName: The field cannot be left blank")]
    [InlineData("POST", """{"companyName":" "}""", "companyName: The field cannot be left blank")]
    public async Task An_org_has_a_name(string method, string json, string cause) =>
        (await org.SendAsync(new(method), "/api/v1/org", json, AdminOrg.Token))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: companyName", cause);

    [Fact]
    public async Task What_is_too_long_is_told()
    {
        (await org.PostAsync("/api/v1/org", $$"""{"companyName":"{{new string('x', 300)}}"}""")).Status.ShouldBe(400);
        (await org.PostAsync("/api/v1/org", $$"""{"city":"{{new string('x', 300)}}"}"""))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: city", "city: The field is too long");
        (await org.PostAsync("/api/v1/org", """{"city":{}}""")).ShouldBeOktaError(400, "E0000003", "The request body was not well-formed.");
    }

    [Fact]
    public async Task The_org_has_contacts()
    {
        (await org.GetAsync("/api/v1/org/contacts")).Json.EnumerateArray().Select(contact => contact.GetProperty("contactType").GetString())
            .ShouldBe(["BILLING", "TECHNICAL"]);
        (await org.GetAsync("/api/v1/org/contacts/technical")).Text("userId").ShouldBe(AdminOrg.Amy);

        (await org.PutAsync("/api/v1/org/contacts/TECHNICAL", """{"userId":"00u1adaActive0000005"}""")).Status.ShouldBe(200);

        (await org.GetAsync("/api/v1/org/contacts/TECHNICAL")).Body.ShouldBe(
            $$$$$$"""{"userId":"00u1adaActive0000005","_links":{"user":{"href":"{{{{{{org.Org.Url}}}}}}/api/v1/users/00u1adaActive0000005"}}}""");
        (await org.PutAsync("/api/v1/org/contacts/TECHNICAL", """{"userId":"00uNobody"}""")).Status.ShouldBe(404);
        (await org.GetAsync("/api/v1/org/contacts/BAKER")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_footer_and_the_privileges_of_clients_are_switched()
    {
        (await org.PostAsync("/api/v1/org/preferences/hideEndUserFooter")).Status.ShouldBe(200);
        (await org.GetAsync("/api/v1/org/preferences")).Json.GetProperty("showEndUserFooter").GetBoolean().ShouldBeFalse();
        (await org.PostAsync("/api/v1/org/preferences/showEndUserFooter")).Json.GetProperty("showEndUserFooter").GetBoolean()
            .ShouldBeTrue();
        (await org.GetAsync("/api/v1/org/settings/clientPrivilegesSetting")).Body.ShouldBe("""{"clientPrivilegesSetting":false}""");
        (await org.PutAsync("/api/v1/org/settings/clientPrivilegesSetting", """{"clientPrivilegesSetting":true}""")).Body
            .ShouldBe("""{"clientPrivilegesSetting":true}""");
        (await org.PutAsync("/api/v1/org/settings/clientPrivilegesSetting", "{}")).Status.ShouldBe(400);
        var app = await org.PostAsync(
            "/api/v1/apps",
            """{"name":"oidc_client","label":"Privileged","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"client_secret_basic"}},"settings":{"oauthClient":{"response_types":["token"],"grant_types":["client_credentials"],"application_type":"service"}}}""");
        app.Status.ShouldBe(200, app.Body);
        (await org.GetAsync($"/oauth2/v1/clients/{app.Text("id")}/roles")).Json[0].GetProperty("type").GetString().ShouldBe("SUPER_ADMIN");
        await org.PostAsync($"/api/v1/apps/{app.Text("id")}/lifecycle/deactivate");
        (await org.DeleteAsync($"/api/v1/apps/{app.Text("id")}")).Status.ShouldBe(204);
        (await org.PutAsync("/api/v1/org/settings/clientPrivilegesSetting", """{"clientPrivilegesSetting":false}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_done_about_threats_is_kept()
    {
        const string Threats = "/api/v1/threats/configuration";
        (await org.GetAsync(Threats)).Text("action").ShouldBe("none");
        (await org.PostAsync(Threats, """{"action":"block","excludeZones":["nzo1elsewhere0000005"]}""")).Status.ShouldBe(200);
        (await org.GetAsync(Threats)).Json.GetProperty("excludeZones").GetRawText().ShouldBe("""["nzo1elsewhere0000005"]""");
        (await org.PostAsync(Threats, """{"action":"run"}""")).Status.ShouldBe(400);
        (await org.PostAsync(Threats, """{"action":"none","excludeZones":["nzo1"]}""")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task There_is_no_feature_left_to_switch_on()
    {
        (await org.GetAsync("/api/v1/features")).Body.ShouldBe("[]");
        (await org.GetAsync("/api/v1/features/ftr1")).ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: ftr1 (Feature)");
        (await org.PostAsync("/api/v1/features/ftr1/ENABLE")).Status.ShouldBe(404);
    }
}
