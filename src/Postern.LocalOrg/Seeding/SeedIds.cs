using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>
/// Completes a seed: what has no id gets one, made of its name so that it is the same every time, and what names another by name names it
/// by id.
/// </summary>
sealed class SeedIds
{
    readonly Dictionary<string, string> _groups = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _users = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _apps = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _zones = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _servers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _hooks = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _types = new(StringComparer.Ordinal) { ["user"] = UserType.DefaultId };
    readonly Dictionary<string, string> _policies = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _registrations = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _brands = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _providers = new(StringComparer.Ordinal);

    public static OrgSeed Complete(OrgSeed seed) => new SeedIds().Completed(seed);

    OrgSeed Completed(OrgSeed seed)
    {
        var groups = Named(
            WithEveryone(seed.Groups).Select(group => group with { Id = Or(group.Id, OktaIds.Group, group.Name) }),
            _groups,
            group => (group.Name, group.Id));
        var users = Named(
            seed.Users.Select(user => user with { Id = Or(user.Id, OktaIds.User, LoginKey.Of(user.Login)) }),
            _users,
            user => (user.Login, user.Id));
        var apps = Named(
            seed.Apps.Select(app => app with { ClientId = Or(app.ClientId, OktaIds.App, app.Name) }),
            _apps,
            app => (app.Name, app.ClientId));
        var zones = Named(
            seed.NetworkZones.Select(zone => zone with { Id = Or(zone.Id, OktaIds.NetworkZone, zone.Name) }),
            _zones,
            zone => (zone.Name, zone.Id));
        var hooks = Named(
            seed.InlineHooks.Select(hook => hook with { Id = Or(hook.Id, OktaIds.InlineHook, hook.Name) }),
            _hooks,
            hook => (hook.Name, hook.Id));
        var types = Named(
            seed.UserTypes.Select(type => type with { Id = Or(type.Id, OktaIds.UserType, type.Name) }), _types,
            type => (type.Name, type.Id));
        var policies = Named(
            seed.AppPolicies.Select(policy => policy with { Id = Or(policy.Id, OktaIds.NewerPolicy, policy.Name) }), _policies,
            policy => (policy.Name, policy.Id));
        var registrations = Named(
            seed.RegistrationPolicies.Select(
                policy => policy with { Id = policy.Id is "" ? SeededRegistration.IdOf(policy.Name) : policy.Id }),
            _registrations, policy => (policy.Name, policy.Id));
        var servers = Named(
            seed.AuthorizationServers.Select(server => server with { Id = IdOf(server) }), _servers, server => (server.Name, server.Id));
        return Kept(seed) with
        {
            UserTypes = types,
            AppPolicies = [.. policies.Select(Completed)],
            RegistrationPolicies =
                [.. registrations.Select(policy => policy with { GroupIds = Ids(_groups, policy.GroupIds) })],
            Groups =
            [
                .. groups.Select(group => group with
                {
                    OwnerIds = Ids(_users, group.OwnerIds), OwnerGroupIds = Ids(_groups, group.OwnerGroupIds),
                }),
            ],
            Users =
            [
                .. users.Select(user => user with
                {
                    GroupIds = Ids(_groups, user.GroupIds), Type = IdOrNull(_types, user.Type),
                }),
            ],
            GroupRules = [.. seed.GroupRules.Select(Completed)],
            Apps = [.. apps.Select(Completed)],
            OtherApps = [.. seed.OtherApps.Select(Completed)],
            EventHooks = [.. seed.EventHooks.Select(hook => hook with { Id = Or(hook.Id, OktaIds.EventHook, hook.Name) })],
            ApiTokens =
            [
                .. seed.ApiTokens.Select(token => token with
                {
                    Owner = IdOrNull(_users, token.Owner),
                    Zones = IdsOrNull(_zones, token.Zones),
                    ExcludedZones = IdsOrNull(_zones, token.ExcludedZones),
                }),
            ],
            NetworkZones = zones,
            InlineHooks = hooks,
            AuthorizationServers = [.. servers.Select(Completed)],
            SessionPolicies = [.. seed.SessionPolicies.Select(Completed)],
            PasswordPolicies = [.. seed.PasswordPolicies.Select(Completed)],
            EnrollmentPolicies = [.. seed.EnrollmentPolicies.Select(Completed)],
        };
    }

