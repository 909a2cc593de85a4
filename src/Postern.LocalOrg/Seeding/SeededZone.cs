using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg;

/// <summary>What a seed's network zone becomes in the directory, and the other way round.</summary>
static class SeededZone
{
    const string OfAddresses = "IP", Gateways = "gateways";

    public static NetworkZone Of(SeedNetworkZone zone, long now) => new()
    {
        Id = zone.Id, Name = zone.Name, Networks = zone.Networks, Type = zone.Type is OfAddresses ? null : zone.Type,
        Status = Lifecycle.Of(zone.IsActive), Usage = zone.IsBlocked ? NetworkZone.Blocklist : null,
        IsSystem = NetworkZone.IsEveryOrgs(zone.Id), Described = Described(zone), CreatedAt = now, LastUpdatedAt = now,
    };

    public static SeedNetworkZone Exported(NetworkZone zone) => new()
    {
        Id = ExportedOrg.Unless(OktaIds.Of(OktaIds.NetworkZone, zone.Name), zone.Id), Name = zone.Name, Networks = zone.Networks,
        Type = zone.Type is null or OfAddresses ? null : zone.Type, IsActive = zone.Status is Lifecycle.Active,
        IsBlocked = zone.Usage is NetworkZone.Blocklist, Definition = Definition(zone),
    };

    /// <summary>As an admin's call would have it: gateways are the networks.</summary>
    static JsonElement? Described(SeedNetworkZone zone)
    {
        if (zone.Definition is not { } definition)
            return null;

        var described = definition.DeepClone().AsObject();
        if (zone.Networks.Count > 0)
            described.TryAdd(Gateways, Listed(zone.Networks));
        return SeededApp.Stored(described);
    }

    /// <summary>Without what the networks say, and what says nothing.</summary>
    static JsonObject? Definition(NetworkZone zone)
    {
        JsonObject definition = [];
        foreach (var (name, value) in ExportedOrg.Profile(zone.Described) ?? [])
            if (value is not null && !(name is Gateways && JsonNode.DeepEquals(value, Listed(zone.Networks))))
                definition[name] = value.DeepClone();
        return definition.Count == 0 ? null : definition;
    }

    static JsonArray Listed(IReadOnlyList<string> networks) => new(
    [
        .. networks.Select(network => new JsonObject { ["type"] = network.Contains('-') ? "RANGE" : "CIDR", ["value"] = network }),
    ]);
}
