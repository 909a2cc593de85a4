namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>Clients that act for themselves (oidc.md 9.4).</summary>
public sealed class ClientCredentialsTests
{
    [Fact]
    [Trait("Proves", "RFC 9700 4.15.1 client is no user")]
    public async Task A_client_gets_an_access_token_of_its_own_and_nothing_else()
    {
        await using var org = await StartAsync();

        var answer = await TokenAsync(org, "scope=read");

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope"]);
        answer.Text("scope").ShouldBe("read");
        var token = answer.Text("access_token");
        Jwt.ClaimNames(token).ShouldBe(["ver", "jti", "iss", "aud", "iat", "exp", "cid", "scp", "sub"]);
        Jwt.Text(token, "sub").ShouldBe(The.Service);
        Jwt.Text(token, "cid").ShouldBe(The.Service);
        Jwt.Text(token, "jti").ShouldMatch(@"^AT\.[A-Za-z0-9_-]{43}$");
    }

    [Theory]
    [InlineData("openid")]
    [InlineData("read%20profile")]
    [InlineData("read%20offline_access")]
    public async Task Nobodys_identity_is_given(string scope)
    {
        await using var org = await StartAsync();

        var answer = await TokenAsync(org, $"scope={scope}");

        answer.ShouldBeError(400, "invalid_scope", "Cannot request 'openid' scopes using client credentials.");
    }

