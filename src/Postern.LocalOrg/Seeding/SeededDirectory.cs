using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>
/// What a seed's groups, policies, origins, tokens, apps and servers become in the directory. All that has no id in the seed is given one.
/// </summary>
static class SeededDirectory
{
    public static void Add(Work work, OrgDirectory directory, OrgSeed seed, long now)
    {
        directory.Settings.Add(work, Settings(seed, now));
        foreach (var type in SeededUserType.All(seed, now))
            directory.UserTypes.Add(work, type);
        foreach (var authenticator in SeededAuthenticators.Of(seed, now))
            directory.Authenticators.Add(work, authenticator);
        foreach (var group in seed.Groups)
            directory.Groups.Add(work, Of(group, now));
        foreach (var rule in seed.GroupRules)
            directory.GroupRules.Add(work, SeededGroupRules.Of(rule, now));
        foreach (var policy in SeededPolicies.Session(seed, now))
            directory.SessionPolicies.Add(work, policy);
        foreach (var policy in SeededPolicies.Password(seed, now))
            directory.PasswordPolicies.Add(work, policy);
        foreach (var policy in SeededPolicies.Enrollment(seed, now))
            directory.EnrollmentPolicies.Add(work, policy);
        foreach (var policy in seed.AppPolicies)
            directory.OtherPolicies.Add(work, SeededAppPolicy.Of(policy, now));
        foreach (var policy in seed.RegistrationPolicies)
            directory.OtherPolicies.Add(work, SeededRegistration.Of(policy, now));
        foreach (var policy in SeededRouting.Of(seed, now))
            directory.OtherPolicies.Add(work, policy);
        foreach (var origin in seed.TrustedOrigins)
            directory.TrustedOrigins.Add(work, SeededOrigin.Of(origin, now));
        foreach (var zone in seed.NetworkZones)
            directory.NetworkZones.Add(work, SeededZone.Of(zone, now));
        foreach (var token in Tokens(seed, now))
            directory.ApiTokens.Add(work, token);
        foreach (var hook in seed.InlineHooks)
            directory.InlineHooks.Add(work, SeededHooks.Of(hook, now));
        foreach (var hook in seed.EventHooks)
            directory.EventHooks.Add(work, SeededHooks.Of(hook, now));
        foreach (var role in SeededAdmins.Roles(seed, now))
            directory.RoleAssignments.Add(work, role);
        foreach (var app in SeededApp.All(seed, now))
            directory.Apps.Add(work, app);
        foreach (var server in seed.AuthorizationServers)
            directory.Servers.Add(work, SeededServer.Of(server, now));
        AddKept(work, directory, seed, now);
    }

    static void AddKept(Work work, OrgDirectory directory, OrgSeed seed, long now)
    {
        foreach (var brand in seed.Brands)
            directory.Brands.Add(work, SeededBrands.Of(brand, now));
        foreach (var domain in seed.Domains)
            directory.Domains.Add(work, SeededBrands.Of(domain, seed.OrgId, now));
        foreach (var behavior in seed.Behaviors)
            directory.Behaviors.Add(work, SeededKept.Of(behavior, now));
        foreach (var provider in seed.IdentityProviders)
            directory.IdentityProviders.Add(work, SeededKept.Of(provider, now));
        foreach (var relation in seed.LinkedObjects)
            directory.LinkedObjects.Add(work, SeededLinks.Of(relation));
        foreach (var link in SeededLinks.Values(seed))
            directory.LinkedValues.Add(work, link);
        foreach (var key in seed.HookKeys)
            directory.HookKeys.Add(work, SeededKept.Of(key, now));
        foreach (var key in seed.Yubikeys)
            directory.Yubikeys.Add(work, SeededKept.Of(key, now));
    }

    public static OrgSettings Settings(OrgSeed seed, long now) => new()
    {
        Id = seed.OrgId,
        Name = seed.OrgName,
        Engine = seed.Engine,
        HidesDeniedAccess = seed.HidesDeniedAccess,
        PasswordExpiredPage = seed.PasswordExpiredPage,
        HasAdmins = true,
        GroupAttributes = seed.GroupAttributes.Count == 0 ? null : [.. seed.GroupAttributes.Select(SeededAttribute.Of)],
        GroupSchemaUpdatedAt = seed.GroupAttributes.Count == 0 ? 0 : now,
        Details = SeededApp.Stored(seed.Details),
        BillingContactId = seed.BillingContact,
        TechnicalContactId = seed.TechnicalContact,
        HidesFooter = seed.HidesFooter,
        PrivilegesClients = seed.PrivilegesClients,
        Threats = seed.Threats is { } threats
            ? new() { Action = threats.Action, ExcludedZoneIds = threats.ExcludedZoneIds, LastUpdatedAt = now }
            : null,
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static Group Of(SeedGroup group, long now) => new()
    {
        Id = group.Id,
        Name = group.Name,
        Description = group.Description,
        Type = group.Name is Group.Everyone ? Group.BuiltIn : Group.OfOkta,
        Profile = SeededApp.Stored(group.Profile),
        Owners = group.OwnerIds.Count + group.OwnerGroupIds.Count == 0
            ? null
            : [
                .. group.OwnerIds.Select(id => new GroupOwner(id, GroupOwner.OfUser, now)),
                .. group.OwnerGroupIds.Select(id => new GroupOwner(id, GroupOwner.OfGroup, now)),
            ],
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    public static IEnumerable<ApiToken> Tokens(OrgSeed seed, long now)
    {
        var owner = SeededAdmins.OwnerOf(seed);
        return seed.ApiTokens.Index().Select(token => Of(token.Item, token.Index, now) with { OwnerId = token.Item.Owner ?? owner });
    }

    /// <summary>Of one whose name the seed does not say.</summary>
    public static string TokenName(int number) => $"API token {number + 1}";

    static ApiToken Of(SeedApiToken token, int number, long now)
    {
        var hash = Secrets.Hash(token.Token);
        return new()
        {
            Id = OktaIds.Of(OktaIds.ApiToken, hash),
            Name = token.Name ?? TokenName(number),
            TokenHash = hash,
            Network = token is { Zones: null, ExcludedZones: null }
                ? null
                : new() { Connection = TokenNetwork.Zone, Include = token.Zones, Exclude = token.ExcludedZones },
            CreatedAt = now,
            LastUpdatedAt = now,
        };
    }
}
