using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;

namespace Postern.LocalOrg.Management.Zones;

/// <summary>Writes a network zone in wire order, its type first: management.md 15.</summary>
static class ZoneWriter
{
    /// <summary>What zones of each type always have.</summary>
    static readonly string[] OfAddresses = ["gateways", "proxies"], OfPlaces = ["proxyType", "locations", "asns"];

    public static JsonObject Write(ManagementCall call, NetworkZone zone)
    {
        var type = zone.Type ?? "IP";
        JsonObject body = new()
        {
            ["type"] = type, ["id"] = zone.Id, ["name"] = zone.Name, ["status"] = Wire.Status(zone.Status),
            ["usage"] = zone.Usage ?? "POLICY", ["created"] = Wire.Instant(zone.CreatedAt),
            ["lastUpdated"] = Wire.Instant(zone.LastUpdatedAt), ["system"] = zone.IsSystem,
        };
        var described = Described(zone);
        foreach (var member in type is "IP" ? OfAddresses : type is "DYNAMIC" ? OfPlaces : [])
            body[member] = described[member]?.DeepClone();
        foreach (var (member, value) in described)
            if (value is not null && !body.ContainsKey(member))
                body[member] = value.DeepClone();
        body["_links"] = Links(zone, call.Url($"/zones/{zone.Id}"));
        return body;
    }

    static JsonObject Described(NetworkZone zone)
    {
        if (zone.Described is { } kept)
            return Filled.Copy(kept)!.AsObject();

        return zone.Networks.Count == 0 ? [] : new()
        {
            ["gateways"] = new JsonArray([.. zone.Networks.Select(
                network => new JsonObject { ["type"] = network.Contains('-') ? "RANGE" : "CIDR", ["value"] = network })]),
        };
    }

    static JsonObject Links(NetworkZone zone, string url)
    {
        var self = Wire.Link(url, "GET", "PUT", "DELETE");
        return zone.Status is Lifecycle.Active
            ? new() { ["self"] = self, ["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST") }
            : new() { ["activate"] = Wire.Link(url + "/lifecycle/activate", "POST"), ["self"] = self };
    }
}
