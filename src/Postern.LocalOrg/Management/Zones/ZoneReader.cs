using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Zones;

/// <summary>Reads a network zone: management.md 15.</summary>
static class ZoneReader
{
    const string Ip = "IP", Prefix = "CIDR", Range = "RANGE";

    const int LongestName = 128; // Okta's description

    /// <summary>What the zone has in members of its own.</summary>
    static readonly string[] Own = ["id", "type", "name", "status", "usage", "created", "lastUpdated", "system", "_links", "_embedded"];

    public static NetworkZone Read(RequestObject body, NetworkZone before)
    {
        var name = body.Needed("name");
        if (name.Length > LongestName)
            throw OktaError.Invalid("name", "name: The field is too long");

        var type = body.Text("type") ?? before.Type ?? Ip;
        if (!NetworkZone.Types.Contains(type))
            throw OktaError.Invalid("type", "type: The field has an invalid value");

        var usage = body.Text("usage") ?? before.Usage;
        if (usage is not (null or "POLICY" or NetworkZone.Blocklist))
            throw OktaError.Invalid("usage", "usage: The field has an invalid value");

        _ = Addresses(body, "proxies");
        return before with
        {
            Name = before.IsSystem ? before.Name : name,
            Type = type,
            Usage = before.IsSystem ? before.Usage : usage,
            Status = PolicyReader.Status(body) ?? before.Status,
            Networks = Addresses(body, "gateways"),
            Described = Kept(body),
        };
    }

    /// <summary>As they are looked at; they are kept as they were sent.</summary>
    static List<string> Addresses(RequestObject body, string member) =>
        [.. (body.Objects(member) ?? []).Select(address => Checked(address, member))];

    static string Checked(RequestObject address, string member)
    {
        var value = address.Needed("value");
        var kind = address.Needed("type");
        var isOne = kind switch
        {
            Prefix => AddressRanges.ReadPrefix(value) is not null,
            Range => AddressRanges.ReadRange(value) is not null,
            _ => throw OktaError.Invalid(member, $"{member}: The field has an invalid value"),
        };
        if (isOne || System.Net.IPAddress.TryParse(value, out _))
            return value;

        var part = value.Split('-', '/').FirstOrDefault(part => !System.Net.IPAddress.TryParse(part, out _)) ?? value;
        throw OktaError.Invalid(member, $"{member}: The IP: {part} in the {kind}: {value} is invalid. Make sure it is a valid IPV4.");
    }

    static System.Text.Json.JsonElement Kept(RequestObject body)
    {
        JsonObject described = [];
        foreach (var member in body.Element.EnumerateObject())
            if (!Own.Contains(member.Name))
                described[member.Name] = Filled.Copy(member.Value);
        return Filled.Kept(described);
    }
}
