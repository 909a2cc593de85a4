using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Management.Zones;

/// <summary>The zones that every org has, with nothing in them: management.md 15.</summary>
static class SystemZones
{
    public static IEnumerable<NetworkZone> Of(OrgSettings org) =>
    [
        Named("LegacyIpZone", org), Named("BlockedIpZone", org) with { Usage = NetworkZone.Blocklist },
    ];

    static NetworkZone Named(string name, OrgSettings org) => new()
    {
        Id = NetworkZone.EveryOrgs(name), Name = name, Networks = [], IsSystem = true, CreatedAt = org.CreatedAt,
        LastUpdatedAt = org.CreatedAt,
    };
}
