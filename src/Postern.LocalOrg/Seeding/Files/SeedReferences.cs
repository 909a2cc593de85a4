using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;

namespace Postern.LocalOrg;

/// <summary>
/// What names a user, group, app, server or zone names one that there is: by its name or its id, and what was meant otherwise.
/// </summary>
sealed class SeedReferences
{
    readonly Names _groups, _users, _apps, _servers, _zones, _types, _policies, _registrations, _brands, _providers;

    SeedReferences(OrgSeed seed)
    {
        _groups = new("group", seed.Groups.Select(group => (group.Name, group.Id)));
        _users = new("user", seed.Users.Select(user => (user.Login, user.Id)));
        _apps = new("app", seed.Apps.Select(app => (app.Name, app.ClientId)));
        _servers = new("server", seed.AuthorizationServers.Select(server => (server.Name, server.Id)));
        _zones = new("network zone", seed.NetworkZones.Select(zone => (zone.Name, zone.Id)));
        _types = new("user type", seed.UserTypes.Select(type => (type.Name, type.Id)));
        _registrations = new("registration policy", seed.RegistrationPolicies.Select(policy => (policy.Name, policy.Id)));
        _policies = new("app policy", seed.AppPolicies.Select(policy => (policy.Name, policy.Id)));
        _brands = new("brand", seed.Brands.Select(brand => (brand.Name, brand.Id)));
        _providers = new("identity provider", seed.IdentityProviders.Select(provider => (provider.Name, provider.Id)));
    }

    public static IEnumerable<Fault> Check(OrgSeed seed) => new SeedReferences(seed).Of(seed);

    IEnumerable<Fault> Of(OrgSeed seed) =>
    [
        .. Faults.Of(
            "groups", seed.Groups,
            group => [.. _users.Missing("ownerIds", group.OwnerIds), .. _groups.Missing("ownerGroupIds", group.OwnerGroupIds)]),
        .. Faults.Of(
            "users", seed.Users,
            user =>
                [.. _groups.Missing("groupIds", user.GroupIds), .. Named(_types, "type", user.Type, Directory.UserType.DefaultId, "user")]),
        .. Faults.Of(
            "groupRules", seed.GroupRules,
            rule =>
            [
                .. _groups.Missing("groupIds", rule.GroupIds), .. _users.Missing("excludedUserIds", rule.ExcludedUserIds),
                .. _groups.Missing("excludedGroupIds", rule.ExcludedGroupIds),
            ]),
        .. Faults.Of("apps", seed.Apps, Of),
        .. Faults.Of("otherApps", seed.OtherApps, Of),
        .. Faults.Of("appPolicies", seed.AppPolicies, policy => Faults.Of("rules", policy.Rules, Of)),
        .. Faults.Of(
            "registrationPolicies", seed.RegistrationPolicies, policy => _groups.Missing("groupIds", policy.GroupIds)),
        .. Faults.Of("authorizationServers", seed.AuthorizationServers, Of),
        .. Faults.Of("sessionPolicies", seed.SessionPolicies, Of),
        .. Faults.Of("passwordPolicies", seed.PasswordPolicies, Of),
        .. Faults.Of("enrollmentPolicies", seed.EnrollmentPolicies, Of),
        .. Faults.Of(
            "domains", seed.Domains, domain => Named(_brands, "brand", domain.Brand, Directory.Brand.DefaultId(seed.OrgId))),
        .. Faults.Of("routingRules", seed.RoutingRules, Of),
        .. Faults.Of("linkedObjects", seed.LinkedObjects, relation => Faults.Of("links", relation.Links, Of)),
        .. Named(_users, "billingContact", seed.BillingContact), .. Named(_users, "technicalContact", seed.TechnicalContact),
        .. _zones.Missing("threats.excludedZoneIds", seed.Threats?.ExcludedZoneIds),
    ];

    IEnumerable<Fault> Of(SeedRoutingRule rule) =>
    [
        .. Networks(rule.Networks), .. Networks(rule.ExcludedNetworks, "excludedNetworks"), .. _apps.Missing("appIds", rule.AppIds),
        .. _apps.Missing("excludedAppIds", rule.ExcludedAppIds),
        .. _providers.Missing("providerIds", rule.ProviderIds, IdentityProvider.Okta),
    ];

    IEnumerable<Fault> Of(SeedLink link) => [.. Named(_users, "user", link.User), .. Named(_users, "primary", link.Primary)];

    IEnumerable<Fault> Of(SeedApp app) =>
    [
        .. _users.Missing("assignedUserIds", app.AssignedUserIds),
        .. _groups.Missing("assignedGroupIds", app.AssignedGroupIds),
        .. Networks(app.Networks), .. Networks(app.ExcludedNetworks, "excludedNetworks"),
        .. Faults.Of("userNames", app.UserNames, user => Named(_users, "user", user.User)),
        .. Profiles(app.UserProfiles, app.GroupProfiles),
        .. Named(_policies, "policy", app.Policy),
        .. Named(_registrations, "registrationPolicy", app.RegistrationPolicy),
        .. _apps.Missing(AppRules.InterclientAllowed, app.InterclientAllowedAppIds),
    ];

    IEnumerable<Fault> Of(SeedOtherApp app) =>
    [
        .. _users.Missing("assignedUserIds", app.AssignedUserIds),
        .. _groups.Missing("assignedGroupIds", app.AssignedGroupIds),
        .. Faults.Of("userNames", app.UserNames, user => Named(_users, "user", user.User)),
        .. Profiles(app.UserProfiles, app.GroupProfiles),
        .. Named(_policies, "policy", app.Policy),
        .. _apps.Missing(AppRules.InterclientAllowed, app.InterclientAllowedAppIds),
    ];

