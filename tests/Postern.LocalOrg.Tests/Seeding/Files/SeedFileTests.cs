namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>What a seed file says, and what it leaves out.</summary>
public sealed class SeedFileTests
{
    [Fact]
    public void Three_lines_make_a_user_an_app_and_an_authorization_server()
    {
        var file = SeedFile.Parse(
            """
            users: [ada@example.com]
            apps: [spa http://localhost:3000/callback]
            servers: [default]
            """);

        var user = file.Seed.Users.ShouldHaveSingleItem();
        (user.Login, user.Password.Length, user.Id[..3]).ShouldBe(("ada@example.com", 20, "00u"));
        var app = file.Seed.Apps.ShouldHaveSingleItem();
        (app.Name, app.Kind, app.TokenEndpointAuthMethod, app.PkceRequired).ShouldBe(("spa localhost:3000", AppKind.Spa, "none", true));
        app.RedirectUris.ShouldBe(["http://localhost:3000/callback"]);
        app.PostLogoutRedirectUris.ShouldBe(["http://localhost:3000"]);
        app.GrantTypes.ShouldBe(["authorization_code", "refresh_token"]);
        app.AssignedGroupIds.ShouldBe([file.Seed.Groups.ShouldHaveSingleItem().Id]);
        var server = file.Seed.AuthorizationServers.ShouldHaveSingleItem();
        (server.Id, server.Audience, server.Policies[0].Rules.Count).ShouldBe(("default", "api://default", 1));
    }

    [Fact]
    public void JSON_is_read_as_well()
    {
        var seed = OrgSeed.FromText("{\n\t\"users\": [{\"login\": \"a\\u00e9\\ud83d\\ude00@example.com\", \"password\": \"P\\/1\"}]\n}");

        (seed.Users[0].Login, seed.Users[0].Password).ShouldBe(("aé😀@example.com", "P/1"));
    }

    [Fact]
    public void Groups_users_apps_servers_and_zones_are_named_by_name()
    {
        var seed = OrgSeed.FromText(
            """
            groups: [Staff]
            networkZones: [{ name: Office, networks: 10.0.0.0/8 }]
            users: [{ login: ada@example.com, groups: Staff }]
            apps: [{ name: Shop, kind: spa, assignedUsers: ada@example.com, networks: Office }]
            servers:
              - default
              - name: Orders
                trustedServers: [default]
                policies: [{ name: All, apps: [Shop], rules: [{ name: Staff, groups: [Staff], excludedUsers: [ada@example.com] }] }]
            """);

        seed.Users[0].GroupIds.ShouldBe([seed.Groups[0].Id]);
        seed.Apps[0].AssignedUserIds.ShouldBe([seed.Users[0].Id]);
        seed.Apps[0].AssignedGroupIds.ShouldBeEmpty();
        seed.Apps[0].Networks.ShouldBe([seed.NetworkZones[0].Id]);
        var orders = seed.AuthorizationServers[1];
        orders.TrustedServerIds.ShouldBe(["default"]);
        orders.Policies[0].ClientIds.ShouldBe([seed.Apps[0].ClientId]);
        orders.Policies[0].Rules[0].GroupIds.ShouldBe([seed.Groups[0].Id]);
        orders.Policies[0].Rules[0].ExcludedUserIds.ShouldBe([seed.Users[0].Id]);
    }

    [Theory]
    [InlineData("10m", 600)]
    [InlineData("1h", 3600)]
    [InlineData("1h30m", 5400)]
    [InlineData("PT10M", 600)]
    [InlineData("P1D", 86400)]
    [InlineData("300s", 300)]
    public void A_duration_is_readable(string duration, int seconds)
    {
        var seed = OrgSeed.FromText(
            $"servers: [{{ name: a, policies: [{{ name: p, rules: [{{ name: r, accessTokenLifetime: {duration} }}] }}] }}]");

        seed.AuthorizationServers[0].Policies[0].Rules[0].AccessTokenLifetime.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void What_is_left_out_is_as_it_is_in_code()
    {
        var seed = OrgSeed.FromText(
            "passwordPolicies: [{ name: p }]\nsessionPolicies: [{ name: s, rules: [{ name: r }] }]\nmaxFailedPasswords:");

        (seed.MaxFailedPasswords, seed.OrgName).ShouldBe((10, "Postern Local Org"));
        var policy = seed.PasswordPolicies[0];
        policy.ShouldBe(new SeedPasswordPolicy { Name = "p", ExcludedAttributes = policy.ExcludedAttributes });
        seed.SessionPolicies[0].Rules[0].ShouldBe(new SeedSessionRule { Name = "r" });
    }

    [Fact]
    public void An_app_has_what_its_kind_needs()
    {
        var seed = OrgSeed.FromText("apps: [web Desk http://localhost/cb, service Robot, native com.example:/cb]");

        seed.Apps.Select(app => (app.Name, app.TokenEndpointAuthMethod, app.ClientSecret?.Length, app.GrantTypes[0])).ShouldBe(
        [
            ("Desk", "client_secret_basic", 64, "authorization_code"), ("Robot", "client_secret_basic", 64, "client_credentials"),
            ("native", "none", null, "authorization_code"),
        ]);
    }

    [Fact]
    public void Words_of_Okta_are_taken_for_ours_and_a_profile_has_what_it_says()
    {
        var seed = OrgSeed.FromText(
            """
            users:
              - login: ada@example.com
                state: LOCKED_OUT
                profile: { level: 7, isBoss: true, code: "007", teams: [a, b] }
            """);

        seed.Users[0].State.ShouldBe(UserState.LockedOut);
        seed.Users[0].Profile!.ToJsonString().ShouldBe("""{"level":7,"isBoss":true,"code":"007","teams":["a","b"]}""");
    }

    [Fact]
    public async Task Its_user_signs_in()
    {
        var seed = OrgSeed.FromText("users: [ada@example.com]");
        await using var org = await LocalOrg.StartAsync(new() { Seed = seed }, The.Ct);
        using HttpClient http = new();

        var answer = await http.PostAsync(
            org.Url + "/api/v1/authn",
            new StringContent($$"""{"username":"ada@example.com","password":"{{seed.Users[0].Password}}"}""", null, "application/json"),
            The.Ct);

        (await answer.Content.ReadAsStringAsync(The.Ct)).ShouldContain("\"status\":\"SUCCESS\"");
        org.WasSeeded.ShouldBeTrue();
    }

    [Fact]
    public void It_goes_on_top_of_another_and_takes_the_place_of_what_has_its_name()
    {
        var file = SeedFile.Parse(
            "apps: [spa Demo SPA http://localhost:1/cb, spa http://localhost:2/cb]", new() { OnTopOf = OrgSeed.Default });

        file.Seed.Apps.Select(app => app.Name).ShouldBe(["Demo SPA", "Demo Web", "Demo Native", "Demo Service", "spa localhost:2"]);
        (file.Seed.Apps[0].ClientId, file.Seed.Apps[0].RedirectUris[0]).ShouldBe(("0oa1posternSpa000005", "http://localhost:1/cb"));
        file.Seed.Users.Count.ShouldBe(5);
    }
}
