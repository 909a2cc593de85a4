namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Okta's issuer mode <c>DYNAMIC</c>: of the org's two names, the one that a request came by.</summary>
public sealed class DynamicIssuerTests : IAsyncLifetime
{
    const string Server = "/oauth2/aus1dynamicHost0005";
    const string ByCustom = "https://id.example.com" + Server;
    const string ByOrg = "https://org.example" + Server;

    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        SeedAuthorizationServer Named(string id, string audience) => new()
        {
            Id = id, Name = audience, Audience = audience, IssuerMode = IssuerMode.Dynamic, Scopes = [new() { Name = "read" }],
            Policies = [new() { Name = "Everybody", Rules = [new() { Name = "Everything" }] }],
        };
        var servers = OrgSeed.Default.AuthorizationServers
            .Append(Named("aus1dynamicHost0005", "api://dynamic"))
            .Append(Named("aus1nextService0005", "api://next") with { TrustedServerIds = ["aus1dynamicHost0005"] });
        var apps = OrgSeed.Default.Apps.Select(app =>
            app.ClientId is The.Service
                ? app with { GrantTypes = [.. app.GrantTypes, "urn:ietf:params:oauth:grant-type:token-exchange"] }
                : app with { IssuerMode = IssuerMode.Dynamic });
        _org = await LocalOrg.StartAsync(
            new()
            {
                PublicUrl = "https://org.example",
                CustomUrl = "https://id.example.com",
                Seed = OrgSeed.Default with { AuthorizationServers = [.. servers], Apps = [.. apps] },
            },
            The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Theory]
    [InlineData("id.example.com", ByCustom)]
    [InlineData("ID.example.com", ByCustom)]
    [InlineData("org.example", ByOrg)]
    [InlineData("evil.example", ByOrg)]
    [InlineData("id.example.com:8443", ByOrg)]
    public async Task Discovery_names_the_host_that_was_asked_if_it_is_one_of_the_orgs(string host, string issuer)
    {
        var answer = await _http.GetAsync($"{Server}/.well-known/openid-configuration", ("Host", host));

        answer.Text("issuer").ShouldBe(issuer);
        answer.Text("authorization_endpoint").ShouldBe(issuer + "/v1/authorize");
        answer.Text("token_endpoint").ShouldBe(issuer + "/v1/token");
        answer.Text("jwks_uri").ShouldBe(issuer + "/v1/keys");
    }

    [Fact]
    public async Task Tokens_are_issued_in_the_name_that_their_request_came_by()
    {
        var tokens = await TokensAsync("id.example.com");

        Jwt.Text(tokens.Text("access_token"), "iss").ShouldBe(ByCustom);
        Jwt.Text(tokens.Text("id_token"), "iss").ShouldBe(ByCustom);
        Jwt.Text((await TokensAsync("org.example")).Text("access_token"), "iss").ShouldBe(ByOrg);
    }

    [Theory]
    [InlineData("id.example.com", "https://id.example.com")]
    [InlineData("org.example", "https://org.example")]
    public async Task An_app_chooses_what_the_orgs_own_ID_tokens_call_it(string host, string issuer)
    {
        var tokens = await TokensAsync(host, "/oauth2");

        Jwt.Text(tokens.Text("id_token"), "iss").ShouldBe(issuer);
        Jwt.Text(tokens.Text("access_token"), "iss").ShouldBe("https://org.example");
        var logout = await _http.GetAsync($"/oauth2/v1/logout?id_token_hint={tokens.Text("id_token")}");
        logout.Status.ShouldBe(302, logout.Body);
    }

    [Fact]
    public async Task A_token_is_good_under_the_name_that_issued_it()
    {
        var token = (await TokensAsync("id.example.com")).Text("access_token");

        var userInfo = await _http.GetAsync($"{Server}/v1/userinfo", ("Host", "id.example.com"), ("Authorization", $"Bearer {token}"));
        var byCustom = await IntrospectAsync("id.example.com", token);
        var byOrg = await IntrospectAsync("org.example", token);

        userInfo.Text("sub").ShouldBe("00u1adaActive0000005");
        byCustom.Text("iss").ShouldBe(ByCustom);
        byOrg.Body.ShouldBe("""{"active":false}""");
    }

    [Theory]
    [InlineData("id.example.com")]
    [InlineData("org.example")]
    public async Task A_server_that_trusts_it_takes_tokens_of_either_name(string host)
    {
        var subject = (await TokensAsync(host)).Text("access_token");

        var answer = await _http.PostFormAsync(
            "/oauth2/aus1nextService0005/v1/token",
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange" +
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
            + $"&subject_token={subject}&audience=api%3A%2F%2Fnext&scope=read",
            The.BasicOfService);

        Jwt.Text(answer.Text("access_token"), "sub").ShouldBe("ada@example.com");
    }

    async Task<Answer> TokensAsync(string host, string server = Server)
    {
        var sessionToken = await _http.SessionTokenAsync();
        var scope = server is Server ? "openid%20read" : "openid";
        var authorized = await _http.GetAsync(
            $"{server}/v1/authorize?client_id={The.Spa}&response_type=code&scope={scope}&redirect_uri={The.EncodedCallback}" +
            $"&state=s-1f0c&{The.Pkce}&sessionToken={sessionToken}",
            ("Host", host));
        return await _http.PostFormAsync(
            $"{server}/v1/token",
            $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={authorized.Redirected("code")}" +
            $"&code_verifier={The.Verifier}",
            ("Host", host));
    }

    Task<Answer> IntrospectAsync(string host, string token) =>
        _http.PostFormAsync($"{Server}/v1/introspect", $"client_id={The.Spa}&token={token}", ("Host", host));
}
