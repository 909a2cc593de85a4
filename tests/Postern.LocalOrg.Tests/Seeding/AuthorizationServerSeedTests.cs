namespace Postern.Local.Tests.Seeding;

/// <summary>What Okta would refuse to make of an authorization server is refused when it is seeded.</summary>
public sealed class AuthorizationServerSeedTests
{
    [Theory]
    [InlineData("openid", "The seed's authorization server 'aus1seedTest00000005' names the scope 'openid', which every authorization server has already. Leave it out.")]
    [InlineData("device_sso", "The seed's authorization server 'aus1seedTest00000005' names the scope 'device_sso', which every authorization server has already. Leave it out.")]
    [InlineData("okta.users.read", "The seed's authorization server 'aus1seedTest00000005' names the scope 'okta.users.read': names that begin with 'okta.' or 'okta:' are Okta's. Choose another.")]
    [InlineData("okta:own", "The seed's authorization server 'aus1seedTest00000005' names the scope 'okta:own': names that begin with 'okta.' or 'okta:' are Okta's. Choose another.")]
    [InlineData("two words", """The seed's authorization server 'aus1seedTest00000005' names a scope 'two words': a scope is printable ASCII without space, " and \ (RFC 6749 section 3.3).""")]
    [InlineData("", """The seed's authorization server 'aus1seedTest00000005' names a scope '': a scope is printable ASCII without space, " and \ (RFC 6749 section 3.3).""")]
    public async Task A_scope_that_Okta_would_refuse_is_refused(string name, string because)
    {
        await RefusedAsync(Server with { Scopes = [name] }, because);
    }

    [Fact]
    public async Task A_scope_is_named_once()
    {
        await RefusedAsync(Server with { Scopes = ["read", "write", "read"] }, "The seed's authorization server 'aus1seedTest00000005' has the scope 'read' twice. Leave one out.");
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
        await RefusedAsync(Server with { Claims = [new() { Name = name, Expression = "1" }] }, $"The seed's authorization server 'aus1seedTest00000005' names the claim '{name}', which is Okta's own. Choose another name.");
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("email")]
    public async Task What_an_ID_token_says_by_its_scopes_is_not_said_twice(string name)
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = name, Type = ClaimType.Identity, Expression = "1" }] },
            $"The seed's authorization server 'aus1seedTest00000005' names the claim '{name}', which is Okta's own. Choose another name.");
    }

    [Fact]
    public async Task An_expression_that_does_not_parse_is_refused_with_the_place()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "level", Expression = "user.level +" }] },
            "The seed's authorization server 'aus1seedTest00000005' has the claim 'level', which cannot be evaluated: Here should be a value, not the end, at character 13.");
    }

    [Fact]
    public async Task A_group_pattern_that_does_not_compile_is_refused()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "groups", Groups = new() { Match = GroupMatch.Regex, Value = "(" } }] },
            "The seed's authorization server 'aus1seedTest00000005' has the claim 'groups', which cannot be evaluated: The regular expression '(' cannot be used: InsufficientClosingParentheses.");
    }

    [Fact]
    public async Task A_claim_is_an_expression_or_a_group_filter()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "it" }] },
            "The seed's authorization server 'aus1seedTest00000005' has the claim 'it', which needs an expression or a group filter, and not both.");
    }

    [Fact]
    public async Task A_claim_depends_on_scopes_that_there_are()
    {
        await RefusedAsync(
            Server with { Claims = [new() { Name = "it", Expression = "1", Scopes = ["email", "orders"] }] },
            "The seed's authorization server 'aus1seedTest00000005' ties the claim 'it' to the scope 'orders', which it does not have.");
    }

    [Theory]
    [InlineData(4, 0, 10080, "whose access tokens live 00:04:00: Okta allows 5 minutes to 24 hours.")]
    [InlineData(1441, 0, 10080, "whose access tokens live 1.00:01:00: Okta allows 5 minutes to 24 hours.")]
    [InlineData(60, 59, 60, "whose refresh tokens live 00:59:00: no shorter than its access tokens (01:00:00) and no longer than 5 years (1825.00:00:00).")]
    [InlineData(5, 0, 9, "whose refresh tokens live 00:09:00 unused: Okta allows 10 minutes to 5 years.")]
    [InlineData(60, 0, 59, "whose refresh tokens live 00:59:00 unused: no shorter than its access tokens and no longer than its refresh tokens.")]
    [InlineData(60, 120, 121, "whose refresh tokens live 02:01:00 unused: no shorter than its access tokens and no longer than its refresh tokens.")]
    public async Task A_lifetime_that_Okta_would_refuse_is_refused(int access, int refresh, int window, string because)
    {
        SeedAccessRule rule = new()
        {
            Name = "r", AccessTokenLifetime = TimeSpan.FromMinutes(access), RefreshTokenWindow = TimeSpan.FromMinutes(window),
            RefreshTokenLifetime = refresh is 0 ? null : TimeSpan.FromMinutes(refresh),
        };

        await RefusedAsync(Server with { Policies = [new() { Name = "p", Rules = [rule] }] }, "The seed's authorization server 'aus1seedTest00000005' has the rule 'r' " + because);
    }

    static SeedAuthorizationServer Server => new() { Id = "aus1seedTest00000005", Name = "Seeds", Audience = "api://seeds" };

    static async Task RefusedAsync(SeedAuthorizationServer server, string because)
    {
        var seed = OrgSeed.Default with { AuthorizationServers = [server] };

        var refused = await Should.ThrowAsync<ArgumentException>(() => LocalOrg.StartAsync(new() { Seed = seed }, The.Ct));

        refused.Message.ShouldBe(because);
    }
}
