using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg;

/// <summary>Holds a seed to the directory's rules, all of it at once, so that who wrote it mends it once.</summary>
static class SeedRules
{
    /// <exception cref="ArgumentException">
    /// Every fault with where it is: <c>apps[2].assignedGroupIds[0]: there is no group '…'.</c>
    /// </exception>
    public static void Check(OrgSeed seed)
    {
        var faults = FaultsOf(seed);
        if (faults.Count > 0)
            throw new ArgumentException(
                "The seed cannot be " +
                $"used{(faults.Count > 1 ? $", for {faults.Count} reasons" : "")}:{string.Concat(faults.Select(fault => $"\n  {fault}"))}");
    }

    public static IReadOnlyList<Fault> FaultsOf(OrgSeed seed) =>
        [.. OfOrg(seed), .. OfUsers(seed), .. OfAppsAndServers(seed), .. OfPolicies(seed), .. SeedKeptRules.FaultsOf(seed)];

    static IEnumerable<Fault> OfOrg(OrgSeed seed) =>
    [
        .. OrgRules.Check(SeededDirectory.Settings(seed, now: 0)),
        .. Faults.Of("groups", seed.Groups, group => GroupRules.Check(SeededDirectory.Of(group, now: 0))),
        .. Faults.OfDuplicates("groups", seed.Groups, "id", group => group.Id),
        .. Faults.OfDuplicates("groups", seed.Groups, "name", group => group.Name),
        .. Faults.Of("trustedOrigins", seed.TrustedOrigins, OfOrigin),
        .. Faults.OfDuplicates("trustedOrigins", seed.TrustedOrigins, "origin", origin => origin.Origin),
        .. Faults.OfDuplicates("trustedOrigins", seed.TrustedOrigins, "id", origin => origin.Id),
        .. Faults.Of("networkZones", seed.NetworkZones, zone => OrgRules.Check(SeededZone.Of(zone, now: 0))),
        .. Faults.OfDuplicates("networkZones", seed.NetworkZones, "id", zone => zone.Id),
        .. Faults.OfDuplicates("networkZones", seed.NetworkZones, "name", zone => zone.Name),
        .. Faults.Of("inlineHooks", seed.InlineHooks, hook => OfHook(hook.Id, hook.Name, hook.Uri, hook.AuthHeader, hook.AuthSecret)),
        .. Faults.OfDuplicates("inlineHooks", seed.InlineHooks, "id", hook => hook.Id),
        .. Faults.Of(
            "inlineHooks", seed.InlineHooks,
            hook =>
                Known.Missing(
                    "type", "type of inline hook", [hook.Type], InlineHook.Types)),
        .. Faults.Of(
            "eventHooks", seed.EventHooks,
            hook =>
            [
                .. OfHook(hook.Id, hook.Name, hook.Uri, hook.AuthHeader, hook.AuthSecret),
                .. hook.Events.Count > 0 ? Enumerable.Empty<Fault>() : [new("events", "is empty: a hook is told of something.")],
            ]),
        .. Faults.OfDuplicates("eventHooks", seed.EventHooks, "id", hook => hook.Id),
        .. Faults.Of("groupAttributes", seed.GroupAttributes, AttributeRules.Check),
        .. Faults.OfDuplicates("groupAttributes", seed.GroupAttributes, "name", attribute => attribute.Name),
        .. Faults.Of("userTypes", seed.UserTypes, OfType),
        .. Faults.OfDuplicates("userTypes", seed.UserTypes, "id", type => type.Id),
        .. Faults.OfDuplicates("userTypes", seed.UserTypes, "name", type => type.Name),
        .. Known.Missing("disabledFactors", "factor", seed.DisabledFactors, [.. OrgFactors.All.Select(factor => factor.Key)]),
        .. OfTokens(seed),
        .. OfRoles("groups", seed.Groups, group => group.Roles),
        .. OfRoles("users", seed.Users, user => user.Roles),
        .. OfRoles("apps", seed.Apps, app => app.Roles ?? []),
    ];

