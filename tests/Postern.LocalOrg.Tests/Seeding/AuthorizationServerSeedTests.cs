namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>What Okta would refuse to make of an authorization server is refused when it is seeded.</summary>
public sealed class AuthorizationServerSeedTests
{
    [Theory]
    [InlineData("openid", "scopes[0].name: 'openid' is a scope that every authorization server has already. Leave it out.")]
    [InlineData("device_sso", "scopes[0].name: 'device_sso' is a scope that every authorization server has already. Leave it out.")]
    [InlineData("okta.users.read", "scopes[0].name: 'okta.users.read' begins with 'okta.' or 'okta:', as Okta's own do. Choose another.")]
    [InlineData("okta:own", "scopes[0].name: 'okta:own' begins with 'okta.' or 'okta:', as Okta's own do. Choose another.")]
    [InlineData(
        "two words",
        """scopes[0].name: 'two words' is none: a scope is printable ASCII without space, " and \ (RFC 6749 section 3.3).""")]
    [InlineData("", """scopes[0].name: '' is none: a scope is printable ASCII without space, " and \ (RFC 6749 section 3.3).""")]
    public async Task A_scope_that_Okta_would_refuse_is_refused(string name, string because)
    {
        await RefusedAsync(Server with { Scopes = [name] }, because);
    }

    [Fact]
    public async Task A_scope_is_named_once()
    {
        await RefusedAsync(
            Server with { Scopes = ["read", "write", "read"] }, "scopes[2].name: 'read' is another's already: each has its own.");
    }

    [Fact]
    public async Task Groups_is_a_scope_that_a_custom_server_may_have()
    {
        var seed = OrgSeed.Default with { AuthorizationServers = [Server with { Scopes = ["groups"] }] };

        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);

