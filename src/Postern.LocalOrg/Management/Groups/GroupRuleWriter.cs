using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Writes group rules as Okta does, the type first and no links: management.md 9.2.</summary>
static class GroupRuleWriter
{
    /// <param name="rule">The rule.</param>
    /// <param name="groups">Names of those groups of it that are there, by id.</param>
    /// <param name="expands">Whether the names are wanted.</param>
    public static JsonObject Of(GroupRule rule, IReadOnlyDictionary<string, string> groups, bool expands)
    {
        var isValid = rule.GroupIds.All(groups.ContainsKey);
        JsonObject written = new()
        {
            ["type"] = "group_rule",
            ["id"] = rule.Id,
            ["status"] = !isValid ? "INVALID" : rule.Status is Lifecycle.Active ? "ACTIVE" : "INACTIVE",
            ["name"] = rule.Name,
            ["created"] = Wire.Instant(rule.CreatedAt),
            ["lastUpdated"] = Wire.Instant(rule.LastUpdatedAt),
            ["conditions"] = Conditions(rule),
            ["actions"] = new JsonObject { ["assignUserToGroups"] = new JsonObject { ["groupIds"] = Wire.Texts(rule.GroupIds) } },
            ["allGroupsValid"] = isValid,
        };
        if (expands)
        {
            JsonObject names = [];
            foreach (var id in rule.GroupIds.Where(groups.ContainsKey))
                names[id] = groups[id];
            written["_embedded"] = new JsonObject { ["groupIdToGroupNameMap"] = names };
        }

        return written;
    }

    /// <summary>People are there where they were named, or somebody was excluded since.</summary>
    static JsonObject Conditions(GroupRule rule)
    {
        JsonObject conditions = [];
        if (rule.NamesPeople || rule.ExcludedUserIds.Count > 0)
            conditions["people"] = new JsonObject
            {
                ["users"] = new JsonObject { ["exclude"] = Wire.Texts(rule.ExcludedUserIds) },
                ["groups"] = new JsonObject { ["exclude"] = Wire.Texts(rule.ExcludedGroupIds) },
            };
        conditions["expression"] = new JsonObject { ["value"] = rule.Expression, ["type"] = "urn:okta:expression:1.0" };
        return conditions;
    }
}
