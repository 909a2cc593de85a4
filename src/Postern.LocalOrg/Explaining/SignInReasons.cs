using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg.Explaining;

/// <summary>What the policies that sign a user in say, in words: judged by <see cref="SignInPolicies"/>.</summary>
sealed class SignInReasons(OrgDirectory directory, SignInPolicies policies)
{
    public IReadOnlyList<ExplainedPolicy> Of(User user, string? address)
    {
        var (decided, password, enrolment) = (
            policies.SessionRule(user, address, isKnownDevice: false), policies.Password(user), policies.Enrollment(user));
        return
        [
            .. directory.Org.SessionPolicies.Select(policy => Of(policy, user, address, decided)),
            .. directory.Org.PasswordPolicies.Select(policy => Of("password", policy.Name, policy == password)),
            .. directory.Org.EnrollmentPolicies.Select(policy => Of("enrolment", policy.Name, policy == enrolment)),
        ];
    }

    static ExplainedPolicy Of(string kind, string name, bool decides) =>
        new() { Kind = kind, Name = name, Decides = decides, Says = decides ? "holds for the user" : "is not the first for the user" };

    ExplainedPolicy Of(SessionPolicy policy, User user, string? address, SessionRule? decided)
    {
        var isFor = SignInPolicies.HoldsFor(policy.GroupIds, user);
        return new()
        {
            Kind = "session",
            Name = policy.Name,
            Says = isFor ? "is asked" : "is for other groups",
            Decides = decided is not null && policy.Rules.Contains(decided),
            Rules = isFor ? [.. policy.Rules.Select(rule => Of(rule, user, address) with { Decides = rule == decided })] : [],
        };
    }

    ExplainedRule Of(SessionRule rule, User user, string? address) => new()
    {
        Name = rule.Name,
        Says = !policies.Matches(rule, user, address, isKnownDevice: false)
            ? $"is not for {user.Login} from {address ?? "an unknown address"}"
            : !rule.AllowsAccess ? "matches, and lets nobody in"
            : rule.RequiresFactor ? "matches, and asks for a factor"
            : "matches, and a password is enough",
    };
}
