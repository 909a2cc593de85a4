using System.Text.Json.Nodes;
using Postern.LocalOrg.Management.Apps;

namespace Postern.LocalOrg.Tests.Seeding;

/// <summary>A seed that has a thing twice: where it is only named, once is meant; where more is said of it, nobody knows what is.</summary>
public sealed class NamedTwiceTests
{
    const string Ada = "00u1ada0000000000005", Staff = "00g1staff00000000005", Desk = "0oa1desk000000000005",
        Guide = "0oa1guide00000000005";

    static readonly SeedApp App = new()
    {
        Name = "Desk", ClientId = Desk, Kind = AppKind.Spa, RedirectUris = [The.Callback], AssignedGroupIds = ["Staff", Staff],
        GrantedOrgScopes = ["okta.users.read", "okta.users.read"],
    };

    static readonly SeedOtherApp Other = new()
    {
        Name = "Guide", Id = Guide, SignOnMode = "BOOKMARK", Integration = "bookmark", AssignedUserIds = ["ada@example.com", Ada],
    };

    static readonly OrgSeed Seed = new()
    {
        ApiTokens = ["00testApiToken"],
        Groups = [new() { Name = "Staff", Id = Staff, OwnerIds = [Ada, Ada] }],
        Users =
        [
            new()
            {
                Login = "ada@example.com", Id = Ada, Password = The.Password, GroupIds = [Staff, "Staff"],
                Factors = [new() { FactorType = "sms" }, new() { FactorType = "sms" }],
            },
        ],
        Apps = [App],
        OtherApps = [Other],
        TrustedOrigins = [new() { Origin = "https://app.example.com", Scopes = ["CORS", "CORS"] }],
        EventHooks = [new() { Name = "Watch", Uri = "https://hook.example.com", Events = ["user.session.start", "user.session.start"] }],
    };

