using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Policies;

namespace Postern.LocalOrg.Management.TrustedOrigins;

/// <summary>Writes a trusted origin in wire order: management.md 15.</summary>
static class TrustedOriginWriter
{
    public static JsonObject Write(ManagementCall call, TrustedOrigin origin) => new()
    {
        ["id"] = origin.Id, ["name"] = origin.Name, ["origin"] = origin.Origin, ["scopes"] = Scopes(origin),
        ["status"] = Wire.Status(origin.Status), ["created"] = Wire.Instant(origin.CreatedAt), ["createdBy"] = origin.CreatedBy,
        ["lastUpdated"] = Wire.Instant(origin.LastUpdatedAt), ["lastUpdatedBy"] = origin.LastUpdatedBy,
        ["_links"] = Links(origin, call.Url($"/trustedOrigins/{origin.Id}")),
    };

    static JsonNode? Scopes(TrustedOrigin origin) => origin.Scopes is { } kept
        ? Filled.Copy(kept.GetProperty("scopes"))
        : new JsonArray(new JsonObject { ["type"] = "CORS" }, new JsonObject { ["type"] = "REDIRECT" });

    static JsonObject Links(TrustedOrigin origin, string url)
    {
        var self = Wire.Link(url, "GET", "PUT", "DELETE");
        return origin.Status is Lifecycle.Active
            ? new() { ["self"] = self, ["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST") }
            : new() { ["activate"] = Wire.Link(url + "/lifecycle/activate", "POST"), ["self"] = self };
    }
}
