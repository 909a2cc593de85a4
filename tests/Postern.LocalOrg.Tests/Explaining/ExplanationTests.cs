using System.Buffers.Text;

namespace Postern.LocalOrg.Tests.Explaining;

/// <summary>Why a token is as it is, and a request was answered as it was.</summary>
public sealed class ExplanationTests : IClassFixture<ExplanationTests.PolicedOrg>
{
    readonly PolicedOrg _policed;

    public ExplanationTests(PolicedOrg policed) => _policed = policed;

    LocalOrg Org => _policed.Org;

    [Fact]
    public async Task An_access_tokens_policy_rule_claims_and_next_rule_are_told()
    {
        await Org.Requests.StopAsync(The.Ct);
        var tokens = await _policed.Http.TokensAsync("/oauth2/aus1posternPolicy005", "openid%20orders%3Aread%20offline_access");

        var why = (await Org.ExplainAsync(tokens.Text("access_token"), The.Ct))!;

        (why.Of, why.AuthorizationServer, why.ClientId, why.User, why.GrantType).ShouldBe(
            ("access token", "aus1posternPolicy005", The.Spa, "ada@example.com", "authorization_code"));
        why.Request.ShouldBeNull();
        why.AccessPolicies.Select(policy => (policy.Name, policy.Says, policy.Decides)).ShouldBe(
            [("Services", "is for other clients", false), ("People", "is asked", true)]);
        why.AccessPolicies[1].Rules.Select(rule => (rule.Name, rule.Says, rule.Decides, rule.IsNext)).ShouldBe(
            [
                ("Machines", "is for client_credentials, not for authorization_code", false, false),
                ("Testers", "matches, and gives openid orders:read offline_access for 600 s", true, false),
                ("Everybody else", "matches, and denies orders:read", false, true),
            ]);
        why.AccessPolicies[1].Rules[1].AccessTokenSeconds.ShouldBe(600);
        var role = why.Claims.Single(claim => claim.Name == "role");
        (role.From, role.Says, role.Value!.Value.GetString(), role.InToken!.Value.GetString()).ShouldBe(
            ("isMemberOfGroupName(\"Testers\") ? \"tester\" : \"guest\"", "is in", "tester", "tester"));
        why.Claims.Single(claim => claim.Name == "secretary").Says.ShouldBe("is for the scopes orders:write");
        why.Claims.Single(claim => claim.Name == "sub").From.ShouldBe("the user's login");
        why.SignInPolicies.ShouldContain(policy => policy.Kind == "password" && policy.Decides);
    }

