using System.Net;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.SignIn;

/// <summary>Which rule of which policy holds for a user: the first that matches, as in Okta.</summary>
sealed class SignInPolicies(OrgDirectory directory)
{
    static readonly SessionRule Blocked = new() { Name = "Blocked network zone", AllowsAccess = false };

    /// <summary>Whether a password may not be enough for somebody: spares everybody else the looking.</summary>
    public bool MayAskMore => directory.Org.MayAskMore;

    /// <summary>Whether anybody may begin with a factor in the place of the password.</summary>
    public bool FactorMayComeFirst => directory.Org.FactorMayComeFirst;

    /// <summary>Whether anybody may unlock an account by themselves.</summary>
    public bool UnlocksAnybody => directory.Org.PasswordPolicies.Any(policy => policy.RulesInForce.Any(rule => rule.AllowsUnlock));

    /// <summary>Whether anybody may reset a password by themselves.</summary>
    public bool ResetsAnybody => directory.Org.PasswordPolicies.Any(policy => policy.RulesInForce.Any(rule => rule.AllowsReset));

    /// <summary>Null: none matches, and a password is enough.</summary>
    public SessionRule? SessionRule(User user, string? address, bool isKnownDevice)
    {
        if (IPAddress.TryParse(address, out var caller) && directory.Org.IsBlocked(caller))
            return Blocked;

        foreach (var policy in directory.Org.SessionPolicies)
        {
            if (!HoldsFor(policy.GroupIds, user))
                continue;

            foreach (var rule in policy.Rules)
                if (Matches(rule, user, address, isKnownDevice))
                    return rule;
        }

        return null;
    }

    public PasswordPolicy Password(User user)
    {
        foreach (var policy in directory.Org.PasswordPolicies)
            if (HoldsFor(policy.GroupIds, user))
                return policy;
        return directory.Org.PasswordPolicies[^1];
    }

    /// <summary>
    /// What a user may do about their password by themselves; null: nothing. A policy without a rule that matches is passed over.
    /// </summary>
    public PasswordRule? PasswordRule(User user, string? address)
    {
        foreach (var policy in directory.Org.PasswordPolicies)
            if (HoldsFor(policy.GroupIds, user) && policy.RulesInForce.FirstOrDefault(rule => Matches(rule, user, address)) is { } matching)
                return matching;
        return null;
    }

    public EnrollmentPolicy Enrollment(User user)
    {
        foreach (var policy in directory.Org.EnrollmentPolicies)
            if (HoldsFor(policy.GroupIds, user))
                return policy;
        return directory.Org.EnrollmentPolicies[^1];
    }

    /// <summary>The factors that a user may set up: of those that the policy has, the ones that the org has not switched off.</summary>
    public IReadOnlyList<FactorRule> Enrollable(User user)
    {
        var factors = Enrollment(user).Factors;
        return directory.Org.Authenticators.Count == 0
            ? factors
            : [.. factors.Where(rule => FactorKinds.Find(rule.FactorType, rule.Provider) is { } kind && directory.Org.IsOn(kind))];
    }

    /// <summary>Whether the factors that a user must have are asked for at the next sign-in.</summary>
    public bool EnrollsAtSignIn(User user, string? address) =>
        Enrollment(user).RulesInForce.FirstOrDefault(rule => Matches(rule, user, address)) is { EnrollsAtSignIn: true };

    /// <summary>
    /// The app with what its own policy asks of the user; as it is where it was given none, or one that says nothing. Null: the policy lets
    /// this user not in. api-access-management.md 14.5.
    /// </summary>
    public App? Asking(App app, User user, string? address, bool isKnownDevice)
    {
        foreach (var rule in RulesOf(app))
            if (rule.Access is { } access
                && access.IsFor(user)
                && (!access.KnownDevicesOnly || isKnownDevice)
                && Matches(rule, user, address))
                return access.IsDenied
                    ? null
                    : app with
                    {
                        RequiresFactor = access.RequiresFactor,
                        Constraints = access.Constraints,
                        ReauthenticateInSeconds = access.ReauthenticateInSeconds,
                        AsksToStaySignedIn = access.AsksToStaySignedIn,
                    };
        return app;
    }

    /// <summary>Whether the app's policy asks which device it is: spares everybody else the looking.</summary>
    public bool AsksForDevice(App app) => RulesOf(app).Any(rule => rule.Access is { KnownDevicesOnly: true });

    /// <summary>Whether anybody is asked for a second factor by it.</summary>
    public bool AsksForFactor(App app) => app.RequiresFactor || RulesOf(app).Any(rule => rule.Access is { RequiresFactor: true });

    IReadOnlyList<OrgPolicyRule> RulesOf(App app) =>
        (app.AccessPolicyId is { } id ? directory.Org.OtherPolicies.FirstOrDefault(policy => policy.Id == id) : null)?.Rules ?? [];

    public bool Matches(SessionRule rule, User user, string? address, bool isKnownDevice) =>
        !rule.IsForOthers && (!rule.NewDevicesOnly || !isKnownDevice) && Matches(rule, user, address);

    /// <summary>Whether it is in force, here and for this user.</summary>
    public bool Matches(ISignInRule rule, User user, string? address) =>
        rule.ExcludedUserIds?.Contains(user.Id) is not true && IsHere(rule, address);

    /// <summary>Whether it is in force here, for whomever.</summary>
    public bool IsHere(ISignInRule rule, string? address) =>
        rule.Status is Lifecycle.Active
            && (rule.Networks is null || IsWithin(rule.Networks, address))
            && (rule.ExcludedNetworks is null || !IsWithin(rule.ExcludedNetworks, address));

    public static bool HoldsFor(IReadOnlyList<string>? groupIds, User user) => groupIds is null || groupIds.Any(user.GroupIds.Contains);

    bool IsWithin(IReadOnlyList<string> networks, string? address) =>
        directory.Org.IsWithin(networks, IPAddress.TryParse(address, out var caller) ? caller : null);
}
