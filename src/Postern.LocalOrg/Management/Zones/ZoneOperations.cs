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

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var limit = call.Limit(usual: 20, most: 200);
        var filter = ListFilter.Read(call, "id", "usage");
        var stored = await directory.NetworkZones.AllAsync(call.Ct);
        var found = stored.Concat(SystemZones.Of(directory.Org.Settings).Where(zone => !stored.Any(other => other.Id == zone.Id)))
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

    async Task<Answer> FindAsync(ManagementCall call) => Answer.Ok(ZoneWriter.Write(
        call,
        await directory.NetworkZones.FindAsync(call["zoneId"], call.Ct) ?? SystemZones.Find(directory.Org.Settings, call["zoneId"])
            ?? throw NotFound(call)));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var (before, kept) = await TakeAsync(call);
        return Put(call, work, kept, await CheckedAsync(call, before));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var (before, kept) = await TakeAsync(call);
        if (before.IsSystem)
            // UNCONFIRMED: as of other things that every org has.
            throw OktaError.NotPermitted();

        directory.NetworkZones.Delete(work, kept!);
        return Answer.NoContent();
    }

    async Task<Answer> SetAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var (before, kept) = await TakeAsync(call);
        return Put(call, work, kept, before with { Status = status, LastUpdatedAt = Now });
    }

    Answer Put(ManagementCall call, Work work, Kept<NetworkZone>? before, NetworkZone after)
    {
        if (before is null)
            directory.NetworkZones.AddIfFree(work, after);
        else
            directory.NetworkZones.Change(work, before, after);
        return Answer.Ok(ZoneWriter.Write(call, after));
    }

    /// <summary>One that every org has is not stored until somebody changes it.</summary>
    async Task<(NetworkZone Zone, Kept<NetworkZone>? Kept)> TakeAsync(ManagementCall call) =>
        await directory.NetworkZones.FindToChangeAsync(call["zoneId"], call.Ct) is { } kept
            ? (kept.Document, kept)
            : (SystemZones.Find(directory.Org.Settings, call["zoneId"]) ?? throw NotFound(call), null);

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
