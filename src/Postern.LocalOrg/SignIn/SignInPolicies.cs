using System.Net;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.SignIn;

/// <summary>Which rule of which policy holds for a user: the first that matches, as in Okta.</summary>
sealed class SignInPolicies(OrgDirectory directory)
{
    /// <summary>Whether a password may not be enough for somebody: spares everybody else the looking.</summary>
    public bool MayAskMore => directory.Org.MayAskMore;

    /// <summary>Whether anybody may begin with a factor in the place of the password.</summary>
    public bool FactorMayComeFirst => directory.Org.FactorMayComeFirst;

    /// <summary>Null: none matches, and a password is enough.</summary>
    public SessionRule? SessionRule(User user, string? address, bool isKnownDevice)
    {
        foreach (var policy in directory.Org.SessionPolicies)
        {
            if (!HoldsFor(policy.GroupIds, user))
                continue;

            foreach (var rule in policy.Rules)
                if (Matches(rule, address, isKnownDevice))
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

    public EnrollmentPolicy Enrollment(User user)
    {
        foreach (var policy in directory.Org.EnrollmentPolicies)
            if (HoldsFor(policy.GroupIds, user))
                return policy;
        return directory.Org.EnrollmentPolicies[^1];
    }

    public bool Matches(SessionRule rule, string? address, bool isKnownDevice) =>
        (!rule.NewDevicesOnly || !isKnownDevice) && IsWithin(rule.Networks, address);

    public static bool HoldsFor(IReadOnlyList<string>? groupIds, User user) => groupIds is null || groupIds.Any(user.GroupIds.Contains);

    bool IsWithin(IReadOnlyList<string>? networks, string? address) =>
        networks is null || directory.Org.IsWithin(networks, IPAddress.TryParse(address, out var caller) ? caller : null);
}
