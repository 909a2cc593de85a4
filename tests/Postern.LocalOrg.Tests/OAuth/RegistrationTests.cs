namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Dynamic client registration at <c>/oauth2/v1/clients</c> (oidc.md 18, RFC 7591).</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    const string Clients = "/oauth2/v1/clients";
    const string Web =
        """{"client_name":"Registered","redirect_uris":["https://app.example/cb"],"grant_types":["authorization_code","refresh_token"]}""";
    static readonly (string, string) ApiToken = ("Authorization", "SSWS 00testApiToken");

    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00testApiToken"] } }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task A_client_is_answered_as_RFC_7591_has_it_and_its_secret_is_shown_once()
    {
        var made = await _http.PostJsonAsync(Clients, Web, ApiToken);
        var shown = await _http.GetAsync($"{Clients}/{made.Text("client_id")}", ApiToken);

        made.Status.ShouldBe(201, made.Body);
        made.Members.ShouldBe(
            [
                "client_id", "client_secret", "client_id_issued_at", "client_secret_expires_at", "client_name", "redirect_uris",
                "post_logout_redirect_uris",
                "response_types", "grant_types", "token_endpoint_auth_method", "application_type", "dpop_bound_access_tokens",
            ]);
        made.Text("client_id").ShouldMatch("^0oa[A-Za-z0-9]{17}$");
        made.Text("token_endpoint_auth_method").ShouldBe("client_secret_basic");
        made.Text("application_type").ShouldBe("web");
        made.Json.GetProperty("response_types").GetRawText().ShouldBe("""["code"]""");
        made.Json.GetProperty("client_secret_expires_at").GetInt64().ShouldBe(0);
        shown.Body.ShouldBe(made.Body.Replace($"\"client_secret\":\"{made.Text("client_secret")}\",", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_registered_service_gets_tokens_until_its_secret_is_another()
    {
        var made = await _http.PostJsonAsync(Clients, """{"client_name":"Batch","application_type":"service"}""", ApiToken);
        var first = await TokenAsync(made.Text("client_id"), made.Text("client_secret"));
        var renewed = await _http.SendAsync(HttpMethod.Post, $"{Clients}/{made.Text("client_id")}/lifecycle/newSecret", null, ApiToken);

        first.Status.ShouldBe(200, first.Body);
        renewed.Status.ShouldBe(200, renewed.Body);
        (await TokenAsync(made.Text("client_id"), made.Text("client_secret")))
            .ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
        (await TokenAsync(made.Text("client_id"), renewed.Text("client_secret"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_registered_service_may_have_its_keys_at_a_URL()
    {
        await using var server = await KeyServer.StartAsync();
        var made = await _http.PostJsonAsync(
            Clients,
            $$"""{"client_name":"Batch","application_type":"service","token_endpoint_auth_method":"private_key_jwt","jwks_uri":"{{server.Keys}}"}""",
            ApiToken);
        var id = made.Text("client_id");
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{id}}","sub":"{{id}}","aud":"{{_org.Url}}/oauth2/default/v1/token","exp":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 300}}}""");

        var tokens = await _http.PostFormAsync(
            "/oauth2/default/v1/token",
            "grant_type=client_credentials&scope=api:read" +
            $"&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}");

        made.Text("jwks_uri").ShouldBe(server.Keys);
        made.Members.ShouldNotContain("client_secret");
        tokens.Status.ShouldBe(200, tokens.Body);
        (await _http.GetAsync($"{Clients}/{id}", ApiToken)).Text("jwks_uri").ShouldBe(server.Keys);
    }

    [Fact]
    public async Task A_registered_app_signs_everybody_in()
    {
        var made = await _http.PostJsonAsync(
            Clients,
            $$"""{"client_name":"Single page","application_type":"browser","redirect_uris":["{{The.Callback}}"],"consent_method":"TRUSTED"}""",
            ApiToken);

        var code = await _http.CodeAsync("/oauth2/default", made.Text("client_id"));
        var tokens = await _http.RedeemAsync(code, "/oauth2/default", made.Text("client_id"));

        made.Members.ShouldNotContain("client_secret");
        tokens.Status.ShouldBe(200, tokens.Body);
    }

    [Fact]
    public async Task A_registered_app_asks_for_consent()
    {
        var made = await _http.PostJsonAsync(
            Clients, $$"""{"client_name":"Asks","application_type":"browser","redirect_uris":["{{The.Callback}}"]}""", ApiToken);

        var answer = await _http.AuthorizeAsync(
            "/oauth2/aus1posternOrders005",
            $"client_id={made.Text("client_id")}&response_type=code&scope=openid%20orders:write&redirect_uri={The.EncodedCallback}" +
            $"&state=s&nonce=n&prompt=none&{The.Pkce}");

        answer.Redirected("error").ShouldBe("consent_required", answer.Body);
    }

    [Fact]
    public async Task Replacing_keeps_the_secret_and_takes_effect_at_once()
    {
        var made = await _http.PostJsonAsync(Clients, """{"client_name":"Batch","application_type":"service"}""", ApiToken);
        await TokenAsync(made.Text("client_id"), made.Text("client_secret"));

        var replaced = await PutAsync(
            made.Text("client_id"),
            """{"client_name":"Other","application_type":"service","grant_types":["urn:ietf:params:oauth:grant-type:token-exchange"]}""");

        replaced.Status.ShouldBe(200, replaced.Body);
        replaced.Text("client_name").ShouldBe("Other");
        replaced.Members.ShouldNotContain("client_secret");
        (await TokenAsync(made.Text("client_id"), made.Text("client_secret"))).ShouldBeError(
            400, "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: " +
            "[urn:ietf:params:oauth:grant-type:token-exchange].");
        (await PutAsync(made.Text("client_id"), Web))
            .ShouldBeError(400, "invalid_client_metadata", "'application_type' cannot be changed.");
    }

    [Fact]
    public async Task Replacing_leaves_as_it_is_what_registration_does_not_speak_of()
    {
        var made = await _http.PostJsonAsync(
            "/api/v1/apps",
            """{"name":"oidc_client","label":"Wide","signOnMode":"OPENID_CONNECT","settings":{"oauthClient":{"application_type":"web","redirect_uris":["https://*.example.com/cb"],"response_types":["code"],"grant_types":["authorization_code"],"wildcard_redirect":"SUBDOMAIN"}}}""",
            ApiToken);
        made.Status.ShouldBe(200, made.Body);

        var replaced = await PutAsync(
            made.Text("id"), """{"client_name":"Wider","redirect_uris":["https://*.example.com/cb","https://*.example.com/other"]}""");

        replaced.Status.ShouldBe(200, replaced.Body);
        (await _http.GetAsync($"/api/v1/apps/{made.Text("id")}", ApiToken)).Body.ShouldContain("\"wildcard_redirect\":\"SUBDOMAIN\"");
    }

    [Fact]
    public async Task A_client_that_was_deleted_is_nobody()
    {
        var made = await _http.PostJsonAsync(Clients, """{"client_name":"Batch","application_type":"service"}""", ApiToken);
        var id = made.Text("client_id");
        await TokenAsync(id, made.Text("client_secret"));

        var deleted = await _http.SendAsync(HttpMethod.Delete, $"{Clients}/{id}", null, ApiToken);

        deleted.Status.ShouldBe(204);
        (await TokenAsync(id, made.Text("client_secret"))).ShouldBeError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
        (await _http.GetAsync($"{Clients}/{id}", ApiToken))
            .ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (PublicClientApp)");
    }

    [Fact]
    public async Task Clients_are_listed_in_pages()
    {
        var first = await _http.GetAsync(Clients + "?limit=3&q=Demo", ApiToken);
        var next = first.Headers["Link"].Split(", ")[1];
        var second = await _http.GetAsync(
            next[(next.IndexOf("/oauth2", StringComparison.Ordinal))..next.IndexOf('>', StringComparison.Ordinal)], ApiToken);

        first.Headers["Link"].ShouldBe(
            $"""<{_org.Url}/oauth2/v1/clients?q=Demo&limit=3>; rel="self", <{_org.Url}/oauth2/v1/clients?q=Demo&after=0oa1posternSpa000005&limit=3>; rel="next" """.TrimEnd());
        first.Json.EnumerateArray().Select(client => client.GetProperty("client_name").GetString())
            .ShouldBe(["Demo Native", "Demo Service", "Demo SPA"]);
        second.Json.EnumerateArray().Select(client => client.GetProperty("client_name").GetString()).ShouldBe(["Demo Web"]);
        second.Headers["Link"].ShouldNotContain("rel=\"next\"");
        first.Body.ShouldNotContain("client_secret\"");
    }

    [Theory]
    [InlineData("{", "invalid_client_metadata", "Invalid request")]
    [InlineData("""{"redirect_uris":"no list"}""", "invalid_client_metadata", "Invalid request")]
    [InlineData("{}", "invalid_client_metadata", "'client_name' must be specified.")]
    [InlineData("""{"client_name":"x"}""", "invalid_redirect_uri", "'redirect_uris' must be specified.")]
    [InlineData(
        """{"client_name":"x","redirect_uris":["/relative"]}""",
        "invalid_redirect_uri",
        "A redirect URI must be an absolute URI in ASCII without fragment.")]
    [InlineData(
        """{"client_name":"x","redirect_uris":["javascript:alert(1)"]}""",
        "invalid_redirect_uri",
        "A redirect URI must be an absolute URI in ASCII without fragment.")]
    [InlineData(
        """{"client_name":"x","application_type":"toaster"}""",
        "invalid_client_metadata",
        "'application_type' must be one of [web, native, browser, service], not 'toaster'.")]
    [InlineData(
        """{"client_name":"x","application_type":"browser","token_endpoint_auth_method":"client_secret_post"}""",
        "invalid_client_metadata",
        "'token_endpoint_auth_method' must be 'none' where 'application_type' is 'browser'.")]
    [InlineData(
        """{"client_name":"x","application_type":"service","token_endpoint_auth_method":"private_key_jwt"}""",
        "invalid_client_metadata",
        "'jwks' or 'jwks_uri' must be specified when 'token_endpoint_auth_method' is 'private_key_jwt'.")]
    [InlineData(
        """{"client_name":"x","redirect_uris":["https://a.example"],"response_types":["code","token"]}""",
        "invalid_client_metadata",
        "'grant_types' must contain 'implicit' where 'response_types' contains 'id_token' or 'token'.")]
    [InlineData(
        """{"client_name":"x","redirect_uris":["https://a.example"],"jwks_uri":"file:///keys"}""",
        "invalid_client_metadata",
        "'jwks_uri' must be an http or https URL without user name and fragment.")]
    [InlineData(
        """{"client_name":"x","redirect_uris":["https://a.example"],"jwks_uri":"https://a.example/keys","jwks":{"keys":[]}}""",
        "invalid_client_metadata",
        "'jwks' and 'jwks_uri' cannot both be specified.")]
    public async Task Metadata_that_will_not_do_is_refused(string body, string error, string description)
    {
        var answer = await _http.PostJsonAsync(Clients, body, ApiToken);

        answer.ShouldBeError(400, error, description);
    }

    [Fact]
    public async Task Whoever_may_not_register_is_refused()
    {
        (await _http.PostJsonAsync(Clients, Web)).ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        (await _http.PostJsonAsync(Clients, Web, ("Authorization", "SSWS 00wrong")))
            .ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        (await _http.PostJsonAsync(Clients, Web, ("Authorization", "Bearer " + (await _http.TokensAsync("/oauth2")).Text("access_token"))))
            .ShouldBeError(403, "insufficient_scope", "The access token provided does not contain the required scopes.");
    }

    Task<Answer> TokenAsync(string clientId, string secret) =>
        _http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=client_credentials&client_id={clientId}&client_secret={secret}&scope=api:read");

    Task<Answer> PutAsync(string clientId, string json) =>
        _http.SendAsync(
            HttpMethod.Put, $"{Clients}/{clientId}", new StringContent(json, System.Text.Encoding.UTF8, "application/json"), ApiToken);
}