    /// <summary>With what is kept and listed, once users and zones are known.</summary>
    OrgSeed Kept(OrgSeed seed)
    {
        var brands = Named(
            seed.Brands.Select(brand => brand with { Id = SeededBrands.IdOf(brand, seed.OrgId) }), _brands,
            brand => (brand.Name, brand.Id));
        var providers = Named(
            seed.IdentityProviders.Select(provider => provider with
            {
                Id = Or(provider.Id, OktaIds.App, SeededKept.IdentityProviderName(provider.Name)),
            }),
            _providers, provider => (provider.Name, provider.Id));
        return seed with
        {
            Brands = brands,
            Domains =
            [
                .. seed.Domains.Select(domain => domain with
                {
                    Id = Or(domain.Id, OktaIds.Domain, domain.Name), Brand = IdOrNull(_brands, domain.Brand),
                }),
            ],
            Behaviors = [.. seed.Behaviors.Select(behavior => behavior with { Id = Or(behavior.Id, OktaIds.Behavior, behavior.Name) })],
            IdentityProviders = providers,
            RoutingRules = [.. seed.RoutingRules.Select(Completed)],
            LinkedObjects =
            [
                .. seed.LinkedObjects.Select(relation => relation with
                {
                    Links =
                    [
                        .. relation.Links.Select(link => new SeedLink
                        {
                            User = IdOrNull(_users, link.User)!, Primary = IdOrNull(_users, link.Primary)!,
                        }),
                    ],
                }),
            ],
            HookKeys = [.. seed.HookKeys.Select(key => key with { Id = Or(key.Id, OktaIds.HookKey, key.Name) })],
            Yubikeys = [.. seed.Yubikeys.Select(key => key with { Id = Or(key.Id, OktaIds.Yubikey, key.Serial) })],
            BillingContact = IdOrNull(_users, seed.BillingContact),
            TechnicalContact = IdOrNull(_users, seed.TechnicalContact),
            Threats = seed.Threats is { } threats ? threats with { ExcludedZoneIds = Ids(_zones, threats.ExcludedZoneIds) } : null,
        };
    }

    SeedRoutingRule Completed(SeedRoutingRule rule) => rule with
    {
        Networks = IdsOrNull(_zones, rule.Networks),
        ExcludedNetworks = IdsOrNull(_zones, rule.ExcludedNetworks),
        AppIds = Ids(_apps, rule.AppIds),
        ExcludedAppIds = Ids(_apps, rule.ExcludedAppIds),
        ProviderIds = Ids(_providers, rule.ProviderIds),
    };

    SeedGroupRule Completed(SeedGroupRule rule) => rule with
    {
        Id = Or(rule.Id, OktaIds.Rule, "group rule " + rule.Name),
        GroupIds = Ids(_groups, rule.GroupIds),
        ExcludedUserIds = Ids(_users, rule.ExcludedUserIds),
        ExcludedGroupIds = Ids(_groups, rule.ExcludedGroupIds),
    };

    SeedApp Completed(SeedApp app) => app with
    {
        AssignedUserIds = Ids(_users, app.AssignedUserIds),
        AssignedGroupIds = Ids(_groups, app.AssignedGroupIds),
        Networks = IdsOrNull(_zones, app.Networks),
        ExcludedNetworks = IdsOrNull(_zones, app.ExcludedNetworks),
        UserNames = Completed(app.UserNames),
        UserProfiles = Completed(_users, app.UserProfiles),
        GroupProfiles = Completed(_groups, app.GroupProfiles),
        Policy = IdOrNull(_policies, app.Policy),
        RegistrationPolicy = IdOrNull(_registrations, app.RegistrationPolicy),
        InterclientAllowedAppIds = Ids(_apps, app.InterclientAllowedAppIds),
    };

    SeedOtherApp Completed(SeedOtherApp app) => app with
    {
        Id = Or(app.Id, OktaIds.App, app.Name),
        AssignedUserIds = Ids(_users, app.AssignedUserIds),
        AssignedGroupIds = Ids(_groups, app.AssignedGroupIds),
        UserNames = Completed(app.UserNames),
        UserProfiles = Completed(_users, app.UserProfiles),
        GroupProfiles = Completed(_groups, app.GroupProfiles),
        Policy = IdOrNull(_policies, app.Policy),
        InterclientAllowedAppIds = Ids(_apps, app.InterclientAllowedAppIds),
    };

    static IReadOnlyList<SeedAssignedProfile> Completed(Dictionary<string, string> names, IReadOnlyList<SeedAssignedProfile> profiles) =>
        [.. profiles.Select(profile => profile with { Of = IdOrNull(names, profile.Of)! })];

    IReadOnlyList<SeedUserName> Completed(IReadOnlyList<SeedUserName> names) =>
        [.. names.Select(user => user with { User = Ids(_users, [user.User])[0] })];

