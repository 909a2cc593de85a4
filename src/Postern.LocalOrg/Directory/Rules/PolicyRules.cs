namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of the policies that concern everybody.</summary>
static class PolicyRules
{
    static readonly string[] Attributes = ["firstName", "lastName"];

    public static IEnumerable<Fault> Check(SessionPolicy policy, Known known) =>
        [.. OfAny(policy, known), .. Faults.Of("rules", policy.Rules, rule => Check(rule, known))];

    public static IEnumerable<Fault> Check(PasswordPolicy policy, Known known) =>
    [
        .. OfAny(policy, known),
        .. Faults.Of("rules", policy.Rules ?? [], rule => OfAnyRule(rule.Name, rule, known)),
        .. NotNegative("minLength", policy.MinLength),
        .. NotNegative("minLowerCase", policy.MinLowerCase),
        .. NotNegative("minUpperCase", policy.MinUpperCase),
        .. NotNegative("minNumber", policy.MinNumber),
        .. NotNegative("minSymbol", policy.MinSymbol),
        .. NotNegative("historyCount", policy.HistoryCount),
        .. NotNegative("maxAttempts", policy.MaxAttempts),
        .. NotNegative("minAge", policy.MinAge.Ticks),
        .. NotNegative("expiryWarning", policy.ExpiryWarning.Ticks),
        .. Positive("maxAge", policy.MaxAge),
        .. Positive("autoUnlock", policy.AutoUnlock),
        .. Positive("recoveryTokenLifetime", policy.RecoveryTokenLifetime),
        .. Known.Missing("excludedAttributes", "attribute that can be excluded", policy.ExcludedAttributes, Attributes),
    ];

    public static IEnumerable<Fault> Check(EnrollmentPolicy policy, Known known) =>
        [.. OfAny(policy, known), .. Faults.Of("rules", policy.Rules ?? [], rule => OfAnyRule(rule.Name, rule, known))];

    /// <summary>One that decides by itself about nobody, or about an app's users.</summary>
    public static IEnumerable<Fault> Check(OrgPolicy policy, Known known) =>
        [.. OfAny(policy, known), .. Faults.Of("rules", policy.Rules, rule => OfAnyRule(rule.Name, rule, known))];

    static IEnumerable<Fault> Check(SessionRule rule, Known known) =>
    [
        .. OfAnyRule(rule.Name, rule, known),
        .. NotNegative("factorLifetime", rule.FactorLifetime.Ticks),
        .. Positive("sessionIdle", rule.SessionIdle),
        .. Positive("sessionLifetime", rule.SessionLifetime),
    ];

    static IEnumerable<Fault> OfAny(IPolicy policy, Known known) =>
        [.. Faults.OfName("name", policy.Name), .. known.MissingGroups("groupIds", policy.GroupIds)];

    static IEnumerable<Fault> OfAnyRule(string name, ISignInRule rule, Known known) =>
    [
        .. Faults.OfName("name", name),
        .. Addresses.OfNetworks("networks", rule.Networks, known),
        .. Addresses.OfNetworks("excludedNetworks", rule.ExcludedNetworks, known),
    ];

    static IEnumerable<Fault> NotNegative(string member, long value)
    {
        if (value < 0)
            yield return new(member, "cannot be negative.");
    }

    static IEnumerable<Fault> Positive(string member, TimeSpan? value)
    {
        if (value <= TimeSpan.Zero)
            yield return new(member, $"is {value}: it must be longer than nothing.");
    }
}
