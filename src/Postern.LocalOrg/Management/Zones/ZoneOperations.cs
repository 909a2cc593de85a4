using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Queries;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Zones;

/// <summary>Network zones, which policies and apps name: management.md 15.</summary>
sealed class ZoneOperations(OrgDirectory directory, TimeProvider time) : IOperations
{
    const string Every = "/api/v1/zones", One = Every + "/{zoneId}";
    const string Reading = "okta.networkZones.read", Managing = "okta.networkZones.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, ListAsync),
        Operation.Change("POST", Every, Managing, CreateAsync),
        Operation.Read(One, Reading, FindAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Active)),
        Operation.Change("POST", One + "/lifecycle/deactivate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Inactive)),
    ];

    readonly Standing<NetworkZone> _zones = new(directory.NetworkZones, () => SystemZones.Of(directory.Org.Settings), zone => zone.Id);

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var limit = call.Limit(usual: 20, most: 200);
        var filter = ListFilter.Read(call, "id", "usage");
        var found = (await _zones.AllAsync(call.Ct))
            .Where(zone => filter?.Matches(ZoneWriter.Write(call, zone), StringComparison.Ordinal) is not false)
            .OrderBy(zone => zone.Id, StringComparer.Ordinal)
            .Where(zone => string.CompareOrdinal(zone.Id, call.Query("after") ?? "") > 0).Take(limit + 1).ToList();
        return Paging.Page(call, found, limit, zone => zone.Id, zone => ZoneWriter.Write(call, zone), ("filter", call.Query("filter")));
    }

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        NetworkZone fresh = new() { Id = OktaIds.New(OktaIds.NetworkZone), Name = "", Networks = [], CreatedAt = Now };
        var zone = await CheckedAsync(call, fresh);
        directory.NetworkZones.AddIfFree(work, zone);
        return Answer.Ok(ZoneWriter.Write(call, zone));
    }

    async Task<Answer> FindAsync(ManagementCall call) =>
        Answer.Ok(ZoneWriter.Write(call, await _zones.FindAsync(call["zoneId"], call.Ct) ?? throw NotFound(call)));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await TakeAsync(call);
        return Put(call, work, before, await CheckedAsync(call, before.Document));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await TakeAsync(call);
        if (before.Document.IsSystem)
            // UNCONFIRMED: as of other things that every org has.
            throw OktaError.NotPermitted();

        directory.NetworkZones.Delete(work, before.Kept!);
        return Answer.NoContent();
    }

    async Task<Answer> SetAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var before = await TakeAsync(call);
        return Put(call, work, before, before.Document with { Status = status, LastUpdatedAt = Now });
    }

    Answer Put(ManagementCall call, Work work, Taken<NetworkZone> before, NetworkZone after)
    {
        _zones.Put(work, before, after);
        return Answer.Ok(ZoneWriter.Write(call, after));
    }

    async Task<Taken<NetworkZone>> TakeAsync(ManagementCall call) =>
        await _zones.TakeAsync(call["zoneId"], call.Ct) ?? throw NotFound(call);

    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["zoneId"], "NetworkZone");

    /// <exception cref="OktaError">It is none, or another is called so.</exception>
    async Task<NetworkZone> CheckedAsync(ManagementCall call, NetworkZone before)
    {
        var zone = ZoneReader.Read(call.Body, before) with { LastUpdatedAt = Now };
        var isTaken = (await directory.NetworkZones.AllToChangeAsync(call.Ct)).Select(kept => kept.Document)
            .Concat(SystemZones.Of(directory.Org.Settings)).Any(other => other.Id != zone.Id && other.Name == zone.Name);
        return isTaken
            ? throw OktaError.Invalid("name", "name: An object with this field already exists in the current organization")
            : zone;
    }
}
