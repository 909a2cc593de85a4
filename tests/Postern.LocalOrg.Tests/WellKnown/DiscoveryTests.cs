namespace Postern.LocalOrg.Tests.WellKnown;

/// <summary>Both discovery documents of every authorization server (oidc.md 2).</summary>
public sealed class DiscoveryTests(SharedOrg shared)
{
    [Fact]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE detectable")]
    public async Task The_org_servers_OpenID_configuration_is_Oktas_to_the_letter()
    {
        var answer = await shared.Http.GetAsync("/.well-known/openid-configuration");

        answer.Body.ShouldBe(Document(
            issuer: shared.Url, endpoints: $"{shared.Url}/oauth2", openId: true,
            scopes: """["openid","email","profile","address","phone","offline_access","groups"]"""));
    }

    [Fact]
    public async Task A_custom_servers_OpenID_configuration_is_Oktas_to_the_letter()
    {
        var answer = await shared.Http.GetAsync("/oauth2/default/.well-known/openid-configuration");

        answer.Body.ShouldBe(Document(
            $"{shared.Url}/oauth2/default", $"{shared.Url}/oauth2/default", openId: true,
            """["openid","profile","email","address","phone","offline_access","device_sso","api:read"]"""));
    }

    [Fact]
    public async Task The_issuer_mode_chooses_between_the_orgs_name_and_its_custom_domain()
    {
        SeedAuthorizationServer custom = new()
        {
            Id = "aus1customDomain0005",
            Name = "Custom",
            Audience = "api://custom",
            IssuerMode = IssuerMode.CustomUrl,
        };
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                PublicUrl = "https://org.example",
                CustomUrl = "https://id.example.com/",
                Seed = OrgSeed.Default with { AuthorizationServers = [.. OrgSeed.Default.AuthorizationServers, custom] },
            },
            The.Ct);
        using var http = new Browserless(org);

        var byCustom = await http.GetAsync("/oauth2/aus1customDomain0005/.well-known/openid-configuration");
        var byOrg = await http.GetAsync("/oauth2/default/.well-known/openid-configuration");

        byCustom.Text("issuer").ShouldBe("https://id.example.com/oauth2/aus1customDomain0005");
        byCustom.Text("token_endpoint").ShouldBe("https://id.example.com/oauth2/aus1customDomain0005/v1/token");
        byOrg.Text("issuer").ShouldBe("https://org.example/oauth2/default");
        org.IssuerOf("aus1customDomain0005").ShouldBe("https://id.example.com/oauth2/aus1customDomain0005");
    }

    [Theory]
    [InlineData("/oauth2/default/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/oauth2/default")]
    public async Task A_custom_servers_OAuth_metadata_is_Oktas_to_the_letter(string path)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.Body.ShouldBe(Document(
            $"{shared.Url}/oauth2/default", $"{shared.Url}/oauth2/default", openId: false,
            """["openid","profile","email","address","phone","offline_access","device_sso","api:read"]"""));
    }

    [Fact]
    public async Task The_org_servers_OAuth_metadata_is_built_like_a_custom_servers()
    {
        var answer = await shared.Http.GetAsync("/.well-known/oauth-authorization-server");

        answer.Body.ShouldBe(
            Document(
                shared.Url,
                $"{shared.Url}/oauth2",
                openId: false,
                """["openid","email","profile","address","phone","offline_access","groups"]"""));
    }

    [Fact]
    public async Task A_scope_that_is_not_published_is_not_listed()
    {
        var seed = OrgSeed.Default with
        {
            AuthorizationServers =
            [
                OrgSeed.Default.AuthorizationServers[0] with { Scopes = ["hidden", new() { Name = "shown", IsPublished = true }] },
            ],
        };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync("/oauth2/default/.well-known/oauth-authorization-server");

        answer.Body.ShouldContain(
            """"scopes_supported":["openid","profile","email","address","phone","offline_access","device_sso","shown"]"""");
    }

    [Fact]
    public async Task For_a_client_a_document_says_what_it_may_use()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/default/.well-known/oauth-authorization-server?client_id={The.Service}");

        answer.Body.ShouldContain(""""response_types_supported":["token"],"""");
        answer.Body.ShouldContain(""""grant_types_supported":["client_credentials"],"""");
        answer.Body.ShouldContain(""""token_endpoint_auth_methods_supported":["client_secret_basic"],"""");
    }

    [Fact]
    public async Task A_document_may_be_kept_for_a_day()
    {
        var answer = await shared.Http.GetAsync("/.well-known/openid-configuration");

        answer.Headers["Cache-Control"].ShouldBe("max-age=86400, must-revalidate");
        answer.Headers["Vary"].ShouldBe("Origin");
        answer.Headers.Keys.ShouldNotContain("X-Rate-Limit-Limit");
        answer.Headers.Keys.ShouldNotContain("Pragma");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.6 metadata")]
    public async Task A_public_URL_is_in_every_document()
    {
        await using var org = await LocalOrg.StartAsync(new() { PublicUrl = "https://org.example/" }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync("/oauth2/default/.well-known/openid-configuration");

        answer.Text("issuer").ShouldBe("https://org.example/oauth2/default");
        answer.Text("token_endpoint").ShouldBe("https://org.example/oauth2/default/v1/token");
        answer.Body.ShouldNotContain("127.0.0.1");
    }

    [Theory]
    [InlineData("/oauth2/aus1unknown000000005/.well-known/openid-configuration")]
    [InlineData("/oauth2/aus1unknown000000005/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/oauth2/aus1unknown000000005")]
    public async Task A_server_that_there_is_not_is_not_found_in_the_other_surfaces_shape(string path)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: aus1unknown000000005 (AuthorizationServer)");
    }

    [Fact]
    public async Task An_unknown_client_is_refused_in_the_other_surfaces_shape()
    {
        var answer = await shared.Http.GetAsync("/.well-known/openid-configuration?client_id=0oa1unknownApp000005");

        answer.ShouldBeOktaError(400, "invalid_client", "Invalid value for 'client_id' parameter.");
    }

    /// <summary>The document, its lines joined; the lines of the other flavour left out.</summary>
    static string Document(string issuer, string endpoints, bool openId, string scopes)
    {
        const string document =
            """
            {"issuer":"{issuer}","authorization_endpoint":"{as}/v1/authorize","token_endpoint":"{as}/v1/token",
            openid:"userinfo_endpoint":"{as}/v1/userinfo",
            "registration_endpoint":"{org}/oauth2/v1/clients","jwks_uri":"{as}/v1/keys",
            openid:"response_types_supported":["code","id_token","code id_token","code token","id_token token","code id_token token"],
            oauth:"response_types_supported":["code","token","id_token","code id_token","code token","id_token token","code id_token token"],
            "response_modes_supported":["query","fragment","form_post","okta_post_message"],
            openid:"grant_types_supported":["authorization_code","implicit","refresh_token","password","urn:ietf:params:oauth:grant-type:device_code","urn:openid:params:grant-type:ciba"],
            oauth:"grant_types_supported":["authorization_code","implicit","refresh_token","password","client_credentials","urn:ietf:params:oauth:grant-type:device_code","urn:openid:params:grant-type:ciba"],
            "subject_types_supported":["public"],
            openid:"id_token_signing_alg_values_supported":["RS256"],
            "scopes_supported":{scopes},"token_endpoint_auth_methods_supported":{methods},
            openid:"claims_supported":["iss","ver","sub","aud","iat","exp","jti","auth_time","amr","idp","nonce","name","nickname","preferred_username",
            openid:"given_name","middle_name","family_name","email","email_verified","profile","zoneinfo","locale","address","phone_number",
            openid:"picture","website","gender","birthdate","updated_at","at_hash","c_hash"],
            oauth:"claims_supported":["ver","jti","iss","aud","iat","exp","cid","uid","scp","sub"],
            "code_challenge_methods_supported":["S256"],
            "introspection_endpoint":"{as}/v1/introspect","introspection_endpoint_auth_methods_supported":{methods},
            "revocation_endpoint":"{as}/v1/revoke","revocation_endpoint_auth_methods_supported":{methods},
            "end_session_endpoint":"{as}/v1/logout","request_parameter_supported":true,
            "request_object_signing_alg_values_supported":["HS256","HS384","HS512","RS256","RS384","RS512","ES256","ES384","ES512"],
            "device_authorization_endpoint":"{as}/v1/device/authorize","pushed_authorization_request_endpoint":"{as}/v1/par",
            "backchannel_authentication_endpoint":"{as}/v1/bc/authorize","backchannel_token_delivery_modes_supported":["poll"],
            "backchannel_authentication_request_signing_alg_values_supported":["HS256","HS384","HS512","RS256","RS384","RS512","ES256","ES384","ES512"],
            "dpop_signing_alg_values_supported":["RS256","RS384","RS512","ES256","ES384","ES512"]}
            """;
        var (ours, other) = openId ? ("openid:", "oauth:") : ("oauth:", "openid:");
        var lines = document.ReplaceLineEndings("\n").Split('\n').Where(line => !line.StartsWith(other, StringComparison.Ordinal));
        return string.Concat(lines.Select(line => line.StartsWith(ours, StringComparison.Ordinal) ? line[ours.Length..] : line))
            .Replace("{issuer}", issuer, StringComparison.Ordinal)
            .Replace("{as}", endpoints, StringComparison.Ordinal)
            .Replace("{org}", issuer.Split("/oauth2")[0], StringComparison.Ordinal)
            .Replace("{scopes}", scopes, StringComparison.Ordinal)
            .Replace(
                "{methods}",
                """["client_secret_basic","client_secret_post","client_secret_jwt","private_key_jwt","none"]""",
                StringComparison.Ordinal);
    }
}
