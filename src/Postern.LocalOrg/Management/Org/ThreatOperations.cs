using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Org;

/// <summary>What Okta would do about callers who are known to be dangerous: kept as it is sent, and nobody here is known to be.</summary>
sealed class ThreatOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Configuration = "/api/v1/threats/configuration";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(
            Configuration, "okta.threatInsights.read", call => Task.FromResult(Answer.Ok(Write(call, directory.Org.Settings)))),
        Operation.Change("POST", Configuration, "okta.threatInsights.manage", ChangeAsync),
    ];

    async Task<Answer> ChangeAsync(ManagementCall call, Work work)
    {
        var action = call.Body.Needed("action");
        if (!ThreatSettings.Actions.Contains(action))
            throw OktaError.Invalid("action", "action: The field has an invalid value");

        var zones = call.Body.Texts("excludeZones") ?? [];
        if (zones.FirstOrDefault(id => directory.Org.NetworkZones.All(zone => zone.Id != id)) is { } unknown)
            throw OktaError.NotFound(unknown, "NetworkZone");

        var before = (await directory.Settings.FindToChangeAsync(directory.Org.Id, call.Ct))!;
        var after = before.Document with { Threats = new() { Action = action, ExcludedZoneIds = zones, LastUpdatedAt = store.Now } };
        directory.Settings.Change(work, before, after);
        return Answer.Ok(Write(call, after));
    }

    static JsonObject Write(ManagementCall call, OrgSettings org) => new()
    {
        ["action"] = org.Threats?.Action ?? "none", ["excludeZones"] = Wire.Texts(org.Threats?.ExcludedZoneIds ?? []),
        ["created"] = Wire.Instant(org.CreatedAt), ["lastUpdated"] = Wire.Instant(org.Threats?.LastUpdatedAt ?? org.CreatedAt),
        ["_links"] = new JsonObject { ["self"] = Wire.Link(call.Url("/threats/configuration"), "GET", "POST") },
    };
}
