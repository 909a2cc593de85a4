using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Claims that a custom authorization server adds to tokens and userinfo (api-access-management.md 9).</summary>
public sealed class CustomClaimTests
{
    const string Server = "/oauth2/default";

    [Theory]
    [InlineData(GroupMatch.StartsWith, "test", """["Testers"]""")]
    [InlineData(GroupMatch.Equals, "TESTERS", """["Testers"]""")]
    [InlineData(GroupMatch.Contains, "ER", """["Everyone","Testers"]""")]
    [InlineData(GroupMatch.Regex, ".*", """["Everyone","Testers"]""")]
    [InlineData(GroupMatch.Regex, "T.*s", """["Testers"]""")]
    [InlineData(GroupMatch.Regex, "t.*", null)]
    [InlineData(GroupMatch.Equals, "Test", null)]
    public async Task A_group_filter_names_the_groups_that_match(GroupMatch match, string value, string? groups)
    {
        var token = await AccessTokenAsync(new SeedClaim { Name = "groups", Groups = new() { Match = match, Value = value } });

        Claim(token, "groups").ShouldBe(groups);
    }

    [Theory]
    [InlineData("user.department", "\"QA\"")]
    [InlineData("user.level", "3")]
    [InlineData("user.isLead", "true")]
    [InlineData("user.tags", """["a","b"]""")]
    [InlineData("user.address", """{"city":"Springfield"}""")]
    [InlineData("user.cleared", "\"\"")]
    [InlineData("user.missing", null)]
    [InlineData("app.profile.label", "\"gold\"")]
    [InlineData("isMemberOfGroupName(\"Testers\") ? \"tester\" : \"user\"", "\"tester\"")]
    [InlineData("String.replace(Arrays.toCsvString(access.scope),\",\",\" \")", "\"openid profile email\"")]
    [InlineData(
        "user.getInternalProperty(\"id\") + ' ' + user.getInternalProperty(\"status\") + ' ' + session.amr[0]",
        "\"00u1adaActive0000005 ACTIVE pwd\"")]
    public async Task An_expression_keeps_the_type_of_what_it_comes_to(string expression, string? json)
    {
        var token = await AccessTokenAsync(new SeedClaim { Name = "it", Expression = expression });

        Claim(token, "it").ShouldBe(json);
    }

