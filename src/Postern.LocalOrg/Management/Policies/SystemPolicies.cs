using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>The policies and rules that every org has: management.md 21. Their ids are the same in every org.</summary>
static class SystemPolicies
{
    public static OrgPolicy Of(PolicyKind kind, long since)
    {
        var id = OktaIds.Of(kind.IdPrefix, kind.Type, kind.SystemName);
        return new()
        {
            Id = id, Type = kind.Type, Name = kind.SystemName, Description = kind.SystemDescription, IsSystem = true,
            CreatedAt = since, LastUpdatedAt = since,
            Settings = kind.Settings is { } settings ? Filled.Kept(Filled.Of(settings, RequestObject.Nothing)) : null,
            Rules = [Rule(kind, id, since)],
        };
    }

    /// <summary>One that was seeded.</summary>
    public static OrgPolicy Of(OrgPolicy seeded, PolicyKind kind) => seeded with
    {
        IsSystem = true,
        Description = seeded.Description ?? kind.SystemDescription,
        Rules = [.. seeded.Rules.Select((rule, number) => rule with { IsSystem = number == seeded.Rules.Count - 1 })],
    };

    /// <summary>The rule that stays.</summary>
    public static OrgPolicyRule Rule(PolicyKind kind, string policyId, long now)
    {
        RequestObject said = new(Filled.Kept(JsonNode.Parse(kind.SystemRuleActions)!.AsObject()));
        return new()
        {
            Id = OktaIds.Of(kind.RuleIdPrefix, policyId, kind.SystemRuleName), Name = kind.SystemRuleName, IsSystem = true,
            CreatedAt = now, LastUpdatedAt = now, Actions = Filled.Kept(Filled.Of(kind.RuleActions, said)),
            Conditions = kind is { CatchesAll: false, RuleConditions: { } conditions }
                ? Filled.Kept(Filled.Of(conditions, RequestObject.Nothing))
                : null,
        };
    }
}
