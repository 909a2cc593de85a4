using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>Writes policies and rules in wire order, their type last: management.md 12.1.</summary>
sealed class PolicyWriter(ManagementCall call, string? everyoneId)
{
    const int LastPriority = 99;

    public static async Task<PolicyWriter> ForAsync(ManagementCall call, OrgDirectory directory) =>
        new(call, (await directory.Groups.FindByAsync("name", Group.Everyone, call.Ct))?.Id);

    public JsonObject Write(OrgPolicy policy, PolicyKind kind)
    {
        JsonObject body = new() { ["id"] = policy.Id, ["status"] = Wire.Status(policy.Status), ["name"] = policy.Name };
        if (policy.Description is { } description)
            body["description"] = description;
        body["priority"] = policy.Priority;
        body["system"] = policy.IsSystem;
        body["conditions"] = Conditions(policy, kind);
        body["created"] = Wire.Instant(policy.CreatedAt);
        body["lastUpdated"] = Wire.Instant(policy.LastUpdatedAt);
        if (policy.Settings is { } settings)
            body["settings"] = Node(settings);
        body["_links"] = Links(policy);
        if (policy.IsSystem && kind.Type is OrgPolicy.AppAccess)
            body["_embedded"] = new JsonObject { ["resourceType"] = "APP" };
        body["type"] = policy.Type;
        return body;
    }

    /// <summary>With its rules: <c>expand=rules</c>.</summary>
    public JsonObject WriteWhole(OrgPolicy policy, PolicyKind kind)
    {
        var body = Write(policy, kind);
        var embedded = body["_embedded"]?.DeepClone().AsObject() ?? [];
        embedded["rules"] = new JsonArray([.. policy.Rules.Select(rule => Write(rule, policy, kind))]);
        body.Remove("_embedded");
        body.Insert(body.IndexOf("type"), "_embedded", embedded);
        return body;
    }

    public JsonObject Write(OrgPolicyRule rule, OrgPolicy policy, PolicyKind kind) => new()
    {
        ["id"] = rule.Id, ["status"] = Wire.Status(rule.Status), ["name"] = rule.Name,
        ["priority"] = rule.IsSystem && kind.CatchesAll ? LastPriority : 1 + policy.Rules.TakeWhile(other => other.Id != rule.Id).Count(),
        ["created"] = Wire.Instant(rule.CreatedAt), ["lastUpdated"] = Wire.Instant(rule.LastUpdatedAt), ["system"] = rule.IsSystem,
        ["conditions"] = rule.Conditions is { } conditions ? Node(conditions) : null, ["actions"] = Node(rule.Actions),
        ["_links"] = RuleLinks(rule, call.Url($"/policies/{policy.Id}/rules/{rule.Id}")), ["type"] = kind.RuleType,
    };

    /// <summary>Those of the seed, and of the policy that every org has, are everybody's.</summary>
    JsonNode? Conditions(OrgPolicy policy, PolicyKind kind)
    {
        if (policy.Conditions is { } said)
            return Node(said);
        if (kind.Conditions is not { } template)
            return null;

        JsonObject people = new()
        {
            ["people"] = new JsonObject
            {
                ["groups"] = new JsonObject { ["include"] = Wire.Texts(policy.GroupIds ?? (everyoneId is null ? [] : [everyoneId])) },
            },
        };
        return Filled.Of(template, new(Filled.Kept(people)));
    }

    JsonObject Links(OrgPolicy policy)
    {
        var url = call.Url($"/policies/{policy.Id}");
        JsonObject links = [];
        if (!policy.IsSystem)
            links["mappings"] = Wire.Link(url + "/mappings", "GET", "POST");
        if (policy is { IsSystem: false, Status: Lifecycle.Inactive })
            links["activate"] = Wire.Link(url + "/lifecycle/activate", "POST");
        links["self"] = policy.IsSystem ? Wire.Link(url, "GET", "PUT") : Wire.Link(url, "GET", "PUT", "DELETE");
        links["rules"] = Wire.Link(url + "/rules", "GET", "POST");
        if (policy is { IsSystem: false, Status: Lifecycle.Active })
            links["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST");
        return links;
    }

    static JsonObject RuleLinks(OrgPolicyRule rule, string url)
    {
        if (rule.IsSystem)
            return new() { ["self"] = Wire.Link(url, "GET", "PUT") };

        var self = Wire.Link(url, "GET", "PUT", "DELETE");
        return rule.Status is Lifecycle.Active
            ? new() { ["self"] = self, ["deactivate"] = Wire.Link(url + "/lifecycle/deactivate", "POST") }
            : new() { ["activate"] = Wire.Link(url + "/lifecycle/activate", "POST"), ["self"] = self };
    }

    static JsonNode? Node(JsonElement kept) => Filled.Copy(kept);
}
