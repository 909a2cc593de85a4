using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Factor enrolment policies as the API has them: management.md 12.2, api-access-management.md 14.4.</summary>
static class EnrollmentForm
{
    const string AtSignIn = "LOGIN", WhenAsked = "CHALLENGE", Optional = "OPTIONAL", Required = "REQUIRED";

    public static readonly PolicyForm<EnrollmentPolicy> Form = new(PolicyKinds.Enrollment)
    {
        Of = Of, Typed = (policy, _) => Typed(policy), Check = PolicyRules.Check,
    };

    static OrgPolicy Of(EnrollmentPolicy policy) => new()
    {
        Id = policy.Id, Type = EnrollmentPolicy.Type, Name = policy.Name, Description = policy.Description, Status = policy.Status,
        Priority = policy.Priority, IsSystem = policy.IsSystem, CreatedAt = policy.CreatedAt, LastUpdatedAt = policy.LastUpdatedAt,
        GroupIds = policy.GroupIds, Conditions = policy.Conditions, Settings = policy.Settings ?? Filled.Kept(Settings(policy)),
        Rules = [.. policy.RulesInForce.Select(Of)],
    };

    static OrgPolicyRule Of(EnrollmentRule rule) => new()
    {
        Id = rule.Id, Name = rule.Name, Status = rule.Status, IsSystem = rule.IsSystem, CreatedAt = rule.CreatedAt,
        LastUpdatedAt = rule.LastUpdatedAt, Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
        ExcludedUserIds = rule.ExcludedUserIds, Conditions = rule.Conditions ?? Filled.Kept(RuleConditions.Write(rule)),
        Actions = rule.Actions ?? Filled.Kept(
            new() { ["enroll"] = new JsonObject { ["self"] = rule.EnrollsAtSignIn ? AtSignIn : WhenAsked } }),
    };

    static EnrollmentPolicy Typed(OrgPolicy policy) => new()
    {
        Id = policy.Id, Name = policy.Name, Description = policy.Description, Status = policy.Status, Priority = policy.Priority,
        IsSystem = policy.IsSystem, CreatedAt = policy.CreatedAt, LastUpdatedAt = policy.LastUpdatedAt, GroupIds = policy.GroupIds,
        Factors = [.. Factors(Filled.Read(policy.Settings)).DistinctBy(rule => (rule.FactorType, rule.Provider))],
        Rules = [.. policy.Rules.Select(Typed)], Conditions = policy.Conditions, Settings = policy.Settings,
    };

    static EnrollmentRule Typed(OrgPolicyRule rule) => new()
    {
        Id = rule.Id, Name = rule.Name, Status = rule.Status, IsSystem = rule.IsSystem, CreatedAt = rule.CreatedAt,
        LastUpdatedAt = rule.LastUpdatedAt, Networks = rule.Networks, ExcludedNetworks = rule.ExcludedNetworks,
        ExcludedUserIds = rule.ExcludedUserIds,
        EnrollsAtSignIn = Filled.Read(rule.Actions).ObjectOrNothing("enroll").Text("self") is AtSignIn,
        Conditions = rule.Conditions, Actions = rule.Actions,
    };

    /// <summary>
    /// Classic Engine's map of factors, or Identity Engine's list of authenticators; what neither names may not be enrolled.
    /// </summary>
    static IEnumerable<FactorRule> Factors(RequestObject settings)
    {
        var factors = settings.ObjectOrNothing("factors");
        foreach (var member in factors.Element.EnumerateObject())
            if (OrgFactors.Find(member.Name) is { } known && factors.Object(member.Name) is { } factor)
                foreach (var rule in Rules([known], factor))
                    yield return rule;
        foreach (var authenticator in settings.Objects("authenticators") ?? [])
            foreach (var rule in Rules(OrgFactors.OfAuthenticator(authenticator.Text("key") ?? ""), authenticator))
                yield return rule;
    }

    static IEnumerable<FactorRule> Rules(IEnumerable<OrgFactor> factors, RequestObject said)
    {
        var self = said.ObjectOrNothing("enroll").Text("self");
        return self is Optional or Required
            ? factors.Select(
                factor => new FactorRule
                {
                    FactorType = factor.FactorType, Provider = factor.Provider, IsRequired = self is Required,
                })
            : [];
    }

    /// <summary>Of a policy that was seeded: as Classic Engine, which this org is, has it.</summary>
    static JsonObject Settings(EnrollmentPolicy policy)
    {
        JsonObject factors = [];
        foreach (var rule in policy.Factors)
            if (OrgFactors.Find(rule) is { } factor)
                factors[factor.Key] = new JsonObject
                {
                    ["enroll"] = new JsonObject { ["self"] = rule.IsRequired ? Required : Optional },
                    ["consent"] = new JsonObject { ["type"] = "NONE" },
                };
        return new() { ["factors"] = factors };
    }
}
