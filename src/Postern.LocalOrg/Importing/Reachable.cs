using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.Importing;

/// <summary>
/// What rules may name of what was read. A rule for people or places that were not read would, without them, be for everybody: it is
/// switched off instead.
/// </summary>
sealed class Reachable(
    Tenant tenant, IReadOnlyList<ExportedUser> users, IReadOnlyList<Group> groups, IReadOnlyList<NetworkZone> zones)
{
    readonly HashSet<string> _users = [.. users.Select(user => user.Credentials.User.Id)];
    readonly HashSet<string> _groups = [.. groups.Select(group => group.Id), AccessRule.Everybody];
    readonly HashSet<string> _zones = [.. zones.Select(zone => zone.Id), NetworkZone.All];

    public IReadOnlyList<string> Users(IReadOnlyList<string> ids) => [.. ids.Where(_users.Contains)];

    public IReadOnlyList<string>? UsersOrNull(IReadOnlyList<string>? ids) => ids is null ? null : NoneIsNull(Users(ids));

    public IReadOnlyList<string> Groups(IReadOnlyList<string> ids) => [.. ids.Where(_groups.Contains)];

    /// <summary>Zones that were read, and plain addresses.</summary>
    public IReadOnlyList<string>? Networks(IReadOnlyList<string>? networks) =>
        networks is null ? null : [.. networks.Where(network => _zones.Contains(network) || AddressRanges.IsNetwork(network))];

    public IReadOnlyList<string>? ExcludedNetworks(IReadOnlyList<string>? networks) =>
        networks is null ? null : NoneIsNull(Networks(networks)!);

    /// <summary>Whether a rule that named people still names some.</summary>
    public bool KeepsPeople(string rule, int before, int after) => Keeps(rule, before, after, "nobody of those that it is for was read");

    /// <summary>The same of places.</summary>
    public bool KeepsPlaces(string rule, int before, int after) => Keeps(rule, before, after, "no network zone that it is for was read");

    bool Keeps(string rule, int before, int after, string why)
    {
        if (before == 0 || after > 0)
            return true;

        tenant.Remark($"{rule} is switched off: {why}.");
        return false;
    }

    static IReadOnlyList<string>? NoneIsNull(IReadOnlyList<string> ids) => ids.Count == 0 ? null : ids;
}
