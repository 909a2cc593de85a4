namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Whom a custom authorization server's access policies let in, and to what.</summary>
public sealed class AccessPolicyTests
{
    const string NoPolicy = "Policy evaluation failed for this request, please check the policy configurations.";

    [Fact]
    public async Task A_server_without_a_policy_refuses_everybody()
    {
        var answer = await AuthorizeAsync([]);

        answer.ShouldBeRedirectedError("access_denied", NoPolicy);
    }

    [Fact]
    public async Task A_policy_may_be_for_some_clients_only()
    {
        var answer = await AuthorizeAsync([new() { Name = "p", ClientIds = [The.Spa], Rules = [new() { Name = "r" }] }]);

        answer.ShouldBeRedirectedError("access_denied", NoPolicy);
    }

    [Fact]
    public async Task A_rule_may_be_for_some_users_only()
    {
        var answer = await AuthorizeAsync(new SeedAccessRule { Name = "r", UserIds = ["00u1maxMultifactor05"] });

        answer.ShouldBeRedirectedError("access_denied", NoPolicy);
    }

    [Fact]
    public async Task A_rule_lets_the_users_in_whom_it_names()
    {
        var answer = await AuthorizeAsync(
            new SeedAccessRule { Name = "r", UserIds = ["00u1adaActive0000005"], GroupIds = ["00g1nobody0000000005"] });

        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_rule_lets_the_groups_in_that_it_names()
    {
        var answer = await AuthorizeAsync(new SeedAccessRule { Name = "r", GroupIds = [The.Testers] });

        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task Everybody_belongs_to_the_group_Everyone()
    {
        var answer = await AuthorizeAsync(new SeedAccessRule { Name = "r", GroupIds = ["00g1posternEveryone5"] });

        answer.Redirected("code").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("EVERYONE", "", "", true)]
    [InlineData("EVERYONE", "00u1adaActive0000005", "", false)]
    [InlineData("EVERYONE", "", The.Testers, false)]
    [InlineData(The.Testers, "00u1maxMultifactor05", "00g1nobody0000000005", true)]
    public async Task A_rule_may_leave_people_out(string group, string exceptUser, string exceptGroup, bool isIn)
    {
        var answer = await AuthorizeAsync(new SeedAccessRule
        {
            Name = "r",
            GroupIds = [group],
            ExcludedUserIds = exceptUser is "" ? [] : [exceptUser],
            ExcludedGroupIds = exceptGroup is "" ? [] : [exceptGroup],
        });

        (answer.Redirected("code") is not null).ShouldBe(isIn);
    }

    [Fact]
    public async Task Who_is_named_is_in_whatever_their_group()
    {
        var answer = await AuthorizeAsync(
            new SeedAccessRule { Name = "r", UserIds = ["00u1adaActive0000005"], ExcludedGroupIds = [The.Testers] });

        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task Policies_and_rules_that_are_not_active_are_passed_over()
    {
        var answer = await AuthorizeAsync(
            [
                new() { Name = "off", IsActive = false, Rules = [new() { Name = "r", AccessTokenLifetime = TimeSpan.FromMinutes(5) }] },
                Policy(
                    new() { Name = "off", IsActive = false, AccessTokenLifetime = TimeSpan.FromMinutes(6) },
                    new() { Name = "on", AccessTokenLifetime = TimeSpan.FromMinutes(7) }),
            ],
            "response_type=token");

        answer.Redirected("expires_in").ShouldBe("420");
    }

    [Fact]
    public async Task Where_no_rule_of_a_policy_matches_the_next_policy_decides()
    {
        var answer = await AuthorizeAsync(
            [
                Policy(new SeedAccessRule { Name = "r", GrantTypes = ["password"] }),
                Policy(new SeedAccessRule { Name = "r", AccessTokenLifetime = TimeSpan.FromMinutes(8) }),
            ],
            "response_type=token");

        answer.Redirected("expires_in").ShouldBe("480");
    }

    [Fact]
    public async Task At_the_token_endpoint_no_policy_is_a_401()
    {
        var seed = OrgSeed.Default with { AuthorizationServers = [OrgSeed.Default.AuthorizationServers[0] with { Policies = [] }] };
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(org);

        var answer = await http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=client_credentials&client_id={The.Service}&client_secret=demo-service-secret-that-is-no-secret-01234567" +
            "&scope=api:read");

        answer.ShouldBeError(401, "access_denied", NoPolicy);
    }

    [Fact]
    public async Task A_rule_may_be_for_some_grant_types_only()
    {
        var answer = await AuthorizeAsync(new SeedAccessRule { Name = "r", GrantTypes = ["implicit"] });

        answer.ShouldBeRedirectedError("access_denied", NoPolicy);
    }

    [Fact]
    public async Task A_hybrid_request_needs_both_grant_types()
    {
        var answer = await AuthorizeAsync(
            [Policy(new SeedAccessRule { Name = "r", GrantTypes = ["authorization_code"] })], "response_type=code%20id_token");

        answer.ShouldBeRedirectedError("access_denied", NoPolicy);
    }

    [Fact]
    public async Task A_rule_that_gives_none_of_the_scopes_says_so()
    {
        var answer = await AuthorizeAsync([Policy(new SeedAccessRule { Name = "r", Scopes = ["write"] })], "scope=read");

        answer.ShouldBeRedirectedError("access_denied", "Policy evaluation succeeded, but all the requested scopes were rejected.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.3 privileges")]
    public async Task A_rule_that_gives_some_of_the_scopes_names_the_others()
    {
        var answer = await AuthorizeAsync([Policy(new SeedAccessRule { Name = "r", Scopes = ["write"] })], "scope=read%20write");

        answer.ShouldBeRedirectedError("access_denied", "Some of the requested scopes were denied by the policy. Denied scopes: [read].");
    }

    [Fact]
    public async Task The_first_rule_that_matches_decides_how_long_a_token_lives()
    {
        var answer = await AuthorizeAsync(
            [
                Policy(
                    new() { Name = "others", GroupIds = ["00g1nobody0000000005"], AccessTokenLifetime = TimeSpan.FromMinutes(5) },
                    new() { Name = "testers", GroupIds = [The.Testers], AccessTokenLifetime = TimeSpan.FromMinutes(10) },
                    new() { Name = "everybody", AccessTokenLifetime = TimeSpan.FromHours(24) }),
            ],
            "response_type=token");

        answer.Redirected("expires_in").ShouldBe("600");
        var token = answer.Redirected("access_token")!;
        (Jwt.Number(token, "exp") - Jwt.Number(token, "iat")).ShouldBe(600);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.3 privileges")]
    public async Task A_custom_scope_ends_up_in_the_token()
    {
        var answer = await AuthorizeAsync([Policy(new SeedAccessRule { Name = "r" })], "response_type=token&scope=openid%20read");

        answer.Redirected("scope").ShouldBe("openid read");
        Jwt.Texts(answer.Redirected("access_token")!, "scp").ShouldBe(["openid", "read"]);
    }

    [Fact]
    public async Task Default_scopes_are_granted_to_a_request_that_names_none()
    {
        var answer = await AuthorizeAsync(
            [Policy(new SeedAccessRule { Name = "r" })],
            "response_type=token&-scope",
            scopes: [new() { Name = "read", IsDefault = true }, "write"]);

        answer.Redirected("scope").ShouldBe("read");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.3 audience")]
    public async Task The_token_is_for_the_servers_audience()
    {
        var answer = await AuthorizeAsync([Policy(new SeedAccessRule { Name = "r" })], "response_type=token");

        Jwt.Text(answer.Redirected("access_token")!, "aud").ShouldBe("https://api.example.com");
    }

    static SeedAccessPolicy Policy(params SeedAccessRule[] rules) => new() { Name = "p", Rules = rules };

    static Task<Answer> AuthorizeAsync(SeedAccessRule rule) => AuthorizeAsync([Policy(rule)]);

    static async Task<Answer> AuthorizeAsync(SeedAccessPolicy[] policies, string change = "scope=openid", SeedScope[]? scopes = null)
    {
        var server = new SeedAuthorizationServer
        {
            Id = "aus1policyTest000005", Name = "Policies", Audience = "https://api.example.com",
            Scopes = scopes ?? ["read", "write"], Policies = policies,
        };
        await using var org = await LocalOrg.StartAsync(
            new()
            {
                Seed = OrgSeed.Default with
                {
                    AuthorizationServers = [server],
                    Groups = [.. OrgSeed.Default.Groups, new() { Id = "00g1nobody0000000005", Name = "Nobody" }],
                },
            },
            The.Ct);
        using var http = new Browserless(org);
        return await http.AuthorizeAsync($"/oauth2/{server.Id}", AuthorizeQuery.With(change));
    }
}