    static IEnumerable<Fault> OfHook(string id, string name, string uri, string? authHeader, string? authSecret)
    {
        foreach (var fault in Faults.OfId("id", id).Concat(Faults.OfName("name", name)))
            yield return fault;
        if (!Addresses.IsAbsolute(uri))
            yield return new("uri", $"'{uri}' is not an absolute URL.");
        if (authSecret is not null && authHeader is null)
            yield return new("authHeader", "is missing: the secret is its value.");
    }

    static IEnumerable<Fault> OfOrigin(SeedTrustedOrigin origin) =>
    [
        .. OrgRules.Check(SeededOrigin.Of(origin, now: 0)),
        .. origin.Id is "" ? Enumerable.Empty<Fault>() : Faults.OfId("id", origin.Id),
        .. Known.Missing("scopes", "scope of an origin", origin.Scopes, SeededOrigin.Scopes),
        .. origin.Scopes.Count > 0 ? Enumerable.Empty<Fault>() : [new("scopes", "is empty: an origin is trusted with something.")],
    ];

    static IEnumerable<Fault> OfType(SeedUserType type) =>
    [
        .. Faults.OfId("id", type.Id), .. Faults.OfName("name", type.Name),
        .. Faults.Of("attributes", type.Attributes, AttributeRules.Check),
        .. Faults.OfDuplicates("attributes", type.Attributes, "name", attribute => attribute.Name),
    ];

    static IEnumerable<Fault> OfRules(SeedAuthorizationServer server, OrgSeed seed) => Faults.Of(
        "policies", server.Policies,
        policy => Faults.Of(
            "rules", policy.Rules,
            rule => rule.InlineHook is { } hook && seed.InlineHooks.All(known => known.Id != hook)
                ? [new("inlineHook", $"there is no inline hook '{hook}'.")]
                : []));

    static IEnumerable<Fault> OfRoles<T>(string member, IReadOnlyList<T> items, Func<T, IReadOnlyList<string>> roles) =>
        Faults.Of(member, items, item =>
        [
            .. Known.Missing("roles", "standard role", roles(item), RoleTypes.All),
            .. roles(item).Index().Where(role => roles(item).Take(role.Index).Contains(role.Item))
                .Select(role => new Fault($"roles[{role.Index}]", $"'{role.Item}' is there twice. Leave one out.")),
        ]);

