namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>A seed is held to the rules of the directory: all that is wrong with it is told at once, and with its place.</summary>
public sealed class SeedRuleTests
{
    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var refused = await RefusedAsync(seed => seed with
        {
            Groups = [.. seed.Groups, new() { Name = "Everyone" }],
            Users = [.. seed.Users, new() { Login = "ADA@example.com", Password = "x", GroupIds = ["Nobodies"] }],
            Apps =
            [
                .. seed.Apps,
                new() { Name = "Desk", Kind = AppKind.Web, AssignedGroupIds = ["00g1gone000000000005"], RedirectUris = ["/callback"] },
            ],
        });

        refused.ShouldBe(
            """
            The seed cannot be used, for 5 reasons:
              groups[2].name: 'Everyone' is another's already: each has its own.
              users[5].groupIds[0]: there is no group 'Nobodies'. There are [00g1posternEveryone5, 00g1posternTesters05, 00gaJlCXjh9TARkBQUJA].
              users[5].login: 'ada@example.com' is another's already: each has its own.
              apps[4].redirectUris[0]: '/callback' must be an absolute URI in ASCII without fragment (RFC 6749 section 3.1.2).
              apps[4].assignedGroupIds[0]: there is no group '00g1gone000000000005'. There are [00g1posternEveryone5, 00g1posternTesters05, 00gaJlCXjh9TARkBQUJA].
            """);
    }

    [Theory]
    [InlineData(
        "users[0].id: '00u/1' is no id: letters, digits, '-', '_' and '.', 100 at most. Leave it out to have one made of the name.",
        "user",
        "00u/1")]
    [InlineData("users[0].login: cannot be left blank.", "login", " ")]
    [InlineData(
        "users[0].totpSecret: is not in Base32 (RFC 4648 section 6): letters A to Z and digits 2 to 7.",
        "totp",
        "01189998819991197253")]
    [InlineData(
        "users[0].factors[0].factorType: 'pigeon' of 'OKTA' is no factor of Okta's. There are [token:software:totp of OKTA, ",
        "factor",
        "pigeon")]
    [InlineData("users[0].factors[0].factorType: 'tac' of 'OKTA' is no factor of Okta's.", "factor", "tac")]
    [InlineData(
        "users[0].factors[0].credentialId: and 'publicKey' must be specified for a webauthn factor: give both, or have the user " +
        "enroll it.",
        "webauthn",
        "x")]
    [InlineData(
        "apps[0].tokenEndpointAuthMethod: must be one of [client_secret_basic, client_secret_post, client_secret_jwt, " +
        "private_key_jwt, none], not 'basic'.",
        "method",
        "basic")]
    [InlineData(
        "apps[0].clientSecret: must be specified where 'token_endpoint_auth_method' is 'client_secret_post'.",
        "method",
        "client_secret_post")]
    [InlineData(
        "apps[0].jwks: or 'jwks_uri' must be specified when 'token_endpoint_auth_method' is 'private_key_jwt'.",
        "method",
        "private_key_jwt")]
    [InlineData("apps[0].grantTypes: must be some of [authorization_code, implicit, refresh_token, ", "grant", "code")]
    [InlineData("apps[0].responseTypes: must be some of [code, id_token, token], not [code token].", "response", "code token")]
    [InlineData(
        "apps[0].postLogoutRedirectUris[0]: 'javascript:alert(1)' must be an absolute URI in ASCII without fragment (RFC 6749 " +
        "section 3.1.2).",
        "logout",
        "javascript:alert(1)")]
    [InlineData("apps[0].refreshTokenLeeway: is 61 seconds: Okta allows 0 to 60.", "leeway", "61")]
    [InlineData("apps[0].assignedUserIds[0]: there is no user '00u1gone000000000005'.", "assigned", "00u1gone000000000005")]
    [InlineData("apps[0].interclientAllowedAppIds[0]: there is no app '0oa1gone000000000005'.", "handover", "0oa1gone000000000005")]
    [InlineData("apps[0].interclientAllowedAppIds: names 6 apps: Okta allows 5.", "six", "0oa1oneOfSix")]
    [InlineData("authorizationServers[0].audience: cannot be left blank.", "audience", "")]
    [InlineData(
        "authorizationServers[0].trustedServerIds[0]: there is no authorization server 'aus1gone000000000005'.",
        "trusted",
        "aus1gone000000000005")]
    [InlineData("sessionPolicies[0].groupIds[0]: there is no group 'Nobodies'.", "session", "Nobodies")]
    [InlineData(
        "sessionPolicies[0].rules[0].networks[0]: 'the office' is neither an address nor a range such as '10.0.0.0/8', nor a network " +
        "zone.",
        "network",
        "the office")]
    [InlineData("passwordPolicies[0].minLength: cannot be negative.", "length", "-1")]
    [InlineData(
        "passwordPolicies[0].excludedAttributes[0]: there is no attribute that can be excluded 'nickName'. There are [firstName, " +
        "lastName].",
        "excluded",
        "nickName")]
    [InlineData("enrollmentPolicies[0].factors[0].factorType: 'pigeon' of 'OKTA' is no factor of Okta's.", "enroll", "pigeon")]
    [InlineData(
        "networkZones[0].networks[0]: '10.0.0.0/99' is neither an address nor a range such as '10.0.0.0/8'.", "zone", "10.0.0.0/99")]
    [InlineData("apiTokens[0]: cannot be left blank.", "token", "")]
    [InlineData("orgName: cannot be left blank.", "org", "")]
    [InlineData("passwordExpiredPage: '/change' is not an absolute URL.", "page", "/change")]
    public async Task What_Okta_would_refuse_is_refused_with_its_place(string because, string what, string value)
    {
        var refused = await RefusedAsync(seed => what switch
        {
            "user" => seed with { Users = [seed.Users[0] with { Id = value }] },
            "login" => seed with { Users = [seed.Users[0] with { Login = value, Email = "a@example.com" }] },
            "totp" => seed with { Users = [seed.Users[0] with { TotpSecret = value }] },
            "factor" => seed with { Users = [seed.Users[0] with { Factors = [new() { FactorType = value }] }] },
            "webauthn" => seed with
            {
                Users = [seed.Users[0] with { Factors = [new() { FactorType = "webauthn", Provider = "FIDO", CredentialId = value }] }],
            },
            "method" => With(seed, app => app with { TokenEndpointAuthMethod = value }),
            "grant" => With(seed, app => app with { GrantTypes = [value] }),
            "response" => With(seed, app => app with { ResponseTypes = [value] }),
            "logout" => With(seed, app => app with { PostLogoutRedirectUris = [value] }),
            "leeway" => With(seed, app => app with { RefreshTokenLeeway = TimeSpan.FromSeconds(61) }),
            "assigned" => With(seed, app => app with { AssignedUserIds = [value] }),
            "handover" => With(seed, app => app with { InterclientAllowedAppIds = [value] }),
            "six" => With(
                seed with
                {
                    Apps = [.. seed.Apps, .. Six(value).Select(id => seed.Apps[0] with { ClientId = id, Name = id })],
                },
                app => app with { InterclientAllowedAppIds = [.. Six(value)] }),
            "audience" => seed with { AuthorizationServers = [seed.AuthorizationServers[0] with { Audience = value }] },
            "trusted" => seed with { AuthorizationServers = [seed.AuthorizationServers[0] with { TrustedServerIds = [value] }] },
            "session" => seed with { SessionPolicies = [new() { Name = "p", GroupIds = [value] }] },
            "network" => seed with { SessionPolicies = [new() { Name = "p", Rules = [new() { Name = "r", Networks = [value] }] }] },
            "length" => seed with { PasswordPolicies = [new() { Name = "p", MinLength = -1 }] },
            "excluded" => seed with { PasswordPolicies = [new() { Name = "p", ExcludedAttributes = [value] }] },
            "enroll" => seed with { EnrollmentPolicies = [new() { Name = "p", Factors = [new() { FactorType = value }] }] },
            "zone" => seed with { NetworkZones = [new() { Name = "z", Networks = [value] }] },
            "token" => seed with { ApiTokens = [value] },
            "org" => seed with { OrgName = value },
            "page" => seed with { PasswordExpiredPage = value },
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        });

        refused.ShouldStartWith("The seed cannot be used:\n  " + because);
    }

    [Fact]
    public async Task What_has_no_id_is_given_one_by_its_name_the_same_every_time_and_told()
    {
        OrgSeed seed = new()
        {
            Groups = [new() { Name = "Readers" }],
            Users = [new() { Login = "grace@example.com", Password = The.Password, GroupIds = ["Readers"] }],
            Apps =
            [
                new() { Name = "Desk", Kind = AppKind.Spa, RedirectUris = [The.Callback], AssignedGroupIds = ["Readers"] },
                new() { Name = "Phone", Kind = AppKind.Native, RedirectUris = [The.Callback], AssignedUserIds = ["grace@example.com"] },
            ],
            AuthorizationServers =
            [
                new()
                {
                    Name = "default",
                    Audience = "api://default",
                    Policies = [new() { Name = "p", ClientIds = ["Desk"], Rules = [new() { Name = "r", GroupIds = ["Readers"] }] }],
                },
            ],
        };

        await using var first = await LocalOrg.StartAsync(
            new() { Seed = seed, Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(The.Now) }, The.Ct);
        await using var second = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using var http = new Browserless(first);
        var desk = first.Seed.Apps[0].ClientId;
        var tokens = await http.RedeemAsync(
            (
                await http.AuthorizeAsync(
                    "/oauth2/default",
                    $"client_id={desk}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e" +
                    $"&{The.Pkce}",
                    "grace@example.com")).Redirected("code")!,
            clientId: desk);

        tokens.Status.ShouldBe(200, tokens.Body);
        Jwt.Text(tokens.Text("id_token"), "sub").ShouldBe(first.Seed.Users[0].Id);
        first.Seed.Users[0].Id.ShouldMatch("^00u[A-Za-z0-9]{17}$");
        desk.ShouldMatch("^0oa[A-Za-z0-9]{17}$");
        second.Seed.Apps.Select(app => app.ClientId).ShouldBe(first.Seed.Apps.Select(app => app.ClientId));
        first.Seed.AuthorizationServers[0].Id.ShouldBe("default");
    }

    [Fact]
    public async Task A_network_zone_stands_for_its_addresses()
    {
        var zone = new SeedNetworkZone { Name = "Office", Networks = ["10.0.0.0/8", "127.0.0.1"] };
        await using var inside = await ClockedOrg.StartAsync(
            seed => With(seed, app => app with { Networks = ["Office"] }) with { NetworkZones = [zone] });
        await using var outside = await ClockedOrg.StartAsync(seed => With(seed, app => app with { Networks = ["Office"] }) with
        {
            NetworkZones = [zone with { Networks = ["10.0.0.0/8"] }],
        });

        (await inside.Http.TokensAsync()).Status.ShouldBe(200);
        (await outside.Http.RedeemAsync("x")).Body.ShouldContain("permitted network zones");
    }

    [Fact]
    public async Task Factors_of_users_whose_ids_differ_at_the_end_alone_are_kept_apart()
    {
        var users = Enumerable.Range(0, 30).Select(number => new SeedUser
        {
            Id = $"00u1samePrefix0000{number:00}",
            Login = $"user{number}@example.com",
            Password = "",
            Factors =
            [
                new() { FactorType = "sms" }, new() { FactorType = "sms", PhoneNumber = "+15550100143" }, new() { FactorType = "email" },
            ],
        });

        await using var org = await LocalOrg.StartAsync(new() { Seed = new() { Users = [.. users] } }, The.Ct);

        org.Seed.Users.Count.ShouldBe(30);
    }

    static IEnumerable<string> Six(string id) => Enumerable.Range(1, 6).Select(number => $"{id}{number}");

    static OrgSeed With(OrgSeed seed, Func<SeedApp, SeedApp> change) => seed with { Apps = [change(seed.Apps[0]), .. seed.Apps.Skip(1)] };

    static async Task<string> RefusedAsync(Func<OrgSeed, OrgSeed> change)
    {
        var refused = await Should.ThrowAsync<ArgumentException>(
            () => LocalOrg.StartAsync(new() { Seed = change(OrgSeed.Default) }, The.Ct));
        return refused.Message;
    }
}
