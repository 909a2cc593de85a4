namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>An org is exported as a file that makes it again: export, start, export again, and the bytes are the same.</summary>
public sealed class SeedExportTests
{
    public static TheoryData<string> Files => [.. Samples.Seeds.Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_sample_is_the_same_bytes_again(string file)
    {
        await SameAgainAsync(await OrgSeed.FromFileAsync(Samples.PathOf($"samples/seeds/{file}"), The.Ct));
    }

    [Fact]
    public async Task The_demo_org_is_the_same_bytes_again_and_no_secret_is_in_them()
    {
        var exported = await SameAgainAsync(OrgSeed.Default);

        exported.ShouldNotContain(The.Password);
        exported.ShouldNotContain(The.WebSecret);
        exported.ShouldNotContain("pbkdf2");
        exported.ShouldNotContain("JBSWY3DPEHPK3PXP");
        exported.ShouldMatch(@"login: ada@example\.com\n    firstName: Ada\n");
    }

    [Fact]
    public async Task What_changed_at_run_time_is_in_it()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless http = new(org);
        await org.SetUserStateAsync("una@example.com", UserState.Suspended, The.Ct);
        var registered = await http.PostJsonAsync(
            "/oauth2/v1/clients",
            """{"client_name":"Registered","redirect_uris":["https://app.example.com/cb"],"application_type":"web"}""",
            ("Authorization", "SSWS 00token"));
        registered.Status.ShouldBe(201, registered.Body);

        var exported = await SameAgainAsync(org);

        exported.ShouldContain("    lastName: Unassigned\n    state: suspended\n");
        exported.ShouldContain("name: Registered\n");
        exported.ShouldContain("apiTokens: [null]\n");
    }

    [Fact]
    public async Task Groups_and_their_rules_that_the_Management_API_made_are_in_it_and_their_members_are_the_rules()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless http = new(org);
        var group = await PostAsync(http, "/groups", """{"profile":{"name":"Pilots","description":"Who fly"}}""");
        var rule = await PostAsync(http, "/groups/rules", $$$$"""
            {"type":"group_rule","name":"those called Ada","conditions":{"expression":{"type":"urn:okta:expression:1.0","value":"user.firstName==\"Ada\""}},"actions":{"assignUserToGroups":{"groupIds":["{{{{group.Text("id")}}}}"]}}}
            """);
        await PostAsync(http, $"/groups/rules/{rule.Text("id")}/lifecycle/activate", "{}");

        var exported = await SameAgainAsync(org);

        exported.ShouldContain("description: Who fly\n");
        exported.ShouldMatch("groupRules:\\n  - (id: .*\\n    )?name: those called Ada\\n    expression: ");
        await using var again = await LocalOrg.StartAsync(
            new() { Seed = OrgSeed.FromText(exported) with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless later = new(again);
        var groups = await later.GetAsync("/api/v1/users/ada@example.com/groups", ("Authorization", "SSWS 00token"));
        groups.Body.ShouldContain("Pilots");
    }

    [Fact]
    public async Task Apps_and_servers_that_the_Management_API_changed_are_in_it()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless http = new(org);
        var made = await SendAsync(
            HttpMethod.Post, "/apps?activate=false",
            """{"name":"oidc_client","label":"Wild","signOnMode":"OPENID_CONNECT","settings":{"implicitAssignment":true,"oauthClient":{"application_type":"browser","redirect_uris":["https://*.example.com/cb"],"wildcard_redirect":"SUBDOMAIN"}}}""");
        await SendAsync(
            HttpMethod.Post, $"/apps/{made.Text("id")}/users",
            """{"id":"00u1adaActive0000005","credentials":{"userName":"countess"}}""");
        var claims = await SendAsync(HttpMethod.Get, "/authorizationServers/default/claims", null);
        var email = claims.Json.EnumerateArray().Single(claim => claim.GetProperty("name").GetString() is "email").GetProperty("id");
        await SendAsync(
            HttpMethod.Put, $"/authorizationServers/default/claims/{email.GetString()}",
            """{"name":"email","status":"INACTIVE","alwaysIncludeInToken":true,"conditions":{"scopes":["email"]}}""");
        await SendAsync(HttpMethod.Post, "/authorizationServers/aus1posternOrders005/lifecycle/deactivate", "{}");

        var exported = await SameAgainAsync(org);

        exported.ShouldContain("userNames:");
        exported.ShouldContain("name: countess");
        exported.ShouldContain("assignsEverybody: true");
        exported.ShouldContain("allowsSubdomains: true");
        exported.ShouldContain("standardClaims:");
        exported.Split("isActive: false").Length.ShouldBe(4);

        async Task<Answer> SendAsync(HttpMethod method, string path, string? json)
        {
            using var body = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            var answer = await http.SendAsync(method, "/api/v1" + path, body, ("Authorization", "SSWS 00token"));
            answer.Status.ShouldBeLessThan(300, answer.Body);
            return answer;
        }
    }