    SeedAppPolicy Completed(SeedAppPolicy policy) => policy with
    {
        Rules =
        [
            .. policy.Rules.Select(rule => rule with
            {
                UserIds = Ids(_users, rule.UserIds), GroupIds = Ids(_groups, rule.GroupIds),
                ExcludedUserIds = IdsOrNull(_users, rule.ExcludedUserIds), ExcludedGroupIds = Ids(_groups, rule.ExcludedGroupIds),
                UserTypeIds = Ids(_types, rule.UserTypeIds), ExcludedUserTypeIds = Ids(_types, rule.ExcludedUserTypeIds),
                Networks = IdsOrNull(_zones, rule.Networks), ExcludedNetworks = IdsOrNull(_zones, rule.ExcludedNetworks),
            }),
        ],
    };

    SeedAuthorizationServer Completed(SeedAuthorizationServer server) => server with
    {
        TrustedServerIds = Ids(_servers, server.TrustedServerIds),
        Policies = [.. server.Policies.Select(policy => policy with
        {
            ClientIds = IdsOrNull(_apps, policy.ClientIds),
            Rules = [.. policy.Rules.Select(Completed)],
        })],
    };

    SeedAccessRule Completed(SeedAccessRule rule) => rule with
    {
        UserIds = Ids(_users, rule.UserIds),
        ExcludedUserIds = Ids(_users, rule.ExcludedUserIds),
        GroupIds = Ids(_groups, rule.GroupIds),
        ExcludedGroupIds = Ids(_groups, rule.ExcludedGroupIds),
        InlineHook = IdOrNull(_hooks, rule.InlineHook),
    };

    SeedSessionPolicy Completed(SeedSessionPolicy policy) => policy with
    {
        GroupIds = IdsOrNull(_groups, policy.GroupIds),
        Rules =
        [
            .. policy.Rules.Select(rule => rule with
            {
                Networks = IdsOrNull(_zones, rule.Networks), ExcludedNetworks = IdsOrNull(_zones, rule.ExcludedNetworks),
                ExcludedUserIds = IdsOrNull(_users, rule.ExcludedUserIds),
            }),
        ],
    };

    SeedPasswordPolicy Completed(SeedPasswordPolicy policy) => policy with
    {
        GroupIds = IdsOrNull(_groups, policy.GroupIds),
        Rules = policy.Rules?.Select(rule => rule with
        {
            Networks = IdsOrNull(_zones, rule.Networks),
            ExcludedNetworks = IdsOrNull(_zones, rule.ExcludedNetworks),
            ExcludedUserIds = IdsOrNull(_users, rule.ExcludedUserIds),
        }).ToList(),
    };

    SeedEnrollmentPolicy Completed(SeedEnrollmentPolicy policy) => policy with
    {
        GroupIds = IdsOrNull(_groups, policy.GroupIds),
        Rules = policy.Rules?.Select(rule => rule with
        {
            Networks = IdsOrNull(_zones, rule.Networks),
            ExcludedNetworks = IdsOrNull(_zones, rule.ExcludedNetworks),
            ExcludedUserIds = IdsOrNull(_users, rule.ExcludedUserIds),
        }).ToList(),
    };

    /// <summary>Okta's orgs have it from the beginning, and nobody can take it away: management.md 22.</summary>
    static IEnumerable<SeedGroup> WithEveryone(IReadOnlyList<SeedGroup> groups) =>
        groups.Any(group => group.Name is Group.Everyone) ? groups : groups.Append(new() { Name = Group.Everyone });

    /// <summary>The one that Okta's orgs begin with has its name for an id.</summary>
    public static string IdOf(SeedAuthorizationServer server) =>
        server is { Id: "", Name: "default" } ? "default" : Or(server.Id, OktaIds.AuthorizationServer, server.Name);

    static string Or(string id, string prefix, string name) => id is "" ? OktaIds.Of(prefix, name) : id;

    static List<T> Named<T>(IEnumerable<T> items, Dictionary<string, string> names, Func<T, (string Name, string Id)> of)
    {
        var all = items.ToList();
        foreach (var (name, id) in all.Select(of))
            names.TryAdd(name, id);
        // After all the names: what is called as another's id is, is meant by it.
        foreach (var (_, id) in all.Select(of))
            names.TryAdd(id, id);
        return all;
    }

    /// <summary>
    /// Each once, by whatever names it is called. A list with something that is not there stays as it is written: faults tell places.
    /// </summary>
    static IReadOnlyList<string> Ids(Dictionary<string, string> names, IReadOnlyList<string> named)
    {
        var ids = named.Select(name => names.GetValueOrDefault(name, name));
        return named.All(names.ContainsKey) ? [.. ids.Distinct()] : [.. ids];
    }

    static string? IdOrNull(Dictionary<string, string> names, string? named) =>
        named is null ? null : names.GetValueOrDefault(named, named);

    static IReadOnlyList<string>? IdsOrNull(Dictionary<string, string> names, IReadOnlyList<string>? named) =>
        named is null ? null : Ids(names, named);
}
