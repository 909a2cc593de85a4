using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What the directory's policies are as a seed's: the other way round from <see cref="SeededPolicies"/>.</summary>
static class ExportedPolicies
{
    public static SeedSessionPolicy Of(SessionPolicy policy, ExportNames names) => new()
    {
        Name = policy.Name,
        GroupIds = names.GroupsOrNull(policy.GroupIds),
        Rules = [.. policy.Rules.Where(rule => !rule.IsForOthers).Select(rule => Of(rule, names))],
        IsActive = policy.Status is Lifecycle.Active,
    };

    /// <summary>Whether the one that every org has says anything that an org without it would not.</summary>
    public static bool Decides(SessionPolicy policy) => !policy.IsSystem
        || policy.Rules.Any(rule => !rule.AllowsAccess || rule.RequiresFactor || rule.SessionIdle != TimeSpan.FromHours(2)
            || rule.SessionLifetime is not null);

    /// <summary>The same; its lockout is the seed's own.</summary>
    public static bool Decides(PasswordPolicy policy, ExportNames names)
    {
        SeedPasswordPolicy usual = new()
        {
            Name = policy.Name, MaxAttempts = policy.MaxAttempts, ShowsLockoutFailures = policy.ShowsLockoutFailures,
        };
        return Of(policy, names) with { Rules = null, ExcludedAttributes = usual.ExcludedAttributes } != usual
            || policy.ExcludedAttributes.Count > 0
            || policy.Rules is not (null or [{ AllowsReset: true, AllowsUnlock: true, Status: Lifecycle.Active }]);
    }

    /// <summary>The same.</summary>
    public static bool Decides(EnrollmentPolicy policy, ExportNames names)
    {
        SeedEnrollmentPolicy usual = new() { Name = policy.Name };
        return policy.RulesInForce.Any(rule => rule.EnrollsAtSignIn) || !Of(policy, names).Factors.SequenceEqual(usual.Factors);
    }

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
        Rules = policy.Rules?.Select(rule => Of(rule, names)).ToList(),
        IsActive = policy.Status is Lifecycle.Active,
    };

    public static SeedAppPolicy Of(OrgPolicy policy, ExportNames names) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.NewerPolicy, policy.Name), policy.Id),
        Name = policy.Name,
        Description = policy.Description,
        Rules = [.. policy.Rules.Select(rule => SeededAppPolicy.Exported(rule, names))],
    };

    static SeedPasswordRule Of(PasswordRule rule, ExportNames names) => new()
    {
        Name = rule.Name, Networks = names.Networks(rule.Networks), ExcludedNetworks = names.Networks(rule.ExcludedNetworks),
        ExcludedUserIds = names.UsersOrNull(rule.ExcludedUserIds), AllowsReset = rule.AllowsReset, AllowsUnlock = rule.AllowsUnlock,
        IsActive = rule.Status is Lifecycle.Active,
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
        EnrollsAtSignIn = policy.Rules is null && policy.EnrollsAtSignIn,
        Rules = policy.Rules?.Select(rule => Of(rule, names)).ToList(),
        IsActive = policy.Status is Lifecycle.Active,
    };

    static SeedEnrollmentRule Of(EnrollmentRule rule, ExportNames names) => new()
    {
        Name = rule.Name, Networks = names.Networks(rule.Networks), ExcludedNetworks = names.Networks(rule.ExcludedNetworks),
        ExcludedUserIds = names.UsersOrNull(rule.ExcludedUserIds), EnrollsAtSignIn = rule.EnrollsAtSignIn,
        IsActive = rule.Status is Lifecycle.Active,
    };

    static SeedSessionRule Of(SessionRule rule, ExportNames names) => new()
    {
        Name = rule.Name,
        Networks = names.Networks(rule.Networks),
        ExcludedNetworks = names.Networks(rule.ExcludedNetworks),
        ExcludedUserIds = names.UsersOrNull(rule.ExcludedUserIds),
        NewDevicesOnly = rule.NewDevicesOnly,
        AllowsAccess = rule.AllowsAccess,
        RequiresFactor = rule.RequiresFactor,
        FactorMayComeFirst = rule.FactorMayComeFirst,
        FactorLifetime = rule.FactorLifetime,
        RemembersDeviceByDefault = rule.RemembersDeviceByDefault,
        SessionIdle = rule.SessionIdle,
        SessionLifetime = rule.SessionLifetime,
        IsActive = rule.Status is Lifecycle.Active,
    };
}