    [Fact]
    public async Task What_is_no_text_is_no_token()
    {
        var payload = Base64Url.EncodeToString("""{"iss":"\ud800"}"""u8);

        (await Org.ExplainAsync($"e30.{payload}.c2ln", The.Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task A_refusal_is_told_with_who_denied_what()
    {
        await Org.Requests.StartAsync(The.Ct);
        var refused = await _policed.Http.AuthorizeAsync(
            "/oauth2/aus1posternPolicy005",
            $"client_id={The.Spa}&response_type=code&scope=openid%20orders%3Aread&redirect_uri={The.EncodedCallback}" +
            $"&state=s&nonce=n&{The.Pkce}",
            "bob@example.com");
        refused.Redirected("error").ShouldBe("access_denied");

        var why = (await Org.ExplainAsync(refused.Headers["X-Okta-Request-Id"], The.Ct))!;

        (why.Of, why.AuthorizationServer, why.User, why.GrantType).ShouldBe(
            ("request", "aus1posternPolicy005", "bob@example.com", "authorization_code"));
        why.Request!.Error.ShouldBe("access_denied");
        why.AccessPolicies[1].Rules.Select(rule => (rule.Says, rule.Decides)).ShouldBe(
            [
                ("is for client_credentials, not for authorization_code", false), ("is for other people", false),
                ("matches, and denies orders:read", true),
            ]);
    }

    [Fact]
    public async Task A_refresh_token_and_an_ID_token_are_told_by_what_they_came_of()
    {
        await Org.Requests.StartAsync(The.Ct);
        var tokens = await _policed.Http.TokensAsync("/oauth2/aus1posternPolicy005", "openid%20orders%3Aread%20offline_access");

        var (refresh, id) = (
            (await Org.ExplainAsync(tokens.Text("refresh_token"), The.Ct))!, (await Org.ExplainAsync(tokens.Text("id_token"), The.Ct))!);

        (refresh.Of, refresh.GrantType, refresh.User).ShouldBe(("refresh token", "authorization_code", "ada@example.com"));
        refresh.Request!.Id.ShouldBe(tokens.Headers["X-Okta-Request-Id"]);
        (id.Of, id.User, id.Request!.Id).ShouldBe(("ID token", "ada@example.com", refresh.Request.Id));
        id.Claims.Select(claim => (claim.Name, claim.In)).ShouldBe([("groups", "ID token")]);
    }

    [Fact]
    public async Task A_sign_in_that_was_refused_is_told_by_the_policies_of_whom_it_was()
    {
        await Org.Requests.StartAsync(The.Ct);
        var refused = await _policed.Http.AuthenticateAsync("ada@example.com", "Wrong-Horse-9");

        var byError = (await Org.ExplainAsync(refused.Text("errorId"), The.Ct))!;

        (byError.Of, byError.User, byError.AuthorizationServer).ShouldBe(("request", "ada@example.com", null));
        byError.Remarks.ShouldBe(["It was answered 401, E0000004: Authentication failed."]);
        byError.SignInPolicies.ShouldContain(policy => policy.Kind == "password" && policy.Decides);
    }

    [Fact]
    public async Task Of_the_org_server_and_of_a_service_it_is_told_too()
    {
        var org = await _policed.Http.TokensAsync("/oauth2", "openid");
        var service = await _policed.Http.PostFormAsync(
            "/oauth2/aus1posternPolicy005/v1/token", "grant_type=client_credentials&scope=orders%3Aread", The.BasicOfService);

        (await Org.ExplainAsync(org.Text("access_token"), The.Ct))!.Remarks.ShouldContain(
            "The org authorization server has no access policies: it gives what the app may ask for.");
        var why = (await Org.ExplainAsync(service.Text("access_token"), The.Ct))!;
        (why.User, why.GrantType).ShouldBe((null, "client_credentials"));
        why.AccessPolicies[0].Rules.Single().Decides.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refresh_is_judged_by_the_grant_that_it_began_with()
    {
        await Org.Requests.StartAsync(The.Ct);
        var tokens = await _policed.Http.TokensAsync("/oauth2/aus1posternPolicy005", "openid%20orders%3Aread%20offline_access");
        var refreshed = await _policed.Http.RefreshAsync(tokens.Text("refresh_token"), "/oauth2/aus1posternPolicy005");

        var why = (await Org.ExplainAsync(refreshed.Headers["X-Okta-Request-Id"], The.Ct))!;

        why.GrantType.ShouldBe("authorization_code");
        why.Remarks.ShouldBe(["It was answered 200, done."]);
        why.AccessPolicies[1].Rules[1].Decides.ShouldBeTrue();
    }

    [Fact]
    public async Task A_hybrid_request_needs_both_of_its_grants_and_one_without_scopes_means_the_default_ones()
    {
        await Org.Requests.StartAsync(The.Ct);
        var hybrid = await _policed.Http.AuthorizeAsync(
            "/oauth2/aus1posternPolicy005",
            $"client_id={The.Web}&response_type=code%20id_token&scope=openid&redirect_uri={The.EncodedCallback}&state=s&nonce=n");
        var none = await _policed.Http.PostFormAsync(
            "/oauth2/aus1posternPolicy005/v1/token", "grant_type=client_credentials", The.BasicOfService);

        var why = (await Org.ExplainAsync(hybrid.Headers["X-Okta-Request-Id"], The.Ct))!;

        why.GrantType.ShouldBe("authorization_code implicit");
        why.AccessPolicies[1].Rules[1].Says.ShouldBe("is for authorization_code, not for authorization_code, implicit");
        why.AccessPolicies.ShouldNotContain(policy => policy.Decides);
        none.Status.ShouldBe(200, none.Body);
        (await Org.ExplainAsync(none.Headers["X-Okta-Request-Id"], The.Ct))!.AccessPolicies[0].Rules[0].Says.ShouldBe(
            "matches, and gives orders:list for 3600 s");
    }

    [Fact]
    public async Task From_outside_it_is_the_same()
    {
        var tokens = await _policed.Http.TokensAsync("/oauth2/aus1posternPolicy005", "openid%20orders%3Aread");

        var told = await _policed.Http.PostJsonAsync("/_postern/explain", $$"""{"token":"{{tokens.Text("access_token")}}"}""");

        told.Status.ShouldBe(200, told.Body);
        told.Json.GetProperty("accessPolicies")[1].GetProperty("rules")[1].GetProperty("decides").GetBoolean().ShouldBeTrue();
        told.Body.ShouldNotContain(tokens.Text("access_token"));
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"token":"a","requestId":"b"}""", 400)]
    [InlineData("""{"token":"a"}""", 404)]
    [InlineData("""{"token":"a.b.c"}""", 404)]
    [InlineData("""{"token":"eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL290aGVyLmV4YW1wbGUifQ."}""", 404)]
    [InlineData("""{"token":"eyJhbGciOiJub25lIn0.W10."}""", 404)]
    [InlineData("""{"requestId":"4bf92f3577b34da6a3ce929d0e0e4736"}""", 404)]
    [InlineData("""{"requestId":7}""", 400)]
    public async Task What_is_nothing_of_the_orgs_is_a_problem(string body, int status)
    {
        var answer = await _policed.Http.PostJsonAsync("/_postern/explain", body);

        answer.Status.ShouldBe(status, answer.Body);
        answer.Members.ShouldBe(["title", "status", "detail"]);
    }

    /// <summary>An org with a server whose policies make a difference.</summary>
    public sealed class PolicedOrg : IAsyncLifetime
    {
        public LocalOrg Org { get; private set; } = null!;

        public Browserless Http { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Http = new(Org = await LocalOrg.StartAsync(
                new()
                {
                    Seed = OrgSeed.Default with
                    {
                        AuthorizationServers = [Orders],
                        Users = [.. OrgSeed.Default.Users, Bob],
                        Apps =
                        [
                            .. OrgSeed.Default.Apps.Select(
                                app => app.ClientId is The.Spa ? app with { AssignedUserIds = [.. app.AssignedUserIds, Bob.Id] } : app),
                        ],
                    },
                }));

        static SeedUser Bob => new()
        {
            Id = "00u1bobOrdinary00005", Login = "bob@example.com", FirstName = "Bob", LastName = "Ordinary", Password = The.Password,
        };

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Org.DisposeAsync();
        }

        static SeedAuthorizationServer Orders => new()
        {
            Id = "aus1posternPolicy005", Name = "orders", Audience = "api://orders",
            Scopes = [new() { Name = "orders:read" }, new() { Name = "orders:write" }, new() { Name = "orders:list", IsDefault = true }],
            Claims =
            [
                new() { Name = "role", Expression = "isMemberOfGroupName(\"Testers\") ? \"tester\" : \"guest\"" },
                new() { Name = "secretary", Type = ClaimType.Resource, Expression = "user.email", Scopes = ["orders:write"] },
                new() { Name = "groups", Type = ClaimType.Identity, Groups = new() { Match = GroupMatch.StartsWith, Value = "T" } },
            ],
            Policies =
            [
                new()
                {
                    Name = "Services", ClientIds = [The.Service],
                    Rules = [new() { Name = "All", GrantTypes = ["client_credentials"] }],
                },
                new()
                {
                    Name = "People",
                    Rules =
                    [
                        new() { Name = "Machines", GrantTypes = ["client_credentials"] },
                        new()
                        {
                            Name = "Testers", GrantTypes = ["authorization_code"], GroupIds = [The.Testers],
                            AccessTokenLifetime = TimeSpan.FromMinutes(10),
                        },
                        new() { Name = "Everybody else", GrantTypes = ["authorization_code"], Scopes = ["orders:write"] },
                    ],
                },
            ],
        };
    }
}
