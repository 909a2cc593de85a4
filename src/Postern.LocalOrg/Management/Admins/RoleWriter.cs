using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Admins;

/// <summary>An assigned role, in the order in which Okta writes it.</summary>
static class RoleWriter
{
    public static JsonObject Write(ManagementCall call, RoleAssignment role) => new()
    {
        ["id"] = RoleTypes.IdOf(role.Type), ["label"] = RoleTypes.LabelOf(role.Type), ["type"] = role.Type, ["status"] = "ACTIVE",
        ["created"] = Wire.Instant(role.CreatedAt), ["lastUpdated"] = Wire.Instant(role.LastUpdatedAt),
        ["assignmentType"] = role.AssigneeKind.ToString().ToUpperInvariant(),
        ["_links"] = new JsonObject { ["assignee"] = Wire.Link(AddressOf(call, role)) },
    };

    static string AddressOf(ManagementCall call, RoleAssignment role) => role.AssigneeKind switch
    {
        AssigneeKind.User => call.Url($"/users/{role.AssigneeId}"),
        AssigneeKind.Group => call.Url($"/groups/{role.AssigneeId}"),
        _ => $"{call.Org}/oauth2/v1/clients/{role.AssigneeId}",
    };
}
