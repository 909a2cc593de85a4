using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's policies become in the directory, each list with the default policy at its end.</summary>
static class SeededPolicies
{
    const string DefaultPolicy = "Default Policy";

    public static IEnumerable<SessionPolicy> Session(OrgSeed seed, long now) =>
        seed.SessionPolicies.Select((policy, number) => Identified.Whole(new SessionPolicy
        {
            Id = IdOf(SessionPolicy.Type, policy.Name, number),
            Name = policy.Name,
            Priority = number + 1,
            Status = Lifecycle.Of(policy.IsActive),
            CreatedAt = now,
            LastUpdatedAt = now,
            GroupIds = policy.GroupIds,
            Rules = [.. policy.Rules.Select(rule => Of(rule, now))],
        }));

    static SessionRule Of(SeedSessionRule rule, long now) => new()
    {
        Name = rule.Name,
        Status = Lifecycle.Of(rule.IsActive),
        CreatedAt = now,
        LastUpdatedAt = now,
        Networks = rule.Networks,
        ExcludedNetworks = rule.ExcludedNetworks,
        ExcludedUserIds = rule.ExcludedUserIds,
        NewDevicesOnly = rule.NewDevicesOnly,
        AllowsAccess = rule.AllowsAccess,
        RequiresFactor = rule.RequiresFactor,
        FactorMayComeFirst = rule.FactorMayComeFirst,
        FactorLifetime = rule.FactorLifetime,
        RemembersDeviceByDefault = rule.RemembersDeviceByDefault,
        SessionIdle = rule.SessionIdle,
        SessionLifetime = rule.SessionLifetime,
    };

    public static IEnumerable<PasswordPolicy> Password(OrgSeed seed, long now) => seed.PasswordPolicies
        .Append(new() { Name = DefaultPolicy, MaxAttempts = seed.MaxFailedPasswords, ShowsLockoutFailures = seed.ShowLockoutFailures })
        .Select((policy, number) => new PasswordPolicy
        {
            Id = IdOf(PasswordPolicy.Type, policy.Name, number),
            Name = policy.Name,
            Priority = number + 1,
            Status = Lifecycle.Of(policy.IsActive),
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
            Rules = policy.Rules is { } rules
                ? [.. rules.Select((rule, place) => Of(rule, IdOf(PasswordPolicy.Type, policy.Name, number), place, now))]
                : null,
        });

    static PasswordRule Of(SeedPasswordRule rule, string policyId, int number, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.Rule, policyId, rule.Name, $"{number}"), Name = rule.Name, CreatedAt = now, LastUpdatedAt = now,
        Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks, ExcludedUserIds = rule.ExcludedUserIds, AllowsChange = true,
        AllowsReset = rule.AllowsReset, AllowsUnlock = rule.AllowsUnlock, Status = Lifecycle.Of(rule.IsActive),
    };

    public static IEnumerable<EnrollmentPolicy> Enrollment(OrgSeed seed, long now) => seed.EnrollmentPolicies
        .Append(new() { Name = DefaultPolicy })
        .Select((policy, number) => new EnrollmentPolicy
        {
            Id = IdOf(EnrollmentPolicy.Type, policy.Name, number),
            Name = policy.Name,
            Priority = number + 1,
            Status = Lifecycle.Of(policy.IsActive),
            CreatedAt = now,
            LastUpdatedAt = now,
            GroupIds = policy.GroupIds,
            Factors = [.. policy.Factors.Select(Of)],
            EnrollsAtSignIn = policy.EnrollsAtSignIn,
            Rules = policy.Rules is { } rules
                ? [.. rules.Select((rule, place) => Of(rule, IdOf(EnrollmentPolicy.Type, policy.Name, number), place, now))]
                : null,
        });

    static EnrollmentRule Of(SeedEnrollmentRule rule, string policyId, int number, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.Rule, policyId, rule.Name, $"{number}"), Name = rule.Name, CreatedAt = now, LastUpdatedAt = now,
        Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks, ExcludedUserIds = rule.ExcludedUserIds,
        EnrollsAtSignIn = rule.EnrollsAtSignIn, Status = Lifecycle.Of(rule.IsActive),
    };

    public static FactorRule Of(SeedFactorRule rule) =>
        new() { FactorType = rule.FactorType, Provider = rule.Provider, IsRequired = rule.IsRequired };

    static string IdOf(string type, string name, int number) => OktaIds.Of(OktaIds.Policy, type, name, $"{number + 1}");
}
