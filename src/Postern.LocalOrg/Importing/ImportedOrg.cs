using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Groups;
using Postern.LocalOrg.Management.TrustedOrigins;
using Postern.LocalOrg.Management.Zones;

namespace Postern.LocalOrg.Importing;

/// <summary>
/// Makes records of all that a tenant tells, by the readers of the Management API itself: what it answers is what it would take.
/// </summary>
sealed class ImportedOrg(Tenant tenant, OrgImportOptions options)
{
    const string UsualDescription = "All users in your organization";

    public async Task<ExportRecords> ReadAsync()
    {
        var settings = await SettingsAsync() with { GroupAttributes = await new ImportedSchemas(tenant).GroupAttributesAsync() };
        var groups = await GroupsAsync();
        var rules = await GroupRulesAsync(groups);
        var types = await new ImportedSchemas(tenant).UserTypesAsync();
        var users = await new ImportedUsers(tenant, options).ReadAsync(groups, rules, types);
        var zones = await ZonesAsync();
        Reachable reachable = new(tenant, users, groups, zones);
        ImportedPolicies policies = new(tenant, reachable);
        var appPolicies = await policies.AppAsync();
        var apps = await new ImportedApps(tenant, appPolicies).ReadAsync(users, groups);
        ImportedHooks hooks = new(tenant);
        ImportedKept kept = new(tenant, settings);
        var brands = await kept.BrandsAsync();
        return new()
        {
            Settings = settings,
            Groups = groups,
            GroupRules = rules,
            Users = users,
            Zones = zones,
            Apps = apps,
            Servers = await new ImportedServers(tenant, reachable).ReadAsync(),
            SessionPolicies = await policies.SessionAsync(),
            PasswordPolicies = await policies.PasswordAsync(),
            EnrollmentPolicies = await policies.EnrollmentAsync(),
            Origins = await OriginsAsync(),
            Hooks = await hooks.InlineAsync(),
            EventHooks = await hooks.EventAsync(),
            UserTypes = [.. types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)],
            AppPolicies = appPolicies,
            Authenticators = await AuthenticatorsAsync(),
            ApiTokens = await ApiTokensAsync(users, reachable),
            Roles = await new ImportedRoles(tenant).ReadAsync(users, groups, apps),
            Routing = await policies.RoutingAsync(),
            Brands = brands,
            Domains = await kept.DomainsAsync(brands),
            Behaviors = await kept.BehaviorsAsync(),
            IdentityProviders = await kept.ProvidersAsync(),
            LinkedObjects = await kept.RelationsAsync(),
        };
    }

    async Task<OrgSettings> SettingsAsync()
    {
        var org = await tenant.FindAsync(Subject.Org, "/api/v1/org");
        return new()
        {
            Id = org?.Text("id") ?? DefaultSeed.OrgId, Name = org?.Text("companyName") ?? new OrgSeed().OrgName,
            Details = org?.Element.Clone(),
        };
    }

    async Task<IReadOnlyList<Group>> GroupsAsync()
    {
        List<Group> groups = [];
        foreach (var group in (await tenant.ListAsync(Subject.Groups, "/api/v1/groups?limit=200")).Select(ReadGroup).OfType<Group>())
            groups.Add(await WithOwnersAsync(group));
        return [.. groups.OrderBy(group => group.Name, StringComparer.Ordinal).ThenBy(group => group.Id, StringComparer.Ordinal)];
    }

    Group? ReadGroup(RequestObject body) => tenant.Read($"The group {Named(body.ObjectOrNothing("profile"), "name")}", () =>
    {
        var (profile, type) = (body.NeededObject("profile"), body.Text("type") ?? Group.OfOkta);
        return new Group
        {
            Id = body.Needed("id"), Name = profile.Needed("name"), Type = type, Profile = SentGroup.OwnOf(profile),
            Description = profile.Text("description") is { Length: > 0 } said and not UsualDescription ? said : null,
        };
    });

    async Task<Group> WithOwnersAsync(Group group)
    {
        var owners = await tenant.ListAsync(Subject.GroupOwners, $"/api/v1/groups/{group.Id}/owners");
        return owners.Count == 0
            ? group
            : group with { Owners = [.. owners.Select(owner => new GroupOwner(owner.Text("id") ?? "", owner.Text("type") ?? "", 0))] };
    }

    async Task<IReadOnlyList<GroupRule>> GroupRulesAsync(IReadOnlyList<Group> groups)
    {
        List<GroupRule> rules = [];
        foreach (var body in await tenant.ListAsync(Subject.GroupRules, "/api/v1/groups/rules?limit=50"))
            if (tenant.Read($"The group rule {Named(body, "name")}", () => ReadRule(body)) is { } rule)
            {
                if (GroupRuleRules.WhyNoExpression(rule.Expression) is { } why)
                    tenant.Remark($"The group rule {Named(body, "name")} is left out: its expression is not understood: {why}");
                else if (!rule.GroupIds.All(id => groups.Any(group => group.Id == id)))
                    tenant.Remark($"The group rule {Named(body, "name")} is left out: not all of its groups were read.");
                else
                    rules.Add(rule);
            }

        return [.. rules.OrderBy(rule => rule.Name, StringComparer.Ordinal)];
    }

    static GroupRule ReadRule(RequestObject body)
    {
        var conditions = body.NeededObject("conditions");
        var people = conditions.ObjectOrNothing("people");
        return new()
        {
            Id = body.Needed("id"), Name = body.Needed("name"), Expression = conditions.NeededObject("expression").Needed("value"),
            Status = Lifecycle.Of(body.Text("status") is "ACTIVE"),
            GroupIds = body.ObjectOrNothing("actions").ObjectOrNothing("assignUserToGroups").Texts("groupIds") ?? [],
            ExcludedUserIds = people.ObjectOrNothing("users").Texts("exclude") ?? [],
            ExcludedGroupIds = people.ObjectOrNothing("groups").Texts("exclude") ?? [],
        };
    }

    async Task<IReadOnlyList<NetworkZone>> ZonesAsync()
    {
        List<NetworkZone> zones = [];
        foreach (var body in await tenant.ListAsync(Subject.Zones, "/api/v1/zones?limit=200"))
            if (tenant.Read($"The network zone {Named(body, "name")}", () => ZoneReader.Read(body, Zone(body))) is { } zone)
            {
                if (zone is { Networks.Count: 0, IsSystem: false })
                    tenant.Remark(
                        $"The network zone {Named(body, "name")} covers no address here: it is told by what is not known of one.");
                // Those that every org has are worth a word where somebody filled them.
                if (zone is { Networks.Count: > 0 } or { IsSystem: false })
                    zones.Add(zone);
            }

        return [.. zones.OrderBy(zone => zone.Name, StringComparer.Ordinal)];
    }

    static NetworkZone Zone(RequestObject body) => new()
    {
        Id = body.Needed("id"), Name = body.Needed("name"), Networks = [], IsSystem = body.Flag("system") ?? false,
        Usage = body.Text("usage"),
    };

    async Task<IReadOnlyList<TrustedOrigin>> OriginsAsync()
    {
        List<TrustedOrigin> origins = [];
        foreach (var body in await tenant.ListAsync(Subject.Origins, "/api/v1/trustedOrigins?limit=200"))
            if (tenant.Read(
                $"The trusted origin {Named(body, "name")}",
                () => TrustedOriginReader.Read(body, new() { Id = body.Needed("id"), Name = "", Origin = "" })) is { } origin)
                origins.Add(origin);
        return [.. origins.OrderBy(origin => origin.Origin, StringComparer.Ordinal)];
    }

    /// <summary>With their methods, where one is switched off.</summary>
    async Task<IReadOnlyList<Authenticator>> AuthenticatorsAsync()
    {
        List<Authenticator> authenticators = [];
        foreach (var body in await tenant.ListAsync(Subject.Authenticators, "/api/v1/authenticators"))
        {
            var methods = await tenant.ListAsync(Subject.Authenticators, $"/api/v1/authenticators/{body.Text("id")}/methods");
            authenticators.Add(new()
            {
                Id = body.Text("id") ?? "", Key = body.Text("key") ?? "", Name = body.Text("name") ?? "", Status = StatusOf(body),
                Methods =
                [
                    .. methods.Select(method => new AuthenticatorMethod { Type = method.Text("type") ?? "", Status = StatusOf(method) }),
                ],
            });
        }

        return authenticators;
    }

    /// <summary>Whatever is not switched off is on.</summary>
    public static Lifecycle StatusOf(RequestObject body) => body.Text("status") is "INACTIVE" ? Lifecycle.Inactive : Lifecycle.Active;

    async Task<IReadOnlyList<ApiToken>> ApiTokensAsync(IReadOnlyList<ExportedUser> users, Reachable reachable)
    {
        List<ApiToken> tokens = [];
        foreach (var body in await tenant.ListAsync(Subject.ApiTokens, "/api/v1/api-tokens"))
            if (users.All(user => user.Credentials.User.Id != body.Text("userId")))
                tenant.Remark($"The API token {Named(body, "name")} is left out: its owner was not read.");
            else if (NetworkOf(body) is var network && !IsReachable(network, reachable))
                tenant.Remark($"The API token {Named(body, "name")} is left out: not every network zone that it names was read.");
            else
                tokens.Add(new()
                {
                    Id = body.Text("id") ?? "", Name = body.Text("name") ?? "", TokenHash = "", OwnerId = body.Text("userId"),
                    Network = network,
                });
        return [.. tokens.OrderBy(token => token.Name, StringComparer.Ordinal).ThenBy(token => token.Id, StringComparer.Ordinal)];
    }

    static TokenNetwork? NetworkOf(RequestObject token) =>
        token.ObjectOrNothing("network") is var network && network.Text("connection") is TokenNetwork.Zone
            ? new() { Connection = TokenNetwork.Zone, Include = network.Texts("include"), Exclude = network.Texts("exclude") }
            : null;

    // Without one of its zones it would be good in more places than at the tenant, or in none.
    static bool IsReachable(TokenNetwork? network, Reachable reachable) =>
        new[] { network?.Include, network?.Exclude }.All(zones => reachable.Networks(zones)?.Count == zones?.Count);

    /// <summary>As remarks name it.</summary>
    public static string Named(RequestObject body, string member) => $"\"{body.Find(member)?.ToString() ?? body.Find("id")?.ToString()}\"";
}