    /// <summary>Nothing of a token is told.</summary>
    static IEnumerable<Fault> OfTokens(OrgSeed seed)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < seed.ApiTokens.Count; i++)
            if (string.IsNullOrWhiteSpace(seed.ApiTokens[i].Token))
                yield return new($"apiTokens[{i}]", "cannot be left blank.");
            else if (!seen.Add(seed.ApiTokens[i].Token))
                yield return new($"apiTokens[{i}]", "is there twice. Leave one out.");
            else if (seed.ApiTokens[i].Owner is { } owner && seed.Users.All(user => user.Id != owner))
                yield return new($"apiTokens[{i}].owner", $"there is no user '{owner}'.");
            else if (seed.ApiTokens[i] is { Zones: { } zones } && zones.FirstOrDefault(id => IsNoZone(id, seed)) is { } missing)
                yield return new($"apiTokens[{i}].zones", $"there is no network zone '{missing}'.");
            else if (seed.ApiTokens[i] is { ExcludedZones: { } others } && others.FirstOrDefault(id => IsNoZone(id, seed)) is { } lost)
                yield return new($"apiTokens[{i}].excludedZones", $"there is no network zone '{lost}'.");
    }

    static bool IsNoZone(string id, OrgSeed seed) => seed.NetworkZones.All(zone => zone.Id != id);

    static IEnumerable<Fault> OfUsers(OrgSeed seed)
    {
        var known = KnownOf(seed);
        return
        [
            .. Faults.Of(
                "users",
                seed.Users,
                user => UserRules.Check(SeededUser.Profile(user, seed, now: 0) with { GroupIds = user.GroupIds }, known)),
            .. Faults.OfDuplicates("users", seed.Users, "id", user => user.Id),
            .. Faults.OfDuplicates("users", seed.Users, "login", user => LoginKey.Of(user.Login)),
            .. Faults.Of(
                "users",
                seed.Users,
                user => Faults.Of("factors", user.Factors, factor => FactorRules.Check(SeededFactors.Stored(factor, user)))),
            .. Faults.Of("groupRules", seed.GroupRules, rule => GroupRuleRules.Check(SeededGroupRules.Of(rule, now: 0), known)),
            .. Faults.OfDuplicates("groupRules", seed.GroupRules, "id", rule => rule.Id),
            .. Faults.OfDuplicates("groupRules", seed.GroupRules, "name", rule => rule.Name),
            .. Faults.Of("users", seed.Users, OfTotpSecret),
            .. Faults.Of("users", seed.Users, OfPasswordHash),
            .. OfActivationTokens(seed),
        ];
    }

    /// <summary>Nothing of a token is told.</summary>
    static IEnumerable<Fault> OfActivationTokens(OrgSeed seed)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (number, user) in seed.Users.Index())
            if (user.ActivationToken is { } token && !seen.Add(token))
                yield return new($"users[{number}].activationToken", "is another's already: each has their own.");
    }

    static IEnumerable<Fault> OfTotpSecret(SeedUser user) => user.TotpSecret is { } secret
        ? FactorRules.Check(SeededFactors.Stored(SeededFactors.Totp(secret), user)).Select(fault => fault with { Where = "totpSecret" })
        : [];

    static IEnumerable<Fault> OfPasswordHash(SeedUser user)
    {
        if (user.PasswordHash is not { } hash)
            yield break;

        if (user.Password.Length > 0)
            yield return new("passwordHash", "cannot be specified beside 'password'.");
        if (!Passwords.IsHash(hash))
            yield return new(
                "passwordHash", "is no hash of the org's: 'pbkdf2-sha256$ROUNDS$SALT$HASH', salt and 32 bytes of hash in base64.");
    }

    static IEnumerable<Fault> OfAppsAndServers(OrgSeed seed)
    {
        var known = KnownOf(seed);
        return
        [
            .. Faults.Of("apps", seed.Apps, app => AppRules.Check(SeededApp.Of(app, now: 0), known)),
            .. Faults.OfDuplicates("apps", seed.Apps, "clientId", app => app.ClientId),
            .. Faults.OfDuplicates("apps", seed.Apps, "appId", app => app.AppId),
            .. Faults.Of("apps", seed.Apps, app => OfSecond(app)),
            .. Faults.Of("apps", seed.Apps, app => OfAssigned(app.UserNames, app.UserProfiles, app.GroupProfiles)),
            .. Faults.Of("apps", seed.Apps, app =>
            [
                .. Faults.Of("userAttributes", app.UserAttributes, AttributeRules.Check),
                .. Faults.OfDuplicates("userAttributes", app.UserAttributes, "name", attribute => attribute.Name),
            ]),
            .. Faults.Of(
                "otherApps", seed.OtherApps,
                app =>
                [
                    .. Faults.OfId("id", app.Id), .. Faults.OfName("name", app.Name),
                    .. AppRules.OfInterclient(SeededApp.Of(app, now: 0), known),
                ]),
            .. Faults.OfDuplicates("otherApps", seed.OtherApps, "id", app => app.Id),
            .. Faults.Of("otherApps", seed.OtherApps, app => OfAssigned(app.UserNames, app.UserProfiles, app.GroupProfiles)),
            .. Faults.Of("otherApps", seed.OtherApps, app => known.Apps.Contains(app.Id)
                ? [new("id", $"'{app.Id}' is another's already: each has its own.")]
                : []),
            .. Faults.Of(
                "authorizationServers", seed.AuthorizationServers, server => ServerRules.Check(SeededServer.Of(server, now: 0), known)),
            .. Faults.OfDuplicates("authorizationServers", seed.AuthorizationServers, "id", server => server.Id),
            .. Faults.Of("authorizationServers", seed.AuthorizationServers, server => OfRules(server, seed)),
        ];
    }

    /// <summary>Of what is said of one twice, nobody knows which is meant.</summary>
    static IEnumerable<Fault> OfAssigned(
        IReadOnlyList<SeedUserName> names, IReadOnlyList<SeedAssignedProfile> users, IReadOnlyList<SeedAssignedProfile> groups) =>
    [
        .. Faults.OfDuplicates("userNames", names, "user", name => name.User),
        .. Faults.OfDuplicates("userProfiles", users, "of", profile => profile.Of),
        .. Faults.OfDuplicates("groupProfiles", groups, "of", profile => profile.Of),
    ];

    static IEnumerable<Fault> OfSecond(SeedApp app)
    {
        if (app is { ClientSecret: null, SecondClientSecret: not null })
            yield return new("clientSecret", "is missing: there is a second one.");
        if (app.AppId.Length > 0)
            foreach (var fault in Faults.OfId("appId", app.AppId))
                yield return fault;
    }

    static IEnumerable<Fault> OfAppPolicy(SeedAppPolicy policy, Known known)
    {
        foreach (var fault in Faults.OfId("id", policy.Id).Concat(PolicyRules.Check(SeededAppPolicy.Of(policy, now: 0), known)))
            yield return fault;
        if (policy.Rules is [.., var last] && !SeededAppPolicy.CatchesAll(last))
            yield return new(
                $"rules[{policy.Rules.Count - 1}]",
                "is the last, and must be for everybody everywhere: Okta's policies end in such a rule.");
    }

    static IEnumerable<Fault> OfRegistration(SeedRegistrationPolicy policy, Known known) =>
    [
        .. Faults.OfId("id", policy.Id), .. PolicyRules.Check(SeededRegistration.Of(policy, now: 0), known),
        .. known.MissingGroups("groupIds", policy.GroupIds),
        .. Faults.Of("attributes", policy.Attributes, attribute => Faults.OfName("name", attribute.Name)),
        .. Faults.OfDuplicates("attributes", policy.Attributes, "name", attribute => attribute.Name),
    ];

    static IEnumerable<Fault> OfPolicies(OrgSeed seed)
    {
        var known = KnownOf(seed);
        return
        [
            .. Faults.Of("sessionPolicies", [.. SeededPolicies.Session(seed, now: 0)], policy => PolicyRules.Check(policy, known)),
            .. Faults.Of("passwordPolicies", [.. SeededPolicies.Password(seed, now: 0)], policy => PolicyRules.Check(policy, known)),
            .. Faults.Of("enrollmentPolicies", [.. SeededPolicies.Enrollment(seed, now: 0)], policy => PolicyRules.Check(policy, known)),
            .. Faults.Of("appPolicies", seed.AppPolicies, policy => OfAppPolicy(policy, known)),
            .. Faults.OfDuplicates("appPolicies", seed.AppPolicies, "id", policy => policy.Id),
            .. Faults.OfDuplicates("appPolicies", seed.AppPolicies, "name", policy => policy.Name),
            .. Faults.Of("registrationPolicies", seed.RegistrationPolicies, policy => OfRegistration(policy, known)),
            .. Faults.OfDuplicates("registrationPolicies", seed.RegistrationPolicies, "id", policy => policy.Id),
            .. Faults.OfDuplicates("registrationPolicies", seed.RegistrationPolicies, "name", policy => policy.Name),
            .. Faults.Of(
                "enrollmentPolicies",
                seed.EnrollmentPolicies,
                policy =>
                [
                    .. Faults.Of("factors", [.. policy.Factors.Select(SeededPolicies.Of)], FactorRules.Check),
                    .. Faults.OfDuplicates(
                        "factors", policy.Factors, "factorType", factor => $"{factor.FactorType} of {factor.Provider}"),
                ]),
        ];
    }

    static Known KnownOf(OrgSeed seed) => new()
    {
        Groups = seed.Groups.Select(group => group.Id).ToHashSet(StringComparer.Ordinal),
        Users = seed.Users.Select(user => user.Id).ToHashSet(StringComparer.Ordinal),
        Apps = [.. seed.Apps.Select(app => app.ClientId)],
        Servers = [.. seed.AuthorizationServers.Select(server => server.Id)],
        Zones = [.. seed.NetworkZones.Select(zone => zone.Id)],
    };
}
