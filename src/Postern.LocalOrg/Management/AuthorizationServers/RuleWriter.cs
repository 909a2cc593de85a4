using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>Writes a rule of an access policy: management.md 11.</summary>
static class RuleWriter
{
    public static JsonObject Write(ManagementCall call, CustomAuthorizationServer server, AccessPolicy policy, AccessRule rule)
    {
        var url = ServerPaths.Url(call, server, $"/policies/{policy.Id}/rules/{rule.Id}");
        var other = rule.IsActive ? "deactivate" : "activate";
        return new()
        {
            ["id"] = rule.Id,
            ["status"] = rule.IsActive ? "ACTIVE" : "INACTIVE",
            ["name"] = rule.Name,
            ["priority"] = Priorities.Of(policy.Rules, rule.Id, it => it.Id),
            ["created"] = Wire.Instant(rule.CreatedAt),
            ["lastUpdated"] = Wire.Instant(rule.LastUpdatedAt),
            ["system"] = false,
            ["conditions"] = new JsonObject
            {
                ["people"] = People(rule),
                ["grantTypes"] = new JsonObject { ["include"] = Wire.Texts(rule.GrantTypes) },
                ["scopes"] = new JsonObject { ["include"] = Wire.Texts(rule.Scopes) },
            },
            ["actions"] = new JsonObject { ["token"] = Token(rule) },
            ["_links"] = new JsonObject
            {
                ["self"] = Wire.Link(url, "GET", "PUT", "DELETE"), [other] = Wire.Link($"{url}/lifecycle/{other}", "POST"),
            },
            ["type"] = "RESOURCE_ACCESS",
        };
    }

    /// <summary>Who is excluded is always told, but for groups where there is none.</summary>
    static JsonObject People(AccessRule rule)
    {
        JsonObject users = [];
        if (rule.UserIds.Count > 0)
            users["include"] = Wire.Texts(rule.UserIds);
        users["exclude"] = Wire.Texts(rule.ExcludedUserIds);
        JsonObject groups = [], people = new() { ["users"] = users };
        // A seed may leave everybody unsaid; the API may not, so that what is read can be put back.
        if (rule.GroupIds.Count > 0)
            groups["include"] = Wire.Texts(rule.GroupIds);
        else if (rule.UserIds.Count == 0 && RuleReader.IsForUsers(rule))
            groups["include"] = Wire.Texts([AccessRule.Everybody]);
        if (rule.ExcludedGroupIds.Count > 0)
            groups["exclude"] = Wire.Texts(rule.ExcludedGroupIds);
        if (groups.Count > 0)
            people["groups"] = groups;
        return people;
    }

    static JsonObject Token(AccessRule rule)
    {
        JsonObject token = new()
        {
            ["accessTokenLifetimeMinutes"] = (int)rule.AccessTokenLifetime.TotalMinutes,
            ["refreshTokenLifetimeMinutes"] = (int)(rule.RefreshTokenLifetime?.TotalMinutes ?? 0),
            ["refreshTokenWindowMinutes"] = (int)rule.RefreshTokenWindow.TotalMinutes,
        };
        if (rule.InlineHookId is { } hook)
            token["inlineHook"] = new JsonObject { ["id"] = hook };
        return token;
    }
}
