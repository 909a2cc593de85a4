using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Writes groups as Okta does: management.md 9.1.</summary>
static class GroupWriter
{
    /// <param name="call">Whose org it is.</param>
    /// <param name="group">The group.</param>
    /// <param name="membersChangedAt">0: never.</param>
    public static JsonObject Of(ManagementCall call, Group group, long membersChangedAt) => new()
    {
        ["id"] = group.Id,
        ["created"] = Wire.Instant(group.CreatedAt),
        ["lastUpdated"] = Wire.Instant(group.LastUpdatedAt),
        ["lastMembershipUpdated"] = Wire.Instant(Math.Max(membersChangedAt, group.CreatedAt)),
        ["objectClass"] = Wire.Texts(["okta:user_group"]),
        ["type"] = group.Type,
        ["profile"] = Profile(group),
        ["_links"] = new JsonObject
        {
            ["logo"] = new JsonArray(Logo(call, "medium"), Logo(call, "large")),
            ["users"] = Wire.Link(call.Url($"/groups/{group.Id}/users")),
            ["apps"] = Wire.Link(call.Url($"/groups/{group.Id}/apps")),
        },
    };

    static JsonObject Profile(Group group)
    {
        JsonObject profile = new()
        {
            ["name"] = group.Name,
            ["description"] = group.Description ?? (group.Type is Group.BuiltIn ? "All users in your organization" : null),
        };
        if (group.Profile is { } own)
            foreach (var attribute in own.EnumerateObject())
                profile[attribute.Name] = JsonNode.Parse(attribute.Value.GetRawText());
        return profile;
    }

    static JsonObject Logo(ManagementCall call, string size) => new()
    {
        ["name"] = size, ["href"] = $"{call.Org}/img/logos/groups/odyssey/okta-{size}.png", ["type"] = "image/png",
    };
}