    IEnumerable<Fault> Profiles(IReadOnlyList<SeedAssignedProfile> users, IReadOnlyList<SeedAssignedProfile> groups) =>
    [
        .. Faults.Of("userProfiles", users, user => Named(_users, "of", user.Of)),
        .. Faults.Of("groupProfiles", groups, group => Named(_groups, "of", group.Of)),
    ];

    IEnumerable<Fault> Of(SeedAppRule rule) =>
    [
        .. _users.Missing("userIds", rule.UserIds), .. _groups.Missing("groupIds", rule.GroupIds),
        .. _groups.Missing("excludedGroupIds", rule.ExcludedGroupIds),
        .. Types("userTypeIds", rule.UserTypeIds), .. Types("excludedUserTypeIds", rule.ExcludedUserTypeIds),
        .. People(rule.Networks, rule.ExcludedNetworks, rule.ExcludedUserIds),
    ];

    /// <summary>The one that every org has may be named too.</summary>
    IEnumerable<Fault> Types(string member, IReadOnlyList<string> types) =>
        _types.Missing(member, types, type => type == Directory.UserType.DefaultId || type is "user", "");

    /// <summary>Of a member that names one.</summary>
    static IEnumerable<Fault> Named(Names names, string member, string? named, params IReadOnlyList<string> also) => named is null
        ? []
        : names.Missing(member, [named], also.Contains, "").Select(fault => fault with { Where = member });

    IEnumerable<Fault> Of(SeedAuthorizationServer server) =>
    [
        .. _servers.Missing("trustedServerIds", server.TrustedServerIds),
        .. Faults.Of(
            "policies", server.Policies,
            policy => [.. _apps.Missing("clientIds", policy.ClientIds), .. Faults.Of("rules", policy.Rules, Of)]),
    ];

    IEnumerable<Fault> Of(SeedAccessRule rule) =>
    [
        .. _users.Missing("userIds", rule.UserIds),
        .. _users.Missing("excludedUserIds", rule.ExcludedUserIds),
        .. _groups.Missing("groupIds", rule.GroupIds, AccessRule.Everybody),
        .. _groups.Missing("excludedGroupIds", rule.ExcludedGroupIds, AccessRule.Everybody),
    ];

    IEnumerable<Fault> Of(SeedSessionPolicy policy) =>
    [
        .. _groups.Missing("groupIds", policy.GroupIds),
        .. Faults.Of("rules", policy.Rules, rule => People(rule.Networks, rule.ExcludedNetworks, rule.ExcludedUserIds)),
    ];

    IEnumerable<Fault> Of(SeedPasswordPolicy policy) =>
    [
        .. _groups.Missing("groupIds", policy.GroupIds),
        .. Faults.Of("rules", policy.Rules ?? [], rule => People(rule.Networks, rule.ExcludedNetworks, rule.ExcludedUserIds)),
    ];

    IEnumerable<Fault> Of(SeedEnrollmentPolicy policy) =>
    [
        .. _groups.Missing("groupIds", policy.GroupIds),
        .. Faults.Of("rules", policy.Rules ?? [], rule => People(rule.Networks, rule.ExcludedNetworks, rule.ExcludedUserIds)),
    ];

    IEnumerable<Fault> People(IReadOnlyList<string>? networks, IReadOnlyList<string>? excluded, IReadOnlyList<string>? users) =>
        [.. Networks(networks), .. Networks(excluded, "excludedNetworks"), .. _users.Missing("excludedUserIds", users)];

    IEnumerable<Fault> Networks(IReadOnlyList<string>? networks, string member = "networks") => _zones.Missing(
        member, networks, isOther: network => network is NetworkZone.All || AddressRanges.IsNetwork(network),
        other: "It is no address and no range such as '10.0.0.0/8' either. ");

    sealed class Names(string kind, IEnumerable<(string Name, string Id)> known)
    {
        /// <summary>A longer list would hide what is wrong.</summary>
        const int MostTold = 20;

        /// <summary>Among more, to look for what was meant takes longer than to look it up.</summary>
        const int MostCompared = 1_000;

        readonly List<string> _names = [.. known.Select(each => each.Name)];
        readonly HashSet<string> _all = [.. known.SelectMany(each => (string[])[each.Name, each.Id])];

        public IEnumerable<Fault> Missing(string member, IReadOnlyList<string>? named, string? also = null) =>
            Missing(member, named, word => word == also, "");

        public IEnumerable<Fault> Missing(string member, IReadOnlyList<string>? named, Func<string, bool> isOther, string other) =>
            (named ?? []).Index().Where(word => !_all.Contains(word.Item) && !isOther(word.Item))
                .Select(word => new Fault($"{member}[{word.Index}]", $"there is no {kind} '{word.Item}'. {other}{Told(word.Item)}"));

        string Told(string word)
        {
            if (_names.Count <= MostCompared && Spelling.Closest(word, _names) is { } meant)
                return $"Did you mean '{meant}'?";
            return _names.Count == 0
                ? "There is none."
                : $"There {(_names.Count == 1 ? "is" : "are")} [{string.Join(", ", _names.Take(MostTold))}" +
                    $"{(_names.Count > MostTold ? $", and {_names.Count - MostTold} more" : "")}].";
        }
    }
}