        org.IssuerOf(Server.Id).ShouldEndWith("/oauth2/aus1seedTest00000005");
    }

    [Theory]
    [InlineData("iss")]
    [InlineData("aud")]
    [InlineData("scp")]
    [InlineData("uid")]
    [InlineData("nonce")]
    public async Task A_claim_that_Okta_reserves_is_refused(string name)
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = name, Expression = "1" }] },
            $"claims[0].name: '{name}' is Okta's own. Choose another name.");
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("email")]
    public async Task What_an_ID_token_says_by_its_scopes_is_not_said_twice(string name)
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = name, Type = ClaimType.Identity, Expression = "1" }] },
            $"claims[0].name: '{name}' is Okta's own. Choose another name.");
    }

    [Fact]
    public async Task An_expression_that_does_not_parse_is_refused_with_the_place()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "level", Expression = "user.level +" }] },
            "claims[0].expression: cannot be evaluated: Here should be a value, not the end, at character 13.");
    }

    [Fact]
    public async Task A_group_pattern_that_does_not_compile_is_refused()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "groups", Groups = new() { Match = GroupMatch.Regex, Value = "(" } }] },
            "claims[0].groups.value: cannot be evaluated: The regular expression '(' cannot be used: InsufficientClosingParentheses.");
    }

    [Fact]
    public async Task A_claim_is_an_expression_or_a_group_filter()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "it" }] },
            "claims[0].expression: a claim needs an expression or a group filter, and not both.");
    }

    [Fact]
    public async Task A_claim_depends_on_scopes_that_there_are()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "it", Expression = "1", Scopes = ["email", "orders"] }] },
            "claims[0].scopes[1]: 'orders' is no scope of this server.");
    }

    [Theory]
    [InlineData(4, 0, 10080, "accessTokenLifetime: is 00:04:00: Okta allows 5 minutes to 24 hours.")]
    [InlineData(1441, 0, 10080, "accessTokenLifetime: is 1.00:01:00: Okta allows 5 minutes to 24 hours.")]
    [InlineData(
        60,
        59,
        60,
        "refreshTokenLifetime: is 00:59:00: no shorter than that of access tokens (01:00:00) and no longer than 5 years " +
        "(1825.00:00:00).")]
    [InlineData(5, 0, 9, "refreshTokenWindow: is 00:09:00: Okta allows 10 minutes to 5 years.")]
    [InlineData(
        60,
        0,
        59,
        "refreshTokenWindow: is 00:59:00: no shorter than the lifetime of access tokens and no longer than that of refresh tokens.")]
    [InlineData(
        60,
        120,
        121,
        "refreshTokenWindow: is 02:01:00: no shorter than the lifetime of access tokens and no longer than that of refresh tokens.")]
    public async Task A_lifetime_that_Okta_would_refuse_is_refused(int access, int refresh, int window, string because)
    {
        SeedAccessRule rule = new()
        {
            Name = "r", AccessTokenLifetime = TimeSpan.FromMinutes(access), RefreshTokenWindow = TimeSpan.FromMinutes(window),
            RefreshTokenLifetime = refresh is 0 ? null : TimeSpan.FromMinutes(refresh),
        };

        await RefusedAsync(Server with { Policies = [new() { Name = "p", Rules = [rule] }] }, "policies[0].rules[0]." + because);
    }

    [Fact]
    public async Task A_policy_names_clients_that_there_are()
    {
        await RefusedAsync(
            Server with { Policies = [new() { Name = "p", ClientIds = [The.Spa, "0oa1posternSpa000004"] }] },
            "policies[0].clientIds[1]: there is no app '0oa1posternSpa000004'. " +
            "There are [0oa1posternSpa000005, 0oa1posternWeb000005, 0oa1posternNative005, 0oa1posternService05]. Leave clientIds out for " +
            "all of them.");
    }

    [Fact]
    public async Task A_rule_names_groups_that_there_are()
    {
        await RuleRefusedAsync(
            new() { Name = "r", GroupIds = ["EVERYONE", "Tester"] },
            "groupIds[1]: there is no group 'Tester'. There are [EVERYONE, 00g1posternEveryone5, 00g1posternTesters05].");
        await RuleRefusedAsync(
            new() { Name = "r", ExcludedGroupIds = ["00g1posternTesters04"] },
            "excludedGroupIds[0]: there is no group '00g1posternTesters04'. There are [EVERYONE, 00g1posternEveryone5, " +
            "00g1posternTesters05].");
    }

    [Fact]
    public async Task A_rule_names_users_that_there_are()
    {
        var seed = OrgSeed.Default with { Users = [OrgSeed.Default.Users[0]] };

        await RuleRefusedAsync(
            new() { Name = "r", UserIds = ["eva@example.com"] },
            "userIds[0]: there is no user 'eva@example.com'. There is [00u1adaActive0000005].",
            seed);
        await RuleRefusedAsync(
            new() { Name = "r", ExcludedUserIds = ["00u1gone000000000005"] },
            "excludedUserIds[0]: there is no user '00u1gone000000000005'. There is [00u1adaActive0000005].",
            seed);
        await RuleRefusedAsync(
            new() { Name = "r", UserIds = ["00u1adaActive0000005"] },
            "userIds[0]: there is no user '00u1adaActive0000005'. There is none.",
            seed with { Users = [] });
    }

    [Fact]
    public async Task Of_many_users_some_are_told()
    {
        var users = Enumerable.Range(1, 23)
            .Select(number => new SeedUser { Id = $"00u1number{number:0000000000}", Login = $"user{number}@example.com", Password = "" });

        await RuleRefusedAsync(
            new() { Name = "r", UserIds = ["00u1nobody0000000005"] },
            "userIds[0]: there is no user '00u1nobody0000000005'. There are " +
            $"[{string.Join(", ", Enumerable.Range(1, 20).Select(number => $"00u1number{number:0000000000}"))}, and 3 more].",
            OrgSeed.Default with { Users = [.. users] });
    }

    [Fact]
    public async Task A_rule_names_scopes_that_the_server_has()
    {
        await RuleRefusedAsync(
            new() { Name = "r", Scopes = ["openid", "read", "raed"] },
            "scopes[2]: there is no scope 'raed'. There are [*, openid, profile, email, address, phone, offline_access, device_sso, " +
            "interclient_access, read].");
    }

    [Theory]
    [InlineData("code", "")]
    [InlineData("refresh_token", " Refreshing is judged by the grant that it began with.")]
    public async Task A_rule_names_grant_types_that_Okta_lets_it_name(string grantType, string hint)
    {
        await RuleRefusedAsync(
            new() { Name = "r", GrantTypes = ["authorization_code", grantType] },
            $"grantTypes[1]: there is no grant type '{grantType}'. There are [authorization_code, implicit, password, " +
            "client_credentials, urn:ietf:params:oauth:grant-type:device_code, " +
            "urn:ietf:params:oauth:grant-type:token-exchange, urn:ietf:params:oauth:grant-type:jwt-bearer, " +
            "urn:openid:params:grant-type:ciba, interaction_code, " +
            "urn:ietf:params:oauth:grant-type:saml2-bearer, urn:okta:params:oauth:grant-type:otp, urn:okta:params:oauth:grant-type:oob, " +
            $"http://auth0.com/oauth/grant-type/mfa-otp, http://auth0.com/oauth/grant-type/mfa-oob].{hint}");
    }

    [Fact]
    public async Task A_rule_may_name_everything_that_there_is()
    {
        SeedAccessRule rule = new()
        {
            Name = "r", GroupIds = ["EVERYONE", The.Testers], UserIds = ["00u1adaActive0000005"], Scopes = ["*", "openid", "read"],
            GrantTypes = ["interaction_code", "password"],
        };
        var server = Server with { Scopes = ["read"], Policies = [new() { Name = "p", ClientIds = [The.Spa], Rules = [rule] }] };

        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { AuthorizationServers = [server] } }, The.Ct);

        org.IssuerOf(Server.Id).ShouldEndWith("/oauth2/aus1seedTest00000005");
    }

    static Task RuleRefusedAsync(SeedAccessRule rule, string because, OrgSeed? seed = null) => RefusedAsync(
        Server with { Scopes = ["read"], Policies = [new() { Name = "p", Rules = [rule] }] },
        "policies[0].rules[0]." + because,
        seed);

    static SeedAuthorizationServer Server => new() { Id = "aus1seedTest00000005", Name = "Seeds", Audience = "api://seeds" };

    static async Task RefusedAsync(SeedAuthorizationServer server, string because, OrgSeed? seed = null)
    {
        seed = (seed ?? OrgSeed.Default) with { AuthorizationServers = [server] };

        var refused = await Should.ThrowAsync<ArgumentException>(() => LocalOrg.StartAsync(new() { Seed = seed }, The.Ct));

        refused.Message.ShouldBe($"The seed cannot be used:\n  authorizationServers[0].{because}");
    }
}