    [Fact]
    public async Task No_device_signs_in()
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "scope=read%20device_sso"))
            .ShouldBeError(400, "invalid_scope", "The following scopes are not allowed for this request: [device_sso].");
    }

    [Fact]
    public async Task Without_a_scope_the_servers_default_ones_are_granted()
    {
        await using var org = await StartAsync(server => server with { Scopes = [new() { Name = "read", IsDefault = true }] });

        (await TokenAsync(org, "")).Text("scope").ShouldBe("read");
    }

    [Fact]
    public async Task Without_any_default_scope_one_must_be_asked_for()
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "")).ShouldBeError(
            400, "invalid_scope",
            "The authorization server resource does not have any configured default scopes, 'scope' must be provided.");
    }

    [Fact]
    public async Task A_scope_that_the_server_does_not_have_is_not_granted()
    {
        await using var org = await StartAsync();

        (await TokenAsync(org, "scope=fly"))
            .ShouldBeError(400, "invalid_scope", "One or more scopes are not configured for the authorization server resource.");
    }

    [Fact]
    public async Task A_policy_may_keep_clients_from_acting_for_themselves()
    {
        await using var org = await StartAsync(server =>
            server with { Policies = [new() { Name = "p", Rules = [new() { Name = "r", GrantTypes = ["authorization_code"] }] }] });

        (await TokenAsync(org, "scope=read"))
            .ShouldBeError(401, "access_denied", "Policy evaluation failed for this request, please check the policy configurations.");
    }

    [Fact]
    public async Task A_rule_for_some_people_says_nothing_of_clients()
    {
        await using var org = await StartAsync(
            server => server with { Policies = [new() { Name = "p", Rules = [new() { Name = "r", GroupIds = [The.Testers] }] }] });

        (await TokenAsync(org, "scope=read")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_client_without_the_grant_is_told_which_ones_it_has()
    {
        await using var org = await StartAsync();

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=client_credentials&scope=read&client_id={The.Spa}");

        answer.Status.ShouldBe(400);
        answer.Text("error").ShouldBe("unauthorized_client");
        answer.Text("error_description")
            .ShouldStartWith("The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, ");
    }

    [Fact]
    public async Task A_client_that_cannot_prove_itself_has_nothing_of_its_own()
    {
        await using var org = await ClockedOrg.StartAsync(The.Native, app => app with { GrantTypes = ["client_credentials"] });

        var answer = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=client_credentials&scope=api%3Aread&client_id={The.Native}");

        answer.ShouldBeError(400, "unauthorized_client", "Confidential client is required to make this request.");
    }

    [Fact]
    public async Task The_org_server_wants_a_signature_and_no_secret()
    {
        await using var org = await StartAsync();

        var answer = await TokenAsync(org, "scope=okta.users.read", "/oauth2");

        answer.ShouldBeError(
            401,
            "invalid_client",
            "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.");
    }

    [Fact]
    public async Task The_org_server_wants_a_service()
    {
        await using var org = await ClockedOrg.StartAsync(The.Web, app => app with { GrantTypes = ["client_credentials"] });

        var answer = await org.Http.PostFormAsync(
            "/oauth2/v1/token", "grant_type=client_credentials&scope=okta.users.read", The.BasicOfWeb);

        answer.ShouldBeError(
            401, "invalid_client",
            "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization " +
            "Server.");
    }

    [Theory]
    [InlineData("okta.users.read")]
    [InlineData("okta.users.read%20okta.groups.read")]
    public async Task The_org_server_gives_a_service_the_scopes_that_it_was_granted(string scope)
    {
        await using var org = await StartWithKeyAsync();

        var answer = await OrgTokenAsync(org, $"scope={scope}");

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope"], answer.Body);
        answer.Text("scope").ShouldBe(Uri.UnescapeDataString(scope));
        Jwt.Text(answer.Text("access_token"), "aud").ShouldBe(org.Org.Url);
        Jwt.Texts(answer.Text("access_token"), "scp").ShouldBe(scope.Split("%20"));
    }

    [Fact]
    public async Task Of_the_scopes_that_a_service_asks_for_it_gets_those_that_it_was_granted()
    {
        await using var org = await StartWithKeyAsync();

        (await OrgTokenAsync(org, "scope=okta.users.read%20okta.apps.manage")).Text("scope").ShouldBe("okta.users.read");
    }

    [Theory]
    [InlineData("scope=okta.apps.manage", "consent_required", "You are not allowed any of the requested scopes.")]
    [InlineData("scope=openid", "invalid_scope", "Cannot request 'openid' scopes using client credentials.")]
    [InlineData("scope=read", "invalid_scope", "Custom scopes are not allowed for this request.")]
    [InlineData(
        "scope=okta.users.read.self",
        "client_credentials_self_scope_requested",
        "The 'client_credentials' grant type may not request .self scopes.")]
    [InlineData("", "invalid_scope", "No scopes were requested.")]
    public async Task The_org_server_gives_a_service_nothing_else(string scope, string error, string description)
    {
        await using var org = await StartWithKeyAsync();

        (await OrgTokenAsync(org, scope)).ShouldBeError(400, error, description);
    }

    [Fact]
    public async Task A_seed_grants_scopes_of_Oktas_own_APIs_and_no_others()
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => ClockedOrg.StartAsync(The.Service, app => app with { GrantedOrgScopes = ["read"] }));

        refused.Message.ShouldBe(
            "The seed cannot be used:\n  apps[3].grantedOrgScopes[0]: 'read' is no scope of Okta's own APIs: those begin with 'okta.'.");
    }

    static Task<ClockedOrg> StartAsync(Func<SeedAuthorizationServer, SeedAuthorizationServer>? change = null) =>
        ClockedOrg.StartAsync((SeedAuthorizationServer server) => (change ?? (same => same))(server with { Scopes = ["read"] }));

    static Task<ClockedOrg> StartWithKeyAsync() => ClockedOrg.StartAsync(
        The.Service,
        app => app with
        {
            ClientSecret = null,
            TokenEndpointAuthMethod = "private_key_jwt",
            Jwks = ClientAssertion.PublicKeys(),
            GrantedOrgScopes = ["okta.users.read", "okta.groups.read"],
        });

    static Task<Answer> TokenAsync(ClockedOrg org, string form, string server = "/oauth2/default") =>
        org.Http.PostFormAsync($"{server}/v1/token", $"grant_type=client_credentials&{form}", The.BasicOfService);

    static Task<Answer> OrgTokenAsync(ClockedOrg org, string form)
    {
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{The.Service}}","sub":"{{The.Service}}","aud":"{{org.Org.Url}}/oauth2/v1/token","exp":{{The.Now.ToUnixTimeSeconds() + 300}}}""");
        return org.Http.PostFormAsync(
            "/oauth2/v1/token",
            "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer" +
            $"&client_assertion={assertion}&{form}");
    }
}
