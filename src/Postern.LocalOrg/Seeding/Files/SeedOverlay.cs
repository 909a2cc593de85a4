using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>A file's seed on top of another, and alone with the group that every org has.</summary>
sealed class SeedOverlay
{
    readonly Dictionary<string, int[]> _indexes = new(StringComparer.Ordinal);

    public SeedOverlay(OrgSeed? below, OrgSeed file) =>
        Seed = below is null ? WithEveryone(file) : On(below, file);

    public OrgSeed Seed { get; }

    /// <summary>The path in the file of what has that path in the whole.</summary>
    public string PathInFile(string path)
    {
        var (open, close) = (path.IndexOf('[', StringComparison.Ordinal), path.IndexOf(']', StringComparison.Ordinal));
        if (open < 0 || close < open || !_indexes.TryGetValue(path[..open], out var indexes))
            return path;

        var index = Array.IndexOf(indexes, int.Parse(path[(open + 1)..close], System.Globalization.CultureInfo.InvariantCulture));
        return index < 0 ? "" : $"{path[..open]}[{index}]{path[(close + 1)..]}";
    }

    OrgSeed On(OrgSeed below, OrgSeed file) => below with
    {
        Groups = WithEveryone(
            below.Groups, Merged("groups", below.Groups, file.Groups, group => group.Name, (old, it) => it with { Id = old.Id })),
        Users = Merged("users", below.Users, file.Users, user => LoginKey.Of(user.Login), (old, it) => Id(it, old)),
        Apps = Merged(
            "apps", below.Apps, file.Apps, app => app.Name, (old, it) => it.ClientId is "" ? it with { ClientId = old.ClientId } : it),
        AuthorizationServers = Merged(
            "servers", below.AuthorizationServers, file.AuthorizationServers, server => server.Name,
            (old, it) => it.Id is "" ? it with { Id = old.Id } : it),
        GroupRules = Merged(
            "groupRules", below.GroupRules, file.GroupRules, rule => rule.Name, (old, it) => it.Id is "" ? it with { Id = old.Id } : it),
        NetworkZones = Merged("networkZones", below.NetworkZones, file.NetworkZones, zone => zone.Name, (_, it) => it),
        UserTypes = Merged("userTypes", below.UserTypes, file.UserTypes, type => type.Name, (_, it) => it),
        GroupAttributes = Merged(
            "groupAttributes", below.GroupAttributes, file.GroupAttributes, attribute => attribute.Name, (_, it) => it),
        DisabledFactors = Merged("disabledFactors", below.DisabledFactors, file.DisabledFactors, factor => factor, (_, it) => it),
        AppPolicies = Merged("appPolicies", below.AppPolicies, file.AppPolicies, policy => policy.Name, (_, it) => it),
        RegistrationPolicies = Merged(
            "registrationPolicies", below.RegistrationPolicies, file.RegistrationPolicies, policy => policy.Name, (_, it) => it),
        OtherApps = Merged(
            "otherApps", below.OtherApps, file.OtherApps, app => app.Name, (old, it) => it.Id is "" ? it with { Id = old.Id } : it),
        EventHooks = Merged("eventHooks", below.EventHooks, file.EventHooks, hook => hook.Name, (_, it) => it),
        InlineHooks = Merged("inlineHooks", below.InlineHooks, file.InlineHooks, hook => hook.Name, (_, it) => it),
        SessionPolicies = Merged("sessionPolicies", below.SessionPolicies, file.SessionPolicies, policy => policy.Name, (_, it) => it),
        PasswordPolicies = Merged("passwordPolicies", below.PasswordPolicies, file.PasswordPolicies, policy => policy.Name, (_, it) => it),
        EnrollmentPolicies = Merged(
            "enrollmentPolicies", below.EnrollmentPolicies, file.EnrollmentPolicies, policy => policy.Name, (_, it) => it),
        Authenticators = Merged(
            "authenticators", below.Authenticators, file.Authenticators, authenticator => authenticator.Key, (_, it) => it),
        RoutingRules = Merged("routingRules", below.RoutingRules, file.RoutingRules, rule => rule.Name, (_, it) => it),
        Brands = Merged("brands", below.Brands, file.Brands, brand => brand.Name, (_, it) => it),
        Domains = Merged("domains", below.Domains, file.Domains, domain => domain.Name, (_, it) => it),
        Behaviors = Merged("behaviors", below.Behaviors, file.Behaviors, behavior => behavior.Name, (_, it) => it),
        IdentityProviders = Merged(
            "identityProviders", below.IdentityProviders, file.IdentityProviders, provider => provider.Name, (_, it) => it),
        LinkedObjects = Merged(
            "linkedObjects", below.LinkedObjects, file.LinkedObjects, relation => relation.Primary.Name, (_, it) => it),
        HookKeys = Merged("hookKeys", below.HookKeys, file.HookKeys, key => key.Name, (_, it) => it),
        Yubikeys = Merged("yubikeys", below.Yubikeys, file.Yubikeys, key => key.Serial, (_, it) => it),
        ApiTokens = Merged("apiTokens", below.ApiTokens, file.ApiTokens, token => token.Token, (_, it) => it),
        TrustedOrigins = Merged("trustedOrigins", below.TrustedOrigins, file.TrustedOrigins, origin => origin.Origin, (_, it) => it),
    };

    List<T> Merged<T>(string path, IReadOnlyList<T> below, IReadOnlyList<T> file, Func<T, string> key, Func<T, T, T> replace)
    {
        List<T> merged = [.. below];
        var indexes = new int[file.Count];
        for (var i = 0; i < file.Count; i++)
        {
            var at = merged.FindIndex(each => key(each) == key(file[i]));
            // Only what was there before is replaced: two of the file's own that are called the same are a fault.
            if (at >= 0 && at < below.Count && !indexes.AsSpan(0, i).Contains(at))
                merged[at] = replace(merged[at], file[i]);
            else
                (at, _) = (merged.Count, Added(merged, file[i]));
            indexes[i] = at;
        }

        _indexes[path] = indexes;
        return merged;
    }

    static bool Added<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }

    static SeedUser Id(SeedUser user, SeedUser old) => user.Id is "" ? user with { Id = old.Id } : user;

    /// <summary>At the end, so that the file's own keep their numbers.</summary>
    static OrgSeed WithEveryone(OrgSeed seed) => seed with { Groups = WithEveryone([], seed.Groups) };

    static IReadOnlyList<SeedGroup> WithEveryone(IReadOnlyList<SeedGroup> below, IReadOnlyList<SeedGroup> groups) =>
        below.Concat(groups).Any(group => group.Name is Group.Everyone) ? groups : [.. groups, new() { Name = Group.Everyone }];
}
