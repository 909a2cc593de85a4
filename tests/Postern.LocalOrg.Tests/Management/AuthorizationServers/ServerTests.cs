namespace Postern.LocalOrg.Tests.Management.AuthorizationServers;

/// <summary>Custom authorization servers and their scopes: management.md 11.</summary>
public sealed class ServerTests(ManagedOrg org) : IClassFixture<ManagedOrg>
{
    const string Servers = "/authorizationServers", Default = Servers + "/default";

    [Fact]
    public async Task A_server_that_is_made_issues_as_its_policies_say_until_it_is_switched_off()
    {
        var (_, basic) = await org.ServiceAsync("Of a new server");

        var made = await org.PostAsync(Servers, """{"name":"qa-api","description":"Tokens for tests","audiences":["api://qa"]}""");
        var id = made.Text("id");
        await org.PostAsync($"{Servers}/{id}/scopes", """{"name":"orders:read","consent":"IMPLICIT","default":true}""");
        var refused = await org.ServeAsync(basic, $"/oauth2/{id}", "orders:read");
        var policy = await org.PostAsync(
            $"{Servers}/{id}/policies",
            """{"type":"OAUTH_AUTHORIZATION_POLICY","name":"All","priority":1,"conditions":{"clients":{"include":["ALL_CLIENTS"]}}}""");
        var rule = await org.PostAsync(
            $"{Servers}/{id}/policies/{policy.Text("id")}/rules",
            """{"type":"RESOURCE_ACCESS","name":"Machines","priority":1,"conditions":{"grantTypes":{"include":["client_credentials"]},"scopes":{"include":["*"]}},"actions":{"token":{"accessTokenLifetimeMinutes":7,"refreshTokenLifetimeMinutes":0,"refreshTokenWindowMinutes":10080}}}""");
        var tokens = await org.ServeAsync(basic, $"/oauth2/{id}", "orders:read");

        made.Status.ShouldBe(201, made.Body);
        refused.Json.GetProperty("error").GetString().ShouldBe("access_denied");
        policy.Status.ShouldBe(201, policy.Body);
        rule.Status.ShouldBe(201, rule.Body);
        tokens.Json.GetProperty("expires_in").GetInt32().ShouldBe(420);
        Jwt.Text(tokens.Text("access_token"), "aud").ShouldBe("api://qa");
        Jwt.Text(tokens.Text("access_token"), "iss").ShouldBe($"{org.Org.Url}/oauth2/{id}");
        (await org.PostAsync($"{Servers}/{id}/lifecycle/deactivate")).Status.ShouldBe(204);
        (await org.ServeAsync(basic, $"/oauth2/{id}", "orders:read")).Status.ShouldNotBe(200);
        (await org.GetAsync($"{Servers}/{id}")).Text("status").ShouldBe("INACTIVE");
        (await org.PostAsync($"{Servers}/{id}/lifecycle/deactivate")).Status.ShouldBe(204);
        (await org.DeleteAsync($"{Servers}/{id}")).Status.ShouldBe(204);
        (await org.GetAsync($"{Servers}/{id}"))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (AuthorizationServer)");
    }

