using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Admins;

/// <summary>Which users have a role of their own: management.md 19.</summary>
sealed class AssigneeOperations(OrgDirectory directory) : IOperations
{
    const int Usual = 100, Most = 200;

    public IEnumerable<Operation> All => [Operation.Read("/api/v1/iam/assignees/users", "okta.roles.read", ListAsync)];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (limit, after) = (call.Limit(Usual, Most), call.Query("after") ?? "");
        List<string> found = [];
        foreach (var id in Assignees().Where(id => string.CompareOrdinal(id, after) > 0))
        {
            if (await directory.Users.FindAsync(id, call.Ct) is not null)
                found.Add(id);
            if (found.Count > limit)
                break;
        }

        var shown = found.Take(limit).ToList();
        JsonObject links = [];
        if (found.Count > limit)
            links["next"] = Wire.Link(call.Url($"/iam/assignees/users?after={shown[^1]}&limit={limit}"));
        return Answer.Ok(
            new JsonObject { ["value"] = new JsonArray([.. shown.Select(id => (JsonNode)Write(call, id))]), ["_links"] = links });
    }

    IEnumerable<string> Assignees() => directory.Org.RoleAssignments.Where(role => role.AssigneeKind is AssigneeKind.User)
        .Select(role => role.AssigneeId).Distinct().Order(StringComparer.Ordinal);

    JsonObject Write(ManagementCall call, string id) => new()
    {
        ["id"] = id, ["orn"] = $"orn:okta:directory:{directory.Org.Id}:users:{id}",
        ["_links"] = new JsonObject
        {
            ["self"] = Wire.Link(call.Url($"/users/{id}")), ["roles"] = Wire.Link(call.Url($"/users/{id}/roles")),
        },
    };
}
