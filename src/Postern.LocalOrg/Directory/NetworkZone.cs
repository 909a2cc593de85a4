using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>Addresses that policies and apps name together.</summary>
sealed record NetworkZone
{
    /// <summary>In the place of a zone's id: every zone that policies may name.</summary>
    public const string All = "ALL_ZONES";

    /// <summary>Okta's <c>usage</c> of a zone that nobody may call from.</summary>
    public const string Blocklist = "BLOCKLIST";

    /// <summary>Okta's; those of the last two cover no address that is known here.</summary>
    public static readonly IReadOnlyList<string> Types = ["IP", "DYNAMIC", "DYNAMIC_V2"];

    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Addresses, and ranges such as <c>10.0.0.0/8</c> or <c>10.0.0.1-10.0.0.9</c>.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>Null: <c>IP</c>. Zones of other types cover no address that is known here.</summary>
    public string? Type { get; init; }

    /// <summary>Null: <c>POLICY</c>.</summary>
    public string? Usage { get; init; }

    public bool IsSystem { get; init; }

    /// <summary>By the ids that the zones which every org has are given here.</summary>
    public static bool IsEveryOrgs(string id) => id == EveryOrgs("LegacyIpZone") || id == EveryOrgs("BlockedIpZone");

    public static string EveryOrgs(string name) => OktaIds.Of(OktaIds.NetworkZone, name);

    /// <summary>What its type has besides, gateways among it, as an admin's call had it; null: it was seeded.</summary>
    public JsonElement? Described { get; init; }
}
