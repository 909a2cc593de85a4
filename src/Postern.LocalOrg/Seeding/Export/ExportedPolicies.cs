using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What the directory's policies are as a seed's: the other way round from <see cref="SeededPolicies"/>.</summary>
static class ExportedPolicies
{
    public static SeedSessionPolicy Of(SessionPolicy policy, ExportNames names) => new()
    {
        Name = policy.Name,
        GroupIds = names.GroupsOrNull(policy.GroupIds),
        Rules = [.. policy.Rules.Select(rule => Of(rule, names))],
    };

    public static SeedPasswordPolicy Of(PasswordPolicy policy, ExportNames names) => new()
    {
        Name = policy.Name,
        GroupIds = names.GroupsOrNull(policy.GroupIds),
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
    };

    public static SeedEnrollmentPolicy Of(EnrollmentPolicy policy, ExportNames names) => new()
    {
        Name = policy.Name,
        GroupIds = names.GroupsOrNull(policy.GroupIds),
        Factors =
        [
            .. policy.Factors.Select(rule => new SeedFactorRule
            {
                FactorType = rule.FactorType, Provider = rule.Provider, IsRequired = rule.IsRequired,
            }),
        ],
        EnrollsAtSignIn = policy.EnrollsAtSignIn,
    };

    static SeedSessionRule Of(SessionRule rule, ExportNames names) => new()
    {
        Name = rule.Name,
        Networks = names.Networks(rule.Networks),
        NewDevicesOnly = rule.NewDevicesOnly,
        AllowsAccess = rule.AllowsAccess,
        RequiresFactor = rule.RequiresFactor,
        FactorMayComeFirst = rule.FactorMayComeFirst,
        FactorLifetime = rule.FactorLifetime,
        RemembersDeviceByDefault = rule.RemembersDeviceByDefault,
        SessionIdle = rule.SessionIdle,
        SessionLifetime = rule.SessionLifetime,
    };
}
