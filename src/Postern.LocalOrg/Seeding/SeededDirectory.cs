using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>What a seed's groups, policies, origins, tokens, apps and servers become in the directory. All that has no id in the seed is given one.</summary>
static class SeededDirectory
{
    const string DefaultPolicy = "Default Policy";

    public static void Add(Work work, OrgDirectory directory, OrgSeed seed, long now)
    {
        directory.Settings.Add(work, new()
        {
            Id = seed.OrgId,
            Name = seed.OrgName,
            HidesDeniedAccess = seed.HidesDeniedAccess,
            PasswordExpiredPage = seed.PasswordExpiredPage,
            CreatedAt = now,
            LastUpdatedAt = now,
        });
        foreach (var group in seed.Groups)
            directory.Groups.Add(work, Of(group, now));
        foreach (var policy in SessionPolicies(seed, now))
            directory.SessionPolicies.Add(work, policy);
        foreach (var policy in PasswordPolicies(seed, now))
            directory.PasswordPolicies.Add(work, policy);
        foreach (var policy in EnrollmentPolicies(seed, now))
            directory.EnrollmentPolicies.Add(work, policy);
        foreach (var origin in seed.TrustedOrigins)
            directory.TrustedOrigins.Add(
                work, new() { Id = OktaIds.Of(OktaIds.TrustedOrigin, origin), Name = origin, Origin = origin, CreatedAt = now, LastUpdatedAt = now });
        foreach (var (number, token) in seed.ApiTokens.Index())
            directory.ApiTokens.Add(work, Of(token, number, now));
        foreach (var app in seed.Apps)
            directory.Apps.Add(work, SeededApp.Of(app, now));
        foreach (var server in seed.AuthorizationServers)
            directory.Servers.Add(work, SeededServer.Of(server, now));
    }

    static Group Of(SeedGroup group, long now) => new()
    {
        Id = group.Id,
        Name = group.Name,
        Type = group.Name is Group.Everyone ? Group.BuiltIn : Group.OfOkta,
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    static ApiToken Of(string token, int number, long now)
    {
        var hash = Secrets.Hash(token);
        return new() { Id = OktaIds.Of(OktaIds.ApiToken, hash), Name = $"API token {number + 1}", TokenHash = hash, CreatedAt = now, LastUpdatedAt = now };
    }

    static IEnumerable<SessionPolicy> SessionPolicies(OrgSeed seed, long now) => seed.SessionPolicies.Select((policy, number) => Identified.Whole(new SessionPolicy
    {
        Id = IdOf(SessionPolicy.Type, policy.Name, number),
        Name = policy.Name,
        Priority = number + 1,
        CreatedAt = now,
        LastUpdatedAt = now,
        GroupIds = policy.GroupIds,
        Rules = [.. policy.Rules.Select(rule => Of(rule, now))],
    }));

    static SessionRule Of(SeedSessionRule rule, long now) => new()
    {
        Name = rule.Name,
        CreatedAt = now,
        LastUpdatedAt = now,
        Networks = rule.Networks,
        NewDevicesOnly = rule.NewDevicesOnly,
        AllowsAccess = rule.AllowsAccess,
        RequiresFactor = rule.RequiresFactor,
        FactorMayComeFirst = rule.FactorMayComeFirst,
        FactorLifetime = rule.FactorLifetime,
        RemembersDeviceByDefault = rule.RemembersDeviceByDefault,
        SessionIdle = rule.SessionIdle,
        SessionLifetime = rule.SessionLifetime,
    };

    static IEnumerable<PasswordPolicy> PasswordPolicies(OrgSeed seed, long now) => seed.PasswordPolicies
        .Append(new() { Name = DefaultPolicy, MaxAttempts = seed.MaxFailedPasswords, ShowsLockoutFailures = seed.ShowLockoutFailures })
        .Select((policy, number) => new PasswordPolicy
        {
            Id = IdOf(PasswordPolicy.Type, policy.Name, number),
            Name = policy.Name,
            Priority = number + 1,
            CreatedAt = now,
            LastUpdatedAt = now,
            GroupIds = policy.GroupIds,
            MinLength = policy.MinLength,
            MinLowerCase = policy.MinLowerCase,
            MinUpperCase = policy.MinUpperCase,
            MinNumber = policy.MinNumber,
            MinSymbol = policy.MinSymbol,
            ExcludesUsername = policy.ExcludesUsername,
            ExcludedAttributes = policy.ExcludedAttributes,
            HistoryCount = policy.HistoryCount,
            MinAge = policy.MinAge,
            MaxAge = policy.MaxAge,
            ExpiryWarning = policy.ExpiryWarning,
            MaxAttempts = policy.MaxAttempts,
            AutoUnlock = policy.AutoUnlock,
            ShowsLockoutFailures = policy.ShowsLockoutFailures,
            AllowsReset = policy.AllowsReset,
            AllowsUnlock = policy.AllowsUnlock,
            RecoveryTokenLifetime = policy.RecoveryTokenLifetime,
        });

    static IEnumerable<EnrollmentPolicy> EnrollmentPolicies(OrgSeed seed, long now) => seed.EnrollmentPolicies
        .Append(new() { Name = DefaultPolicy })
        .Select((policy, number) => new EnrollmentPolicy
        {
            Id = IdOf(EnrollmentPolicy.Type, policy.Name, number),
            Name = policy.Name,
            Priority = number + 1,
            CreatedAt = now,
            LastUpdatedAt = now,
            GroupIds = policy.GroupIds,
            Factors = [.. policy.Factors.Select(rule => new FactorRule { FactorType = rule.FactorType, Provider = rule.Provider, IsRequired = rule.IsRequired })],
            EnrollsAtSignIn = policy.EnrollsAtSignIn,
        });

    static string IdOf(string type, string name, int number) => OktaIds.Of(OktaIds.Policy, type, name, $"{number + 1}");
}
