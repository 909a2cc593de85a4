using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>
/// What is said to callers of Okta's own APIs whose access token will not do: oidc.md 22, api-access-management.md 1 and 2.
/// </summary>
public sealed class ApiCallerTests : IAsyncLifetime
{
    const string Keys = "/api/v1/authorizationServers/default/credentials/keys";
    const string Clients = "/oauth2/v1/clients";
    const string Scopes = "okta.authorizationServers.read okta.clients.read";

    ClockedOrg _clocked = null!;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(Seed, RateLimits.Off);

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Fact]
    public async Task An_access_token_of_the_orgs_with_the_scope_will_do()
    {
        var token = await TokenAsync();

        (await AskAsync(Keys, token)).Status.ShouldBe(200);
        (await AskAsync(Clients, token)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_no_token_is_invalid()
    {
        foreach (var token in (string[])["x", "x.y.z", "bm90.anNvbg.eA"])
            await RefusedAsync(token, "The token is invalid.");
    }

    [Fact]
    public async Task A_token_of_a_custom_server_has_another_issuer()
    {
        await RefusedAsync((await _clocked.Http.TokensAsync()).Text("access_token"), "The access token provided has an invalid issuer.");
        await RefusedAsync("e30.e30.e30", "The access token provided has an invalid issuer.");
    }

    [Fact]
    public async Task An_ID_token_is_not_intended_for_Okta() =>
        await RefusedAsync(
            (await _clocked.Http.TokensAsync("/oauth2")).Text("id_token"), "The access token provided is not intended for Okta.");

    [Fact]
    public async Task A_token_that_somebody_else_signed_is_invalid()
    {
        var parts = (await TokenAsync()).Split('.');
        var forged = ClientAssertion.ByRsa(
            $$"""{"iss":"{{_clocked.Org.Url}}","aud":"{{_clocked.Org.Url}}","exp":{{The.Now.ToUnixTimeSeconds() + 300}},"jti":"AT.x","scp":["okta.authorizationServers.read","okta.clients.read"]}""");

        await RefusedAsync($"{parts[0]}.{parts[1]}.{forged.Split('.')[2]}", "The access token is invalid.");
        await RefusedAsync(forged, "The access token is invalid.");
    }

    [Fact]
    public async Task A_token_that_has_expired_is_told_so()
    {
        var token = await TokenAsync();

        _clocked.Advance(3600);

        await RefusedAsync(token, "The token has expired.");
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_told_so()
    {
        var token = await TokenAsync();

        (await _clocked.Http.PostFormAsync("/oauth2/v1/revoke", $"token={token}&{Assertion("/oauth2/v1/revoke")}")).Status.ShouldBe(200);

        await RefusedAsync(token, "The access token has been revoked.");
    }

    [Fact]
    public async Task A_token_from_the_future_has_a_timestamp_that_is_invalid()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("org.db");
        string token;
        await using (
            var ahead = await LocalOrg.StartAsync(
                new()
                {
                    DataFile = file,
                    Seed = Seed,
                    PublicUrl = "http://org.example",
                    Time = new FakeTimeProvider(The.Now.AddSeconds(60)),
                },
                The.Ct))
        {
            using var http = new Browserless(ahead);
            token = await TokenAsync(http, "http://org.example");
        }

        await using var org = await LocalOrg.StartAsync(
            new() { DataFile = file, Seed = Seed, PublicUrl = "http://org.example", Time = new FakeTimeProvider(The.Now) }, The.Ct);
        using var later = new Browserless(org);

        (await later.GetAsync(Clients, ("Authorization", "Bearer " + token)))
            .ShouldBeError(401, "invalid_token", "The token timestamp is invalid.");
    }

    [Fact]
    public async Task A_token_without_the_scope_is_told_which_it_lacks()
    {
        var token = (await _clocked.Http.TokensAsync("/oauth2")).Text("access_token");

        var keys = await AskAsync(Keys, token);
        var clients = await AskAsync(Clients, token);

        (keys.Status, keys.Body).ShouldBe((403, ""));
        keys.Headers["WWW-Authenticate"].ShouldBe(
            Challenge(
                "Bearer",
                "okta.authorizationServers.read",
                "insufficient_scope",
                "The access token provided does not contain the required scopes.",
                Keys));
        clients.ShouldBeError(403, "insufficient_scope", "The access token provided does not contain the required scopes.");
        clients.Headers["WWW-Authenticate"].ShouldBe(
            Challenge(
                "Bearer",
                "okta.clients.read okta.clients.manage",
                "insufficient_scope",
                "The access token provided does not contain the required scopes.",
                Clients));
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_key_is_good_with_that_key_alone()
    {
        using DpopKey key = new(), another = new();
        var token = await BoundTokenAsync(key);
        var url = _clocked.Org.Url + Keys;

        (await AskAsync(Keys, token, "DPoP", key.Proof(url, null, token, "GET"))).Status.ShouldBe(200);
        (await AskAsync(Clients, token)).ShouldBeError(
            400, "invalid_request", "The resource request must use the DPoP authentication scheme when using a DPoP bound token.");
        (await AskAsync(Clients, token, "DPoP")).ShouldBeError(400, "invalid_request", "The resource request requires a DPoP proof.");
        var refused = await AskAsync(Keys, token, "DPoP", another.Proof(url, null, token, "GET"));
        (refused.Status, refused.Body).ShouldBe((401, ""));
        refused.Headers["WWW-Authenticate"].ShouldBe(Challenge(
            "DPoP algs=\"RS256 RS384 RS512 ES256 ES384 ES512\",", "okta.authorizationServers.read", "invalid_dpop_proof",
            "The access_token is not bound to the provided DPoP proof.", Keys));
    }

    [Fact]
    public async Task A_token_that_is_bound_to_no_key_is_nobodys_to_prove()
    {
        using DpopKey key = new();
        var token = await TokenAsync();

        (await AskAsync(Clients, token, "DPoP", key.Proof(_clocked.Org.Url + Clients, null, token, "GET")))
            .ShouldBeError(401, "invalid_token", "The presented access_token is not DPoP bound.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Basic eDp5")]
    [InlineData("SSWS 00wrong")]
    public async Task Whoever_brings_no_access_token_is_told_no_more_than_that(string authorization)
    {
        foreach (var path in (string[])[Keys, Clients])
            (await _clocked.Http.GetAsync(path, ("Authorization", authorization)))
                .ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task A_path_is_escaped_where_it_is_repeated()
    {
        var answer = await AskAsync("/api/v1/authorizationServers/a%22%0D%0Ab/credentials/keys", "x");

        (answer.Status, answer.Body).ShouldBe((401, ""));
        answer.Headers["WWW-Authenticate"].ShouldEndWith("resource=\"/api/v1/authorizationServers/a%22%0D%0Ab/credentials/keys\"");
    }

    static OrgSeed Seed => OrgSeed.Default with
    {
        Apps =
        [
            .. OrgSeed.Default.Apps.Select(app => app.ClientId is The.Service
                ? app with
                {
                    ClientSecret = null,
                    TokenEndpointAuthMethod = "private_key_jwt",
                    Jwks = ClientAssertion.PublicKeys(),
                    GrantedOrgScopes = Scopes.Split(' '),
                }
                : app),
        ],
    };

    static async Task<string> TokenAsync(Browserless http, string url)
    {
        var tokens = await http.PostFormAsync(
            "/oauth2/v1/token", $"grant_type=client_credentials&scope={Scopes}&{AssertionAt(url + "/oauth2/v1/token")}");
        tokens.Status.ShouldBe(200, tokens.Body);
        return tokens.Text("access_token");
    }

    static string AssertionAt(string url)
    {
        var assertion = ClientAssertion.ByRsa(
            $$"""{"iss":"{{The.Service}}","sub":"{{The.Service}}","aud":"{{url}}","exp":{{The.Now.ToUnixTimeSeconds() + 300}}}""");
        return $"client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}";
    }

    string Assertion(string path) => AssertionAt(_clocked.Org.Url + path);

    Task<string> TokenAsync() => TokenAsync(_clocked.Http, _clocked.Org.Url);

    async Task<string> BoundTokenAsync(DpopKey key)
    {
        var url = _clocked.Org.Url + "/oauth2/v1/token";
        var form = $"grant_type=client_credentials&scope={Scopes}&{Assertion("/oauth2/v1/token")}";
        var nonce = (await _clocked.Http.PostFormAsync("/oauth2/v1/token", form, ("DPoP", key.Proof(url, null)))).Headers["dpop-nonce"];
        var tokens = await _clocked.Http.PostFormAsync("/oauth2/v1/token", form, ("DPoP", key.Proof(url, nonce)));
        tokens.Text("token_type").ShouldBe("DPoP", tokens.Body);
        return tokens.Text("access_token");
    }

    Task<Answer> AskAsync(string path, string token, string scheme = "Bearer", string? proof = null) =>
        _clocked.Http.GetAsync(path, [("Authorization", $"{scheme} {token}"), .. proof is null ? [] : new[] { ("DPoP", proof) }]);

    /// <summary>In the body where Okta's OAuth endpoints say such things; in the header beside an empty body on its other APIs.</summary>
    async Task RefusedAsync(string token, string description)
    {
        var keys = await AskAsync(Keys, token);
        var clients = await AskAsync(Clients, token);

        (keys.Status, keys.Body).ShouldBe((401, ""));
        keys.Headers["WWW-Authenticate"].ShouldBe(
            Challenge("Bearer", "okta.authorizationServers.read", "invalid_token", description, Keys));
        clients.ShouldBeError(401, "invalid_token", description);
        clients.Headers["WWW-Authenticate"].ShouldBe(
            Challenge("Bearer", "okta.clients.read okta.clients.manage", "invalid_token", description, Clients));
    }

    string Challenge(string scheme, string scope, string error, string description, string path) =>
        $"{scheme} authorization_uri=\"{_clocked.Org.Url}/oauth2/v1/authorize\", realm=\"{_clocked.Org.Url}\", scope=\"{scope}\", " +
        $"error=\"{error}\", error_description=\"{description}\", resource=\"{path}\"";
}