    [Fact]
    public async Task Whatever_the_Management_API_made_is_in_it()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless http = new(org);
        await BuiltByCalls.BuildAsync(http, "00token");

        var exported = await SameAgainAsync(org);

        exported.ShouldNotContain("hook-secret");
        var seed = OrgSeed.FromText(exported);
        var ids = (Pilots: seed.Groups.Single(group => group.Name is "Pilots"), App: seed.Apps.Single(app => app.Name is "Cockpit"));
        seed.UserTypes.Select(type => (type.Name, type.Attributes.Count)).ShouldBe([("partner", 0), ("user", 1)]);
        seed.UserTypes[1].Attributes[0].Definition!.ToJsonString().ShouldBe(
            """{"maxLength":4,"enum":["low","high"],"permissions":[{"principal":"SELF","action":"READ_WRITE"}]}""");
        seed.Users.Single(user => user.FirstName is "Pat").Type.ShouldBe(seed.UserTypes[0].Id);
        seed.GroupAttributes.ShouldHaveSingleItem().Type.ShouldBe("integer");
        ids.Pilots.Profile!.ToJsonString().ShouldBe("""{"costCenter":42}""");
        ids.Pilots.OwnerIds.Concat(ids.Pilots.OwnerGroupIds).ShouldBe([BuiltByCalls.Ada, "00g1posternTesters05"]);
        (ids.App.ClientId, ids.App.AppId[..3], ids.App.ClientSecret?.Length, ids.App.SecondClientSecret?.Length)
            .ShouldBe(("cockpit-client", "0oa", 64, 64));
        seed.EventHooks.ShouldHaveSingleItem().Headers.ShouldBe([new() { Name = "X-Env", Value = "test" }]);
        seed.InlineHooks.Select(hook => (hook.Name, hook.Type, hook.Headers.Count)).ShouldBe(
            [("Asked", "com.okta.oauth2.tokens.transform", 1), ("Phoned", "com.okta.telephony.provider", 0)]);
        seed.TrustedOrigins.Select(origin => (origin.Name, origin.Origin, string.Join(' ', origin.Scopes), origin.IsActive)).ShouldBe(
        [
            ("Back to", "https://back.example.com", "REDIRECT", true), (null, "https://both.example.com", "CORS REDIRECT", true),
            ("Framed", "https://framed.example.com", "CORS IFRAME_EMBED", false),
        ]);
        var token = seed.ApiTokens.ShouldHaveSingleItem();
        token.Name.ShouldBe("ci");
        token.Zones.ShouldBe([seed.NetworkZones.Single(zone => zone.Name is "This machine").Id]);
        ids.App.InterclientAllowedAppIds.ShouldBe([The.Native]);
        ids.App.UserAttributes.ShouldHaveSingleItem().Definition!.ToJsonString().ShouldBe("""{"maxLength":4}""");
        seed.OtherApps.ShouldHaveSingleItem().AssignedGroupIds.ShouldBe(["00g1posternTesters05"]);
        seed.DisabledFactors.ShouldBe(["okta_call"]);
        var policy = seed.AppPolicies.ShouldHaveSingleItem();
        ids.App.Policy.ShouldBe(policy.Id);
        policy.Rules.Select(rule => (rule.Name, rule.RequiresFactor, rule.ReauthenticateIn)).ShouldBe(
            [("Testers", false, TimeSpan.FromHours(2)), ("Catch-all Rule", true, TimeSpan.FromHours(12))]);
    }

    [Fact]
    public async Task Whatever_the_Management_API_keeps_is_in_it()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless http = new(org);
        await BuiltByCalls.BuildKeptAsync(http, "00token");

        var exported = await SameAgainAsync(org);

        exported.ShouldNotContain("idp-secret");
        var seed = OrgSeed.FromText(exported);
        seed.Brands.Select(brand => (brand.Name, brand.IsDefault, brand.RemovesPoweredBy, brand.Locale)).ShouldBe(
            [("Airline", false, false, null), ("Ours", true, true, "de")]);
        seed.Domains.Select(domain => (domain.Name, domain.Brand, domain.IsVerified)).ShouldBe(
            [("login.example.com", seed.Brands[0].Id, false)]);
        seed.Behaviors.Select(behavior => (behavior.Name, behavior.Type, behavior.IsActive)).ShouldBe([("Fast", "VELOCITY", false)]);
        var provider = seed.IdentityProviders.ShouldHaveSingleItem();
        (provider.Name, provider.ClientSecret?.Length).ShouldBe(("Elsewhere", 64));
        provider.Protocol.ToJsonString()
            .ShouldBe("""{"type":"OIDC","scopes":["openid"],"credentials":{"client":{"client_id":"efg456"}}}""");
        var rule = seed.RoutingRules.ShouldHaveSingleItem();
        (rule.Name, rule.UserNames[0], rule.AppIds[0], string.Join(' ', rule.ProviderIds)).ShouldBe(
            ("Partners", "*@partner.example", The.Spa, $"{provider.Id} OKTA"));
        seed.HookKeys.ShouldHaveSingleItem().Jwk["kty"]!.ToString().ShouldBe("RSA");
        seed.Yubikeys.ShouldHaveSingleItem().Serial.ShouldBe("000007886622");
        seed.Authenticators.Select(authenticator => (authenticator.Key, authenticator.Name)).ShouldBe([("google_otp", "Google's")]);
        seed.Details!.ToJsonString().ShouldBe("""{"website":"https://example.com","city":"Trier"}""");
        (seed.TechnicalContact, seed.BillingContact, seed.HidesFooter, seed.Threats?.Action)
            .ShouldBe((BuiltByCalls.Ada, null, true, "audit"));
        var relation = seed.LinkedObjects.ShouldHaveSingleItem();
        (relation.Primary.Name, relation.Primary.Title, relation.Associated.Title).ShouldBe(("manager", "Manager", null));
        relation.Links.ShouldHaveSingleItem().Primary.ShouldBe(BuiltByCalls.Ada);
    }

    [Fact]
    public async Task What_is_switched_off_is_in_it_and_so_is_what_apps_say_and_know()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ApiTokens = ["00token"] } }, The.Ct);
        using Browserless http = new(org);
        await BuiltByCalls.BuildKeptAsync(http, "00token");

        var seed = OrgSeed.FromText(await SameAgainAsync(org));

        var zone = seed.NetworkZones.Single(each => each.Name is "Closed");
        (zone.IsActive, zone.Networks.Count).ShouldBe((false, 1));
        zone.Definition!.ToJsonString().ShouldBe("""{"proxies":[{"type":"CIDR","value":"10.1.0.0/16"}]}""");
        seed.SessionPolicies.Select(policy => (policy.Name, policy.IsActive, policy.Rules.Count)).ShouldContain(("Asleep", false, 1));
        var app = seed.Apps.Single(each => each.Name is "Tower");
        (app.ClientUri, app.Settings!["settings"]!["notes"]!["admin"]!.ToString()).ShouldBe(("https://tower.example.com", "Mind it"));
        app.UserProfiles.ShouldHaveSingleItem().Profile.ToJsonString().ShouldBe("""{"nickname":"Countess"}""");
        app.GroupProfiles.ShouldHaveSingleItem().Of.ShouldBe("00g1posternTesters05");
        seed.Apps.Single(each => each.ClientId is The.Spa).Settings.ShouldBeNull();
    }

    [Fact]
    public async Task What_policies_of_apps_want_and_ask_is_in_it()
    {
        var exported = await SameAgainAsync(OrgSeed.Default with
        {
            UserTypes = [new() { Name = "partner" }],
            AppPolicies =
            [
                new()
                {
                    Name = "Strict",
                    Rules =
                    [
                        new()
                        {
                            Name = "Partners", UserTypeIds = ["partner"], ExcludedUserTypeIds = ["user"], KnownDevicesOnly = true,
                            Constraints = [new() { Password = true, Possession = true }, new() { PhishingResistant = true }],
                        },
                        new() { Name = "Others", AsksToStaySignedIn = true, Constraints = [new() { HardwareProtected = true }] },
                    ],
                },
            ],
            RegistrationPolicies =
            [
                new()
                {
                    Name = "Strict",
                    GroupIds = ["Testers"],
                    VerifiesEmail = true,
                    Attributes = [new() { Name = "email" }, new() { Name = "city", IsRequired = false }],
                },
            ],
            Apps = [OrgSeed.Default.Apps[0] with { Policy = "Strict", RegistrationPolicy = "Strict" }, .. OrgSeed.Default.Apps.Skip(1)],
        });

        var seed = OrgSeed.FromText(exported);
        exported.ShouldContain("registrationPolicy: Strict");
        exported.ShouldContain("userTypes:");
        seed.AppPolicies[0].Rules[0].Constraints.ShouldBe(
            [new() { Password = true, Possession = true }, new() { Possession = true, PhishingResistant = true }]);
        seed.RegistrationPolicies[0].Attributes.ShouldBe([new() { Name = "email" }, new() { Name = "city", IsRequired = false }]);
        seed.RegistrationPolicies[0].VerifiesEmail.ShouldBeTrue();
    }

    [Fact]
    public async Task Secrets_may_be_references()
    {
        await using var org = await LocalOrg.CreateAsync(ct: The.Ct);
        var exported = await new SeedExport(org.Store, org.Directory).WriteAsync(ExportedSecrets.References, The.Ct);

        exported.ShouldContain("    password: env:POSTERN_ADA_EXAMPLE_COM_PASSWORD\n");
        exported.ShouldContain("    clientSecret: env:POSTERN_DEMO_WEB_CLIENT_SECRET\n");
        exported.ShouldContain("secret: env:POSTERN_MAX_EXAMPLE_COM_FACTOR\n");
        var again = SeedFile.Parse(
            exported, new() { Environment = name => name.EndsWith("FACTOR", StringComparison.Ordinal) ? "JBSWY3DP" : name });
        await using var other = await LocalOrg.CreateAsync(new() { Seed = again.Seed }, The.Ct);
        (await new SeedExport(other.Store, other.Directory).WriteAsync(ExportedSecrets.References, The.Ct)).ShouldBe(exported);
    }

    static async Task<string> SameAgainAsync(OrgSeed seed)
    {
        await using var org = await LocalOrg.CreateAsync(new() { Seed = seed }, The.Ct);
        return await SameAgainAsync(org);
    }

    static async Task<string> SameAgainAsync(LocalOrg org)
    {
        var exported = await new SeedExport(org.Store, org.Directory).WriteAsync(ExportedSecrets.LeftOut, The.Ct);
        await using var other = await LocalOrg.CreateAsync(new() { Seed = OrgSeed.FromText(exported) }, The.Ct);
        (await new SeedExport(other.Store, other.Directory).WriteAsync(ExportedSecrets.LeftOut, The.Ct)).ShouldBe(exported);
        return exported;
    }

    static Task<Answer> PostAsync(Browserless http, string path, string body) =>
        http.PostJsonAsync("/api/v1" + path, body, ("Authorization", "SSWS 00token"));
}
