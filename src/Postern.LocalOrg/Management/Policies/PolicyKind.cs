using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>A type of policy: what its policies and rules consist of, and the policy that every org has. management.md 12.</summary>
sealed record PolicyKind(string Type)
{
    public const string DefaultRule = "Default Rule", CatchAllRule = "Catch-all Rule";

    /// <summary>What a rule's own <c>type</c> is.</summary>
    public required string RuleType { get; init; }

    public required string IdPrefix { get; init; }
    public required string RuleIdPrefix { get; init; }

    /// <summary>A template for <see cref="Filled"/>; null: policies have no conditions.</summary>
    public string? Conditions { get; init; }

    /// <inheritdoc cref="Conditions"/>
    public string? Settings { get; init; }

    /// <summary>A template for <see cref="Filled"/>; null: rules have no conditions.</summary>
    public string? RuleConditions { get; init; }

    /// <summary>A template for <see cref="Filled"/>.</summary>
    public required string RuleActions { get; init; }

    public required string SystemName { get; init; }
    public required string SystemDescription { get; init; }

    /// <summary>Whether every policy has a rule that stays, after all others: it has no conditions, and priority 99.</summary>
    public bool CatchesAll { get; init; }

    /// <summary>What the rule that stays does besides what <see cref="RuleActions"/> fills in: an object.</summary>
    public string SystemRuleActions { get; init; } = "{}";

    /// <summary>Whether its policies are asked one after the other. Where they are not, all have priority 1.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>Whether there is only the policy that every org has.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether a policy has only the rule that stays.</summary>
    public bool HasOneRule { get; init; }

    /// <summary>Makes what is filled in of a rule's conditions and actions go together.</summary>
    public Action<JsonObject, JsonObject>? Fit { get; init; }

    public string SystemRuleName => CatchesAll ? CatchAllRule : DefaultRule;

    public override string ToString() => Type;
}
