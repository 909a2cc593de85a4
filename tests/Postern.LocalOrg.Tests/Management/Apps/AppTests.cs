namespace Postern.LocalOrg.Tests.Management.Apps;

/// <summary>Apps as the Apps API makes, shows, changes and deletes them: management.md 10.1, 10.2, 10.7.</summary>
public sealed class AppTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Web =
        """{"name":"oidc_client","label":"Desk","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"web","redirect_uris":["https://localhost:8443/cb"],"response_types":["code"],"grant_types":["authorization_code"]}}}""";

    [Fact]
    public async Task An_app_may_leave_out_networks()
    {
        var zone = await org.PostAsync(
            "/zones",
            """{"type":"IP","name":"This machine","gateways":[{"type":"CIDR","value":"127.0.0.0/8"},{"type":"CIDR","value":"::1/128"}]}""");
        zone.Status.ShouldBe(200, zone.Body);
        var network = $$"""{"connection":"ZONE","exclude":["{{zone.Text("id")}}"]}""";

        var (id, basic) = await org.ServiceAsync("From elsewhere", $",\"network\":{network}");

        (await org.ServeAsync(basic)).ShouldBeError(
            403, "access_denied", "The request is made from outside the client's permitted network zones.");
        (await org.GetAsync("/apps/" + id)).Json.GetProperty("settings").GetProperty("oauthClient").GetProperty("network").GetRawText()
            .ShouldBe(network);
    }

    [Fact]
    public async Task An_app_is_told_member_by_member_as_Okta_tells_it()
    {
        var made = await org.PostAsync("/apps", Web);

        made.Status.ShouldBe(200, made.Body);
        var id = made.Text("id");
        id.ShouldMatch("^0oa[A-Za-z0-9]{17}$");
        var client = made.Json.GetProperty("credentials");
        var secret = client.GetProperty("oauthClient").GetProperty("client_secret").GetString()!;
        secret.ShouldMatch("^[A-Za-z0-9_-]{64}$");
        Stripped(made).ShouldBe(
            $$$"""
            {"id":"{id}","orn":"orn:okta:idp:00o1posternLocal0005:apps:oidc_client:{id}","name":"oidc_client","label":"Desk","status":"ACTIVE","lastUpdated":"{time}","created":"{time}","accessibility":{"selfService":false,"errorRedirectUrl":null,"loginRedirectUrl":null},"visibility":{"autoLaunch":false,"autoSubmitToolbar":false,"hide":{"iOS":true,"web":true},"appLinks":{"oidc_client_link":true}},"features":[],"signOnMode":"OPENID_CONNECT","credentials":{"userNameTemplate":{"template":"${source.login}","type":"BUILT_IN"},"signing":{"kid":"{kid}"},"oauthClient":{"autoKeyRotation":true,"client_id":"{id}","client_secret":"{{{secret}}}","token_endpoint_auth_method":"client_secret_basic","pkce_required":false}},"universalLogout":{"status":"DISABLED","supportType":"FULL","identityStack":"NOT_SHARED","protocol":"GLOBAL_TOKEN_REVOCATION"},"settings":{"app":{},"notifications":{"vpn":{"network":{"connection":"DISABLED"},"message":null,"helpUrl":null}},"manualProvisioning":false,"implicitAssignment":false,"emOptInStatus":"NONE","notes":{"admin":null,"enduser":null},"oauthClient":{"client_uri":null,"logo_uri":null,"redirect_uris":["https://localhost:8443/cb"],"response_types":["code"],"grant_types":["authorization_code"],"application_type":"web","consent_method":"TRUSTED","issuer_mode":"ORG_URL","idp_initiated_login":{"mode":"DISABLED","default_scope":[]},"wildcard_redirect":"DISABLED","dpop_bound_access_tokens":false}},
            """.Trim());
        made.Json.GetProperty("_links").EnumerateObject().Select(link => link.Name).ShouldContain("clientCredentials");
    }

    [Fact]
    public async Task A_secret_is_told_when_it_is_made_and_then_only_among_the_secrets()
    {
        var made = await org.PostAsync("/apps", Web);
        var id = made.Text("id");

        var read = await org.GetAsync($"/apps/{id}");
        var listed = await org.GetAsync("/apps?limit=200");
        var secrets = await org.GetAsync($"/apps/{id}/credentials/secrets");

        made.Body.ShouldContain("client_secret\":\"");
        read.Body.ShouldNotContain("client_secret\":\"");
        listed.Body.ShouldNotContain("client_secret\":\"");
        secrets.Json[0].GetProperty("client_secret").GetString()
            .ShouldBe(made.Json.GetProperty("credentials").GetProperty("oauthClient").GetProperty("client_secret").GetString());
    }

    [Fact]
    public async Task An_app_that_is_made_gets_tokens_until_it_is_switched_off()
    {
        var (id, basic) = await org.ServiceAsync("Robot");

        (await org.ServeAsync(basic)).Status.ShouldBe(200);
        (await org.PostAsync($"/apps/{id}/lifecycle/deactivate")).ShouldBe(200, "{}", org.Org);
        (await org.ServeAsync(basic)).ShouldBeError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
        (await org.PostAsync($"/apps/{id}/lifecycle/deactivate")).Status.ShouldBe(200);
        (await org.GetAsync($"/apps/{id}")).Text("status").ShouldBe("INACTIVE");
        (await org.PostAsync($"/apps/{id}/lifecycle/activate")).ShouldBe(200, "{}", org.Org);
        (await org.ServeAsync(basic)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Only_an_app_that_is_switched_off_is_deleted()
    {
        var (id, basic) = await org.ServiceAsync("Gone");

        (await org.DeleteAsync($"/apps/{id}")).ShouldBeOktaError(
            403, "E0000056", "Delete application forbidden.", "The application must be deactivated before deletion.");
        await org.PostAsync($"/apps/{id}/lifecycle/deactivate");
        (await org.DeleteAsync($"/apps/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"/apps/{id}")).ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (AppInstance)");
        (await org.ServeAsync(basic)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_admin_chooses_client_id_and_secret_and_the_app_keeps_an_id_of_its_own()
    {
        var made = await org.PostAsync(
            "/apps",
            """{"name":"oidc_client","label":"Chosen","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"client_id":"my.own_client-1","client_secret":"a secret of fourteen and more","token_endpoint_auth_method":"client_secret_post"}},"settings":{"oauthClient":{"application_type":"service"}}}""");

        var id = made.Text("id");
        id.ShouldStartWith("0oa");
        made.Json.GetProperty("credentials").GetProperty("oauthClient").GetProperty("client_id").GetString().ShouldBe("my.own_client-1");
        (await org.ServeAsync(ManagedOrg.Basic("my.own_client-1", "a%20secret%20of%20fourteen%20and%20more"))).Status.ShouldBe(200);
        (await org.GetAsync($"/apps/{id}")).Text("id").ShouldBe(id);
        (await org.GetAsync("/apps/my.own_client-1")).Status.ShouldBe(404);
        (await org.PostAsync(
            "/apps",
            """{"name":"oidc_client","label":"Again","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"client_id":"my.own_client-1"}},"settings":{"oauthClient":{"application_type":"service"}}}"""))
            .ShouldBeOktaError(
                400, "E0000001", "Api validation failed: client_id",
                "client_id: An object with this field already exists in the current organization");
        (await org.Http.GetAsync("/oauth2/v1/clients/my.own_client-1", ("Authorization", "SSWS 00testApiToken"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_put_takes_the_place_of_all_but_the_secret_and_holds_at_the_next_request()
    {
        var made = await org.PostAsync("/apps", Web);
        var id = made.Text("id");
        var secret = (await org.GetAsync($"/apps/{id}/credentials/secrets")).Json[0].GetProperty("client_secret").GetString();

        var put = await org.PutAsync(
            $"/apps/{id}",
            $$$$"""{"name":"oidc_client","label":"Desk 2","signOnMode":"OPENID_CONNECT","visibility":{"hide":{"web":false,"iOS":true}},"profile":{"label":"gold","n":1},"settings":{"notes":{"admin":"mine"},"oauthClient":{"application_type":"web","redirect_uris":["{{{{The.Callback}}}}","https://localhost:8443/b"],"post_logout_redirect_uris":["https://localhost:8443/"],"response_types":["code"],"grant_types":["authorization_code","refresh_token"],"refresh_token":{"rotation_type":"ROTATE","leeway":20},"client_uri":"https://desk.example","consent_method":"REQUIRED","wildcard_redirect":"SUBDOMAIN"}}}""");

        put.Status.ShouldBe(200, put.Body);
        put.Body.ShouldNotContain("client_secret\":\"");
        put.Body.ShouldBe((await org.GetAsync($"/apps/{id}")).Body);
        put.Text("label").ShouldBe("Desk 2");
        put.Json.GetProperty("profile").GetRawText().ShouldBe("""{"label":"gold","n":1}""");
        put.Json.GetProperty("visibility").GetProperty("hide").GetRawText().ShouldBe("""{"iOS":true,"web":false}""");
        put.Json.GetProperty("settings").GetProperty("oauthClient").GetRawText().ShouldBe(
            $$"""{"client_uri":"https://desk.example","logo_uri":null,"redirect_uris":["{{The.Callback}}","https://localhost:8443/b"],"post_logout_redirect_uris":["https://localhost:8443/"],"response_types":["code"],"grant_types":["authorization_code","refresh_token"],"application_type":"web","consent_method":"REQUIRED","issuer_mode":"ORG_URL","refresh_token":{"rotation_type":"ROTATE","leeway":20},"idp_initiated_login":{"mode":"DISABLED","default_scope":[]},"wildcard_redirect":"SUBDOMAIN","dpop_bound_access_tokens":false}""");
        (await org.GetAsync($"/apps/{id}/credentials/secrets")).Json[0].GetProperty("client_secret").GetString().ShouldBe(secret);
        (await org.AuthorizeAsync(id)).Redirected("error_description").ShouldBe("User is not assigned to the client application.");
    }

    [Fact]
    public async Task A_secret_that_is_put_takes_the_place_of_the_one_before()
    {
        var (id, basic) = await org.ServiceAsync("Changes");

        var put = await org.PutAsync(
            $"/apps/{id}",
            """{"name":"oidc_client","label":"Changes","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"client_secret":"another-secret-0123456789"}},"settings":{"oauthClient":{"application_type":"service"}}}""");

        put.Body.ShouldContain("\"client_secret\":\"another-secret-0123456789\"");
        (await org.ServeAsync(basic)).Status.ShouldBe(401);
        (await org.ServeAsync(ManagedOrg.Basic(id, "another-secret-0123456789"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_bookmark_is_an_app_and_no_client()
    {
        var made = await org.PostAsync(
            "/apps?activate=false",
            """{"name":"bookmark","label":"News","signOnMode":"BOOKMARK","settings":{"app":{"requestIntegration":false,"url":"https://example.com/bookmark.htm"}}}""");
        var id = made.Text("id");

        made.Members.ShouldBe(
            [
                "id", "orn", "name", "label", "status", "lastUpdated", "created", "accessibility", "visibility", "features", "signOnMode",
                "credentials", "universalLogout", "settings", "_links",
            ]);
        made.Json.GetProperty("credentials").GetRawText()
            .ShouldBe("""{"userNameTemplate":{"template":"${source.login}","type":"BUILT_IN"},"signing":{}}""");
        made.Json.GetProperty("visibility").GetRawText()
            .ShouldBe("""{"autoLaunch":false,"autoSubmitToolbar":false,"hide":{"iOS":false,"web":false},"appLinks":{"login":true}}""");
        made.Json.GetProperty("settings").GetProperty("app").GetRawText()
            .ShouldBe("""{"requestIntegration":false,"url":"https://example.com/bookmark.htm"}""");
        made.Text("status").ShouldBe("INACTIVE");
        (await org.AuthorizeAsync(id)).ShouldBeErrorPage(400, "invalid_client", "Invalid value for");
        (await org.GetAsync($"/apps/{id}/credentials/secrets"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (OAuth2AppInstance)");
        (await org.Http.GetAsync($"/oauth2/v1/clients/{id}", ("Authorization", "SSWS 00testApiToken"))).Status.ShouldBe(404);
    }

    [Theory]
    [
        InlineData(
            """{"label":"A","signOnMode":"SAML_2_0","settings":{"signOn":{"ssoAcsUrl":"https://a/acs","audience":"a"}}}""",
            "localhost_a_1"),
    ]
    [
        InlineData(
            """{"name":"template_swa","label":"B","signOnMode":"BROWSER_PLUGIN","settings":{"app":{"url":"https://b"}}}""", "template_swa"),
    ]
    [InlineData("""{"name":"template_basic_auth","label":"C","signOnMode":"BASIC_AUTH"}""", "template_basic_auth")]
    public async Task Apps_of_other_kinds_are_kept_as_they_were_sent(string body, string name)
    {
        var made = await org.PostAsync("/apps", body);

        made.Status.ShouldBe(200, made.Body);
        made.Text("name").ShouldBe(name.Replace("localhost", new Uri(org.Org.Url).Host.Split('.')[0], StringComparison.Ordinal));
        (await org.GetAsync($"/apps/{made.Text("id")}")).Body.ShouldBe(made.Body);
    }

    [Fact]
    public async Task Pages_of_apps_neither_repeat_nor_skip_what_stays()
    {
        foreach (var label in (string[])["Paged 1", "Paged 2", "Paged 3"])
            await org.PostAsync("/apps", Web.Replace("Desk", label, StringComparison.Ordinal));

        var first = await org.GetAsync("/apps?q=paged&limit=2");
        var next = first.Headers["Link"].Split("after=")[1].Split('&')[0];
        var second = await org.GetAsync($"/apps?q=paged&limit=2&after={next}");

        first.Json.GetArrayLength().ShouldBe(2);
        first.Headers["Link"].ShouldBe(
            $"<{org.Org.Url}/api/v1/apps?limit=2&q=paged>; rel=\"self\", " +
            $"<{org.Org.Url}/api/v1/apps?after={next}&limit=2&q=paged>; rel=\"next\"");
        second.Json.GetArrayLength().ShouldBe(1);
        first.Json.EnumerateArray().Concat(second.Json.EnumerateArray()).Select(app => app.GetProperty("id").GetString())
            .Distinct().Count().ShouldBe(3);
        (await org.GetAsync("/apps?after=00u1testcursorvalue"))
            .ShouldBeOktaError(400, "E0000029", "Invalid paging request.", "Invalid cursor.");
    }

    [Fact]
    public async Task A_filter_finds_apps_by_what_they_are_and_whose()
    {
        var id = await org.PageAsync("Filtered");
        await org.PostAsync($"/apps/{id}/users", """{"id":"00u1unaUnassigned005"}""");

        (await IdsAsync("filter=label+eq+%22Filtered%22+and+status+eq+%22ACTIVE%22")).ShouldBe([id]);
        (await IdsAsync("filter=user.id+eq+%2200u1unaUnassigned005%22+and+label+eq+%22Filtered%22")).ShouldBe([id]);
        (await IdsAsync("filter=user.id+eq+%2200u1adaActive0000005%22+and+label+eq+%22Filtered%22")).ShouldBeEmpty();
        (await IdsAsync("filter=label+eq+%22Filtered%22+and+status+eq+%22INACTIVE%22")).ShouldBeEmpty();
        var expanded = await org.GetAsync("/apps?filter=label+eq+%22Filtered%22&expand=user/00u1unaUnassigned005");
        expanded.Json[0].GetProperty("_embedded").GetProperty("user").GetProperty("scope").GetString().ShouldBe("USER");
        (await org.GetAsync("/apps?expand=user/id,group/id"))
            .ShouldBeOktaError(400, "E0000001", "Api validation failed: RequestParams", "Expand query is malformed.");
        (await org.GetAsync("/apps?filter=magic+eq+%22x%22")).ShouldBeOktaError(400, "E0000053", "Invalid SCIM filter.");
        (await org.GetAsync("/apps?filter=((")).ShouldBeOktaError(400, "E0000053", "Invalid SCIM filter.");

        async Task<List<string?>> IdsAsync(string query) =>
            [.. (await org.GetAsync("/apps?" + query)).Json.EnumerateArray().Select(app => app.GetProperty("id").GetString())];
    }

    [Theory]
    [InlineData("", 400, "E0000003", "The request body was not well-formed.", null)]
    [InlineData("[]", 400, "E0000003", "The request body was not well-formed.", null)]
    [
        InlineData(
            """{"label":1,"settings":[]}""",
            400,
            "E0000001",
            "Api validation failed: signOnMode",
            "signOnMode: The field cannot be left blank"),
    ]
    [InlineData(
        """{"name":"oidc_client","signOnMode":"OPENID_CONNECT"}""", 400, "E0000001", "Api validation failed: label",
        "label: The field cannot be left blank")]
    [
        InlineData(
            """{"name":"oidc_client","label":"x","signOnMode":"MAGIC"}""", 400, "E0000003", "The request body was not well-formed.", null),
    ]
    [InlineData(
        """{"name":"pagerduty","label":"x","signOnMode":"BOOKMARK"}""", 404, "E0000007", "Not found: Resource not found: pagerduty (App)",
        null)]
    [InlineData(
        """{"name":"oidc_client","label":"x","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"web"}}}""", 400,
        "E0000001", "Api validation failed: redirect_uris", "redirect_uris: 'redirect_uris' must contain at least one redirect URI.")]
    [InlineData(
        """{"name":"oidc_client","label":"x","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"token_endpoint_auth_method":"none"}},"settings":{"oauthClient":{"application_type":"web","redirect_uris":["https://a/b"]}}}""",
        400, "E0000001", "Api validation failed: token_endpoint_auth_method",
        "token_endpoint_auth_method: 'token_endpoint_auth_method' is invalid. Valid values: [client_secret_basic, client_secret_post, " +
        "client_secret_jwt, private_key_jwt].")]
    [InlineData(
        """{"name":"oidc_client","label":"x","signOnMode":"OPENID_CONNECT","credentials":{"oauthClient":{"client_secret":"short"}},"settings":{"oauthClient":{"application_type":"service"}}}""",
        400, "E0000001", "Api validation failed: client_secret", "client_secret: 'client_secret' must be at least '14' characters long.")]
    [InlineData(
        """{"name":"oidc_client","label":"x","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"toaster"}}}""",
        400, "E0000003", "The request body was not well-formed.", null)]
    public async Task What_cannot_be_is_refused(string body, int status, string code, string summary, string? cause) =>
        (await org.PostAsync("/apps", body)).ShouldBeOktaError(status, code, summary, cause is null ? [] : [cause]);

    [Fact]
    public async Task An_app_that_registered_itself_is_one_of_them()
    {
        var registered = await org.Http.PostJsonAsync(
            "/oauth2/v1/clients",
            """{"client_name":"Self made","application_type":"service","grant_types":["client_credentials"],"response_types":["token"]}""",
            ("Authorization", "SSWS 00testApiToken"));
        var id = registered.Text("client_id");

        (await org.GetAsync($"/apps/{id}")).Text("label").ShouldBe("Self made");
        (await org.GetAsync($"/apps/{id}/credentials/secrets")).Json[0].GetProperty("client_secret").GetString()
            .ShouldBe(registered.Text("client_secret"));
    }

    [Fact]
    public async Task The_groups_claim_of_an_app_is_in_its_next_ID_token()
    {
        var id = await org.PageAsync("Grouped");
        await org.PutAsync($"/apps/{id}/groups/{The.Testers}");
        var path = $"/internal/apps/{id}/settings/oauth/idToken";

        (await org.GetAsync(path)).ShouldBe(
            200, $$"""{"issuer":"{org}","orgUrl":null,"customUrl":null,"audience":"{{id}}","issuerMode":"ORG_URL"}""", org.Org);
        (await org.PostAsync(
            path,
            """{"name":"groups","issuerMode":"ORG_URL","value":"Test","valueType":"GROUPS","groupFilterType":"STARTS_WITH"}""")).ShouldBe(
            200,
            """{"name":"groups","value":"Test","valueType":"GROUPS","groupFilterType":"STARTS_WITH","issuer":null,"orgUrl":null,"customUrl":null,"audience":null,"issuerMode":"ORG_URL"}""",
            org.Org);
        var tokens = await org.Http.TokensAsync("/oauth2", "openid%20groups", id);
        Jwt.Texts(tokens.Text("id_token"), "groups").ShouldBe(["Testers"]);
        (await org.GetAsync("/internal/apps/0oa1unknown/settings/oauth/idToken"))
            .ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: 0oa1unknown (OAuth2AppInstance)");
    }

    [Fact]
    public async Task The_groups_claim_of_an_app_may_be_an_expression_of_any_name()
    {
        var id = await org.PageAsync("Expressive");
        await org.PutAsync($"/apps/{id}/groups/{The.Testers}");

        (await org.PostAsync(
            $"/internal/apps/{id}/settings/oauth/idToken",
            """{"valueType":"EXPRESSION","issuerMode":"ORG_URL","name":"called","value":"String.toUpperCase(user.firstName)"}""")).ShouldBe(
            200,
            """{"name":"called","value":"String.toUpperCase(user.firstName)","valueType":"EXPRESSION","issuer":null,"orgUrl":null,"customUrl":null,"audience":null,"issuerMode":"ORG_URL"}""",
            org.Org);

        var tokens = await org.Http.TokensAsync("/oauth2", "openid%20groups", id);
        Jwt.Text(tokens.Text("id_token"), "called").ShouldBe("ADA");
        (await org.PostAsync(
            $"/internal/apps/{id}/settings/oauth/idToken", """{"valueType":"EXPRESSION","name":"called","value":"String.toUpperCase("}"""))
            .Status.ShouldBe(400);
        (await org.PostAsync(
            $"/internal/apps/{id}/settings/oauth/idToken", """{"valueType":"EXPRESSION","name":"sub","value":"user.login"}"""))
            .ShouldBeOktaError(
                400, "E0000001", "Api validation failed: name", "name: 'sub' is Okta's own. Choose another name.");
    }

    [Fact]
    public async Task The_star_of_a_redirect_uri_is_one_label()
    {
        const string body =
            """{"name":"oidc_client","label":"Wild","signOnMode":"OPENID_CONNECT","settings":{"implicitAssignment":true,"oauthClient":{"application_type":"browser","redirect_uris":["https://*.example.com/cb"]MORE}}}""";
        var refused = await org.PostAsync("/apps", body.Replace("MORE", "", StringComparison.Ordinal));
        var allowed = await org.PostAsync(
            "/apps", body.Replace("MORE", ",\"wildcard_redirect\":\"SUBDOMAIN\"", StringComparison.Ordinal));
        var id = allowed.Text("id");

        (await SentToAsync(id, "https://a-1.example.com/cb")).Redirected("code").ShouldNotBeNull();
        string[] others =
        [
            "https://a.b.example.com/cb", "https://evil.com/.example.com/cb", "https://.example.com/cb", "http://a.example.com/cb",
        ];
        foreach (var other in others)
            (await SentToAsync(id, other)).Status.ShouldBe(400);
        refused.Text("errorSummary").ShouldBe("Api validation failed: redirect_uris");
    }

    Task<Answer> SentToAsync(string clientId, string redirectUri) => org.Http.AuthorizeAsync(
        "/oauth2/default",
        $"client_id={clientId}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(redirectUri)}&state=s&{The.Pkce}");

    /// <summary>The body up to its links, where <c>{id}</c>, <c>{time}</c> and <c>{kid}</c> stand for what differs every time.</summary>
    static string Stripped(Answer app)
    {
        var body = app.Body[..app.Body.IndexOf("\"_links\"", StringComparison.Ordinal)];
        body = body.Replace(app.Text("id"), "{id}", StringComparison.Ordinal);
        foreach (var member in (string[])["created", "lastUpdated"])
            body = body.Replace(app.Text(member), "{time}", StringComparison.Ordinal);
        return body.Replace(
            app.Json.GetProperty("credentials").GetProperty("signing").GetProperty("kid").GetString()!, "{kid}", StringComparison.Ordinal);
    }
}