    [Fact]
    public async Task A_claim_comes_after_Oktas_own_and_replaces_none()
    {
        var token = await AccessTokenAsync(new SeedClaim { Name = "it", Expression = "1" });

        Jwt.ClaimNames(token).ShouldBe(["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "auth_time", "sub", "it"]);
    }

    [Fact]
    public async Task The_subject_of_access_tokens_may_be_another_expression()
    {
        var tokens = await TokensAsync([new() { Name = "sub", Expression = "user.getInternalProperty(\"id\")" }], "openid");

        Jwt.Text(tokens.Text("access_token"), "sub").ShouldBe("00u1adaActive0000005");
        Jwt.ClaimNames(tokens.Text("access_token")).Count(name => name == "sub").ShouldBe(1);
        Jwt.Text(tokens.Text("id_token"), "sub").ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task Introspection_tells_the_user_name_whatever_the_subject()
    {
        await using var org = await LocalOrg.StartAsync(
            new() { Seed = Seed([new() { Name = "sub", Expression = "user.getInternalProperty(\"id\")" }]) }, The.Ct);
        using var http = new Browserless(org);
        var token = (await http.TokensAsync(Server, "openid")).Text("access_token");

        var answer = await http.PostFormAsync(Server + "/v1/introspect", $"client_id={The.Spa}&token={token}");

        answer.Text("username").ShouldBe("ada@example.com");
        answer.Text("sub").ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task A_subject_that_comes_to_nothing_fails_the_request()
    {
        var answer = await RedeemAsync([new() { Name = "sub", Expression = "user.missing" }]);

        answer.ShouldBeError(400, "server_error", "The 'sub' system claim could not be evaluated.");
    }

    [Fact]
    public async Task An_expression_that_fails_fails_the_request_and_names_the_claim()
    {
        var answer = await RedeemAsync([new() { Name = "level", Expression = "Convert.toInt(user.department)" }]);

        answer.ShouldBeError(400, "server_error", "=The 'level' user claim could not be evaluated.");
    }

    [Fact]
    public async Task More_than_a_hundred_groups_fail_the_request()
    {
        var groups = Enumerable.Range(0, 101).Select(i => new SeedGroup { Id = $"00g1many{i:0000}", Name = $"Many {i}" }).ToList();
        var claim = new SeedClaim { Name = "groups", Groups = new() { Match = GroupMatch.StartsWith, Value = "many" } };
        var seed = Seed([claim]);
        seed = seed with
        {
            Groups = [.. seed.Groups, .. groups],
            Users = [seed.Users[0] with { GroupIds = [The.Testers, .. groups.Select(group => group.Id)] }],
        };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.RedeemAsync(await http.CodeAsync(Server, The.Spa));

        answer.ShouldBeError(400, "server_error", "The groups claim matched too many groups and must be configured to match fewer groups.");
    }

    [Fact]
    public async Task A_claim_may_depend_on_a_scope()
    {
        SeedClaim[] claims =
        [
            new() { Name = "with_email", Expression = "1", Scopes = ["email"] },
            new() { Name = "with_phone", Expression = "1", Scopes = ["phone"] },
            new() { Name = "with_either", Expression = "1", Scopes = ["phone", "email"] },
            new() { Name = "off", Expression = "1", IsActive = false },
        ];

        var token = (await TokensAsync(claims, "openid%20email")).Text("access_token");

        Jwt.ClaimNames(token).Skip(11).ShouldBe(["with_email", "with_either"]);
    }

    [Fact]
    public async Task Claims_are_for_access_tokens_or_for_ID_tokens_and_userinfo()
    {
        SeedClaim[] claims =
        [
            new() { Name = "resource", Expression = "1" },
            new() { Name = "always", Type = ClaimType.Identity, Expression = "2" },
            new() { Name = "seldom", Type = ClaimType.Identity, Expression = "3", AlwaysInclude = false },
        ];
        await using var org = await LocalOrg.StartAsync(new() { Seed = Seed(claims) }, The.Ct);
        using var http = new Browserless(org);

        var tokens = await http.TokensAsync(Server, "openid");
        var alone = await http.AuthorizeAsync(
            Server, $"client_id={The.Web}&response_type=id_token&scope=openid&redirect_uri={The.EncodedCallback}&state=s&nonce=n");
        var userInfo = await http.GetAsync(Server + "/v1/userinfo", ("Authorization", "Bearer " + tokens.Text("access_token")));

        Jwt.ClaimNames(tokens.Text("access_token")).Skip(11).ShouldBe(["resource"]);
        Jwt.ClaimNames(tokens.Text("id_token")).TakeLast(2).ShouldBe(["at_hash", "always"]);
        Jwt.ClaimNames(alone.Redirected("id_token")!).TakeLast(3).ShouldBe(["auth_time", "always", "seldom"]);
        userInfo.Body.ShouldBe("""{"sub":"00u1adaActive0000005","always":2,"seldom":3}""");
    }

    [Fact]
    public async Task Where_a_client_acts_for_itself_claims_about_a_user_are_left_out()
    {
        SeedClaim[] claims =
        [
            new() { Name = "mail", Expression = "user.email" },
            new() { Name = "groups", Groups = new() { Match = GroupMatch.Regex, Value = ".*" } },
            new() { Name = "client", Expression = "app.clientId" },
            new() { Name = "sub", Expression = "(appuser != null) ? appuser.userName : app.clientId" },
        ];
        var seed = Seed(claims);
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=client_credentials&client_id={The.Service}&client_secret=demo-service-secret-that-is-no-secret-01234567" +
            "&scope=api:read");

        answer.Status.ShouldBe(200, answer.Body);
        Jwt.ClaimNames(answer.Text("access_token")).ShouldBe(["ver", "jti", "iss", "aud", "iat", "exp", "cid", "scp", "sub", "client"]);
        Jwt.Text(answer.Text("access_token"), "sub").ShouldBe("0oa1posternService05");
    }

    [Fact]
    public async Task On_the_org_server_groups_are_those_that_the_apps_filter_matches()
    {
        var seed = OrgSeed.Default;
        seed = seed with
        {
            Apps =
            [
                .. seed.Apps.Select(app =>
                    app with { GroupsClaim = app.ClientId == The.Spa ? new() { Match = GroupMatch.StartsWith, Value = "test" } : null }),
            ],
        };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var tokens = await http.TokensAsync("/oauth2", "openid%20groups");
        var userInfo = await http.GetAsync("/oauth2/v1/userinfo", ("Authorization", "Bearer " + tokens.Text("access_token")));
        var without = await http.AuthorizeAsync(
            "/oauth2",
            $"client_id={The.Web}&response_type=id_token&scope=openid%20groups&redirect_uri={The.EncodedCallback}&state=s&nonce=n");

        Jwt.Texts(tokens.Text("id_token"), "groups").ShouldBe(["Testers"]);
        userInfo.Body.ShouldEndWith("""{"sub":"00u1adaActive0000005","groups":["Testers"]}""");
        Jwt.ClaimNames(without.Redirected("id_token")!).ShouldNotContain("groups");
    }

    static string? Claim(string token, string name) => Jwt.Claims(token).TryGetProperty(name, out var value) ? value.GetRawText() : null;

    static async Task<string> AccessTokenAsync(SeedClaim claim) => (await TokensAsync([claim])).Text("access_token");

    static async Task<Answer> TokensAsync(SeedClaim[] claims, string scope = "openid%20profile%20email")
    {
        var answer = await RedeemAsync(claims, scope);
        answer.Status.ShouldBe(200, answer.Body);
        return answer;
    }

    static async Task<Answer> RedeemAsync(SeedClaim[] claims, string scope = "openid%20profile%20email")
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = Seed(claims) }, The.Ct);
        using var http = new Browserless(org);
        return await http.RedeemAsync(await http.CodeAsync(Server, The.Spa, scope));
    }

    static OrgSeed Seed(SeedClaim[] claims)
    {
        var seed = OrgSeed.Default;
        var profile = new JsonObject
        {
            ["department"] = "QA", ["level"] = 3, ["isLead"] = true, ["cleared"] = "", ["tags"] = new JsonArray("a", "b"),
            ["address"] = new JsonObject { ["city"] = "Springfield" },
        };
        return seed with
        {
            Users = [seed.Users[0] with { Profile = profile }, .. seed.Users.Skip(1)],
            Apps = [.. seed.Apps.Select(app => app with { Profile = new() { ["label"] = "gold" } })],
            AuthorizationServers = [seed.AuthorizationServers[0] with { Claims = claims }],
        };
    }
}