    [Fact]
    public async Task The_default_server_is_called_by_its_word_and_by_its_id()
    {
        var byWord = await org.GetAsync(Default);
        var id = byWord.Text("id");
        var kid = byWord.Json.GetProperty("credentials").GetProperty("signing").GetProperty("kid").GetString();
        var api = $"{org.Org.Url}/api/v1/authorizationServers/default";

        id.ShouldMatch("^aus[A-Za-z0-9]{17}$");
        (await org.GetAsync($"{Servers}/{id}")).Body.ShouldBe(byWord.Body);
        byWord.Members.ShouldBe(
            [
                "id", "name", "description", "audiences", "issuer", "issuerMode", "status", "created", "lastUpdated", "credentials",
                "default", "_links",
            ]);
        byWord.Json.GetProperty("credentials").GetProperty("signing").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["kid", "rotationMode", "lastRotated", "nextRotation"]);
        byWord.Json.GetProperty("_links").GetRawText().ShouldBe(
            $$$$"""{"rotateKey":{"href":"{{{{api}}}}/credentials/lifecycle/keyRotate","hints":{"allow":["POST"]}},"metadata":[{"name":"oauth-authorization-server","href":"{{{{org.Org.Url}}}}/oauth2/default/.well-known/oauth-authorization-server","hints":{"allow":["GET"]}},{"name":"openid-configuration","href":"{{{{org.Org.Url}}}}/oauth2/default/.well-known/openid-configuration","hints":{"allow":["GET"]}}],"keys":{"href":"{{{{api}}}}/credentials/keys","hints":{"allow":["GET"]}},"claims":{"href":"{{{{api}}}}/claims","hints":{"allow":["GET","POST"]}},"policies":{"href":"{{{{api}}}}/policies","hints":{"allow":["GET","POST"]}},"self":{"href":"{{{{api}}}}","hints":{"allow":["GET","DELETE","PUT"]}},"scopes":{"href":"{{{{api}}}}/scopes","hints":{"allow":["GET","POST"]}},"deactivate":{"href":"{{{{api}}}}/lifecycle/deactivate","hints":{"allow":["POST"]}}}""");
        (await org.GetAsync(Default + "/credentials/keys")).Json[0].GetProperty("kid").GetString().ShouldBe(kid);
        (await org.DeleteAsync(Default)).ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
    }

    [Fact]
    public async Task How_keys_rotate_is_for_a_change_to_say()
    {
        var made = await org.PostAsync(
            Servers, """{"name":"still","audiences":["api://still"],"credentials":{"signing":{"rotationMode":"MANUAL"}}}""");
        var path = $"{Servers}/{made.Text("id")}";

        var put = await org.PutAsync(
            path, """{"name":"still","description":"d","audiences":["api://other"],"credentials":{"signing":{"rotationMode":"MANUAL"}}}""");

        Signing(made).ShouldContain("\"rotationMode\":\"AUTO\"");
        Signing(put).ShouldContain("\"rotationMode\":\"MANUAL\"");
        Signing(put).ShouldNotContain("nextRotation");
        put.Json.GetProperty("audiences").GetRawText().ShouldBe("""["api://other"]""");
        (await org.GetAsync(path)).Body.ShouldBe(put.Body);
        (await org.PostAsync(Servers, """{"name":"still","audiences":["x"]}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: An object with this field already exists in the current organization");
        (await org.GetAsync(Servers + "?q=still")).Json.GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"audiences":["x"]}""", "name", "name: The field cannot be left blank")]
    [InlineData("""{"name":"x"}""", "audiences", "audiences: There must be exactly one audience")]
    [InlineData("""{"name":"x","audiences":["a","b"]}""", "audiences", "audiences: There must be exactly one audience")]
    public async Task A_server_has_a_name_and_one_audience(string body, string what, string cause) =>
        (await org.PostAsync(Servers, body)).ShouldBeOktaError(400, "E0000001", "Api validation failed: " + what, cause);

    [Fact]
    public async Task A_scope_is_known_as_soon_as_it_is_made()
    {
        var (_, basic) = await org.ServiceAsync("Of a new scope");

        var made = await org.PostAsync(Default + "/scopes", """{"name":"fresh","displayName":"","description":"d"}""");
        var path = $"{Default}/scopes/{made.Text("id")}";
        var tokens = await org.ServeAsync(basic, scope: "fresh");
        var put = await org.PutAsync(path, """{"name":"fresher","consent":"REQUIRED","metadataPublish":"ALL_CLIENTS","optional":true}""");

        made.Status.ShouldBe(201, made.Body);
        made.Body.ShouldBe(
            $$$$$"""{"id":"{{{{{made.Text("id")}}}}}","name":"fresh","displayName":"","description":"d","system":false,"metadataPublish":"NO_CLIENTS","consent":"IMPLICIT","optional":false,"apiResourceId":null,"default":false,"_links":{"self":{"href":"{{{{{org.Org.Url}}}}}/api/v1{{{{{path}}}}}","hints":{"allow":["GET","PUT","DELETE"]}}}}""");
        tokens.Status.ShouldBe(200, tokens.Body);
        put.Body.ShouldBe((await org.GetAsync(path)).Body);
        put.Json.GetProperty("displayName").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await org.ServeAsync(basic, scope: "fresher")).Status.ShouldBe(400);
        (await org.Http.GetAsync("/oauth2/default/.well-known/openid-configuration")).Body.ShouldContain("\"fresher\"");
        (await org.DeleteAsync(path)).Status.ShouldBe(204);
        (await org.GetAsync(path))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {made.Text("id")} (OAuth2Scope)");
    }

    [Fact]
    public async Task Scopes_are_listed_with_the_reserved_ones_which_stay()
    {
        var listed = (await org.GetAsync($"{Servers}/aus1posternOrders005/scopes")).Json.EnumerateArray().ToList();
        var openid = listed.Single(scope => scope.GetProperty("name").GetString() is "openid");
        var path = $"{Servers}/aus1posternOrders005/scopes/{openid.GetProperty("id").GetString()}";

        listed.Select(scope => scope.GetProperty("name").GetString()).ShouldBe(
            ["orders:write", "orders:read", "openid", "profile", "email", "address", "phone", "offline_access", "device_sso"]);
        openid.GetProperty("system").GetBoolean().ShouldBeTrue();
        (await org.PutAsync(path, """{"name":"openid","description":"Sign in","consent":"IMPLICIT"}""")).Text("description")
            .ShouldBe("Sign in");
        (await org.DeleteAsync(path)).ShouldBeOktaError(403, "E0000006", "You do not have permission to perform the requested action");
        (await org.PostAsync($"{Servers}/aus1posternOrders005/scopes", """{"name":"openid"}""")).ShouldBeOktaError(
            400, "E0000001", "Api validation failed: name", "name: An object with this field already exists in the current organization");
        (await org.GetAsync($"{Servers}/aus1posternOrders005/scopes?filter=name+eq+%22email%22")).Json.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Servers_trust_others_whose_tokens_may_be_exchanged()
    {
        const string path = Default + "/associatedServers";

        var trusted = await org.PostAsync(path, """{"trusted":["aus1posternOrders005"]}""");

        trusted.Status.ShouldBe(200, trusted.Body);
        trusted.Json[0].GetProperty("id").GetString().ShouldBe("aus1posternOrders005");
        trusted.Json[0].GetProperty("_links").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await org.GetAsync(path + "?trusted=true")).Body.ShouldBe(trusted.Body);
        (await org.DeleteAsync(path + "/aus1posternOrders005")).Status.ShouldBe(204);
        (await org.GetAsync(path + "?trusted=true")).Body.ShouldBe("[]");
    }

    static string Signing(Answer server) => server.Json.GetProperty("credentials").GetProperty("signing").GetRawText();
}