    [Theory]
    [InlineData($"/apps/{Desk}/groups?expand=group", "id", Staff)]
    [InlineData($"/apps/{Desk}/groups?expand=metadata", "id", Staff)]
    [InlineData($"/apps/{Desk}/users", "id", Ada)]
    [InlineData($"/apps/{Desk}/grants", "scopeId", "okta.users.read")]
    [InlineData($"/apps/{Guide}/users", "id", Ada)]
    [InlineData($"/groups/{Staff}/owners", "id", Ada)]
    [InlineData($"/groups/{Staff}/users", "id", Ada)]
    [InlineData($"/users/{Ada}/factors", "factorType", "sms")]
    public async Task What_is_named_twice_is_listed_once(string path, string member, string value)
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = Seed }, The.Ct);
        using Browserless http = new(org);

        var listed = await http.GetAsync("/api/v1" + path, ("Authorization", "SSWS 00testApiToken"));

        listed.Status.ShouldBe(200, listed.Body);
        listed.Json.EnumerateArray().Select(each => each.GetProperty(member).GetString()).ShouldBe([value]);
    }

    [Fact]
    public async Task An_origin_is_trusted_with_each_thing_once_and_a_hook_told_of_it_once()
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = Seed }, The.Ct);
        using Browserless http = new(org);

        var origins = await http.GetAsync("/api/v1/trustedOrigins", ("Authorization", "SSWS 00testApiToken"));
        var hooks = await http.GetAsync("/api/v1/eventHooks", ("Authorization", "SSWS 00testApiToken"));

        origins.Json[0].GetProperty("scopes").EnumerateArray().Select(scope => scope.GetProperty("type").GetString()).ShouldBe(["CORS"]);
        hooks.Json[0].GetProperty("events").GetProperty("items").EnumerateArray().Select(item => item.GetString())
            .ShouldBe(["user.session.start"]);
    }

    [Fact]
    public void An_org_that_has_kept_a_group_twice_shows_it_once()
    {
        var kept = SeededApp.Of(App, now: 0) with { AssignedGroupIds = [Staff, Staff, "00g1others0000000005"] };

        kept.AllGroups().Select(group => group.GroupId).ShouldBe([Staff, "00g1others0000000005"]);
    }

    [Fact]
    public void What_is_named_twice_hides_no_place_of_what_is_not_there()
    {
        var faults = FaultsOf(Seed with { Apps = [App with { AssignedGroupIds = ["Staff", Staff, "Stuff"] }] });

        faults.ShouldBe([$"apps[0].assignedGroupIds[2]: there is no group 'Stuff'. There are [{Staff}, {EveryoneOf(Seed)}]."]);
    }

    [Theory]
    [InlineData("names", "apps[0].userNames[1].user: '00u1ada0000000000005' is another's already: each has its own.")]
    [InlineData("profiles", "apps[0].userProfiles[1].of: '00u1ada0000000000005' is another's already: each has its own.")]
    [InlineData("groups", "otherApps[0].groupProfiles[1].of: '00g1staff00000000005' is another's already: each has its own.")]
    [InlineData("apps", "otherApps[0].id: '0oa1desk000000000005' is another's already: each has its own.")]
    [InlineData("appIds", "apps[1].appId: '0oa1shown00000000005' is another's already: each has its own.")]
    [InlineData("activation", "users[1].activationToken: is another's already: each has their own.")]
    [InlineData("factors", "enrollmentPolicies[0].factors[1].factorType: 'sms of OKTA' is another's already: each has its own.")]
    [InlineData("methods", "authenticators[0].methods[1].type: 'sms' is another's already: each has its own.")]
    [InlineData("types", "userTypes[1].id: 'oty1twice00000000005' is another's already: each has its own.")]
    [InlineData("rules", "groupRules[1].id: '0pr1twice00000000005' is another's already: each has its own.")]
    [InlineData("policies", "appPolicies[1].id: 'rst1twice00000000005' is another's already: each has its own.")]
    [InlineData("registrations", "registrationPolicies[1].id: 'rst1twice00000000005' is another's already: each has its own.")]
    [InlineData("scopes", "authorizationServers[0].reservedScopes[1].name: 'email' is another's already: each has its own.")]
    [InlineData("claims", "authorizationServers[0].standardClaims[1].name: 'email' is another's already: each has its own.")]
    [InlineData("keys", "authorizationServers[0].resourceKeys[1].id: 'apk1twice00000000005' is another's already: each has its own.")]
    public void What_more_is_said_of_twice_is_refused_with_its_place(string what, string because)
    {
        var seed = what switch
        {
            "names" or "profiles" or "groups" or "apps" or "appIds" => OfApps(what),
            "activation" => Seed with
            {
                Users =
                [
                    Seed.Users[0] with { ActivationToken = "activate-me" },
                    new() { Login = "bob@example.com", Password = The.Password, ActivationToken = "activate-me" },
                ],
            },
            "factors" => Seed with
            {
                EnrollmentPolicies = [new() { Name = "p", Factors = [Sms(isRequired: false), Sms(isRequired: true)] }],
            },
            "methods" => Seed with
            {
                Authenticators = [new() { Key = "phone_number", Methods = [new() { Type = "sms" }, new() { Type = "sms" }] }],
            },
            "types" or "rules" or "policies" or "registrations" => OfIds(what),
            _ => OfServer(what),
        };

        FaultsOf(seed).ShouldBe([because]);
    }

    static OrgSeed OfApps(string what)
    {
        SeedAssignedProfile user = new() { Of = Ada, Profile = Pilot() }, group = new() { Of = Staff, Profile = Pilot() };
        return what switch
        {
            "names" => Seed with
            {
                Apps = [App with { UserNames = [new() { User = Ada, Name = "ada" }, new() { User = "ada@example.com", Name = "a" }] }],
            },
            "profiles" => Seed with { Apps = [App with { UserProfiles = [user, user with { Of = "ada@example.com" }] }] },
            "groups" => Seed with { OtherApps = [Other with { GroupProfiles = [group, group with { Of = "Staff" }] }] },
            "apps" => Seed with { OtherApps = [Other with { Id = Desk }] },
            _ => Seed with
            {
                Apps =
                [
                    App with { AppId = "0oa1shown00000000005" },
                    App with { ClientId = "0oa1other00000000005", AppId = "0oa1shown00000000005" },
                ],
            },
        };
    }

    static OrgSeed OfIds(string what)
    {
        SeedGroupRule rule = new() { Id = "0pr1twice00000000005", Name = "a", Expression = "true", GroupIds = [Staff] };
        return what switch
        {
            "types" => Seed with
            {
                UserTypes = [new() { Id = "oty1twice00000000005", Name = "a" }, new() { Id = "oty1twice00000000005", Name = "b" }],
            },
            "rules" => Seed with { GroupRules = [rule, rule with { Name = "b" }] },
            "policies" => Seed with
            {
                AppPolicies = [new() { Id = "rst1twice00000000005", Name = "a" }, new() { Id = "rst1twice00000000005", Name = "b" }],
            },
            _ => Seed with
            {
                RegistrationPolicies =
                    [new() { Id = "rst1twice00000000005", Name = "a" }, new() { Id = "rst1twice00000000005", Name = "b" }],
            },
        };
    }

    static OrgSeed OfServer(string what)
    {
        SeedAuthorizationServer server = new() { Name = "default", Audience = "api://default" };
        SeedResourceKey key = new() { Id = "apk1twice00000000005", Jwk = new() { ["kid"] = "one" } };
        return Seed with
        {
            AuthorizationServers =
            [
                what switch
                {
                    "scopes" => server with { ReservedScopes = [new() { Name = "email" }, new() { Name = "email" }] },
                    "claims" => server with { StandardClaims = [new() { Name = "email" }, new() { Name = "email" }] },
                    _ => server with { ResourceKeys = [key, key with { Jwk = new() { ["kid"] = "two" } }] },
                },
            ],
        };
    }

    static SeedFactorRule Sms(bool isRequired) => new() { FactorType = "sms", IsRequired = isRequired };

    static JsonObject Pilot() => new() { ["role"] = "pilot" };

    static string EveryoneOf(OrgSeed seed) => SeedIds.Complete(seed).Groups.Single(group => group.Name is "Everyone").Id;

    static string[] FaultsOf(OrgSeed seed) => [.. SeedRules.FaultsOf(SeedIds.Complete(seed)).Select(fault => fault.ToString())];
}
