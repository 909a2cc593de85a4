using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Whom and where a rule is for: what of a rule's conditions every type has in common. api-access-management.md 14.2.</summary>
sealed record RuleConditions
{
    const string Zone = "ZONE", OnNetwork = "ON_NETWORK", OffNetwork = "OFF_NETWORK";

    static readonly string[] EveryZone = [NetworkZone.All];

    public IReadOnlyList<string>? Networks { get; init; }
    public IReadOnlyList<string>? ExcludedNetworks { get; init; }
    public IReadOnlyList<string>? ExcludedUserIds { get; init; }

    public static RuleConditions Of(JsonElement? kept) => Of(Filled.Read(kept));

    public static RuleConditions Of(RequestObject conditions)
    {
        var network = conditions.ObjectOrNothing("network");
        var excluded = conditions.ObjectOrNothing("people").ObjectOrNothing("users").Texts("exclude");
        var connection = network.Text("connection");
        return new()
        {
            ExcludedUserIds = excluded is { Count: > 0 } ? excluded : null,
            Networks = connection switch { Zone => Some(network.Texts("include")), OnNetwork => EveryZone, _ => null },
            ExcludedNetworks = connection switch { Zone => Some(network.Texts("exclude")), OffNetwork => EveryZone, _ => null },
        };
    }

    /// <summary>Of a rule that was seeded, as if an admin had said so.</summary>
    public static JsonObject Write(ISignInRule rule)
    {
        JsonObject network = new() { ["connection"] = rule is { Networks: null, ExcludedNetworks: null } ? "ANYWHERE" : Zone };
        if (rule.Networks is { } included)
            network["include"] = Wire.Texts(included);
        if (rule.ExcludedNetworks is { } excluded)
            network["exclude"] = Wire.Texts(excluded);
        return new()
        {
            ["people"] = new JsonObject { ["users"] = new JsonObject { ["exclude"] = Wire.Texts(rule.ExcludedUserIds ?? []) } },
            ["network"] = network,
        };
    }

    static IReadOnlyList<string>? Some(IReadOnlyList<string>? ids) => ids is { Count: > 0 } ? ids : null;
}
