using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.SystemLog;

namespace Postern.LocalOrg.Management.Logs;

/// <summary>Tells what an operation has changed, with the change: who did it by which token, and to what.</summary>
sealed class ManagementLog(OrgDirectory directory)
{
    /// <summary>The names that paths have for ids, and what stands behind each in the log.</summary>
    static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["userId"] = "User", ["userIdOrLogin"] = "User", ["groupId"] = "UserGroup", ["groupRuleId"] = "GroupRule",
        ["appId"] = "AppInstance", ["allowedAppId"] = "AppInstance", ["clientId"] = "PublicClientApp", ["policyId"] = "PolicyEntity",
        ["ruleId"] = "PolicyRule", ["authServerId"] = "AuthorizationServer",
        ["scopeId"] = "OAuth2Scope", ["claimId"] = "OAuth2Claim", ["trustedOriginId"] = "TrustedOrigin", ["zoneId"] = "NetworkZone",
        ["apiTokenId"] = "Token", ["eventHookId"] = "EventHook", ["inlineHookId"] = "InlineHook", ["factorId"] = "UserFactor",
        ["secretId"] = "OAuth2ClientSecret", ["keyId"] = "JsonWebKey", ["roleAssignmentId"] = "ROLE", ["grantId"] = "OAuth2Grant",
    };

    /// <summary>What is made in a list, by the list's name.</summary>
    static readonly Dictionary<string, string> Made = new(StringComparer.Ordinal)
    {
        ["users"] = "User", ["groups"] = "UserGroup", ["apps"] = "AppInstance", ["policies"] = "PolicyEntity", ["rules"] = "PolicyRule",
        ["authorizationServers"] = "AuthorizationServer", ["scopes"] = "OAuth2Scope", ["claims"] = "OAuth2Claim",
        ["trustedOrigins"] = "TrustedOrigin", ["zones"] = "NetworkZone", ["eventHooks"] = "EventHook", ["inlineHooks"] = "InlineHook",
        ["secrets"] = "OAuth2ClientSecret", ["jwks"] = "JsonWebKey", ["roles"] = "ROLE", ["grants"] = "OAuth2Grant",
    };

    public async Task TellAsync(ManagementCall call, Operation operation, IReadOnlyList<string> types, JsonObject? body, Work work)
    {
        var (actor, tokenId) = await ActorAsync(call);
        var targets = await TargetsAsync(call, operation, body);
        foreach (var type in types)
            work.Tell(new LogEvent { Type = type, Actor = actor, ApiTokenId = tokenId, Targets = targets });
        // Who is made active at once was activated as well: two events of Okta's.
        if (types is ["user.lifecycle.create"] && Text(body, "status") is "ACTIVE" or "PROVISIONED")
            work.Tell(new LogEvent { Type = "user.lifecycle.activate", Actor = actor, ApiTokenId = tokenId, Targets = targets });
    }

    async Task<(LogParty? Actor, string? TokenId)> ActorAsync(ManagementCall call)
    {
        if (call.CallerOrNobody is not { } caller)
            return (null, null);
        if (caller.UserId is { } userId && await directory.Users.FindAsync(userId, call.Ct) is { } user)
            return (LogParty.Of(user), caller.TokenId);
        if (caller.ClientId is { } clientId && await directory.Apps.FindAsync(clientId, call.Ct) is { } app)
            return (LogParty.Client(app), caller.TokenId);
        return (LogParty.System, caller.TokenId);
    }

    async Task<List<LogParty>> TargetsAsync(ManagementCall call, Operation operation, JsonObject? body)
    {
        List<LogParty> targets = [];
        foreach (var (name, value) in call.Http.Request.RouteValues)
            if (value is string id && TypeOf(name, operation.Path) is { } type)
                targets.Add(await PartyAsync(type, id, body, call.Ct));
        if (operation.Method is "POST" && Made.TryGetValue(operation.Path.Split('/')[^1], out var made)
            && Text(body, "id") is { } madeId && targets.TrueForAll(target => target.Id != madeId))
            targets.Insert(0, await PartyAsync(made, madeId, body, call.Ct));
        return targets;
    }

    static string? TypeOf(string name, string path) => name is "id" && path.StartsWith("/api/v1/users/", StringComparison.Ordinal)
        ? "User"
        : Types.GetValueOrDefault(name);

    /// <summary>By its name where there is one; of what has just been made the answer knows it.</summary>
    async Task<LogParty> PartyAsync(string type, string id, JsonObject? body, CancellationToken ct)
    {
        LogParty? found = type switch
        {
            "User" => await directory.Users.FindAsync(id, ct) is { } user ? LogParty.Of(user) : null,
            "UserGroup" => await directory.Groups.FindAsync(id, ct) is { } group ? LogParty.Of(group) : null,
            "AppInstance" => await directory.FindAppByIdAsync(id, ct) is { } app
                ? LogParty.Of(app)
                : null,
            "PublicClientApp" => await directory.Apps.FindAsync(id, ct) is { } client ? LogParty.Client(client) : null,
            "ROLE" => RoleTypes.Find(id) is { } role ? new(id, type, role, RoleTypes.LabelOf(role)) : null,
            _ => null,
        };
        if (found is not null)
            return found;

        var named = Text(body, "id") == id ? body : null;
        var profile = named?["profile"] as JsonObject;
        return type is "User" && profile is not null
            ? new(id, type, Text(profile, "login"), $"{Text(profile, "firstName")} {Text(profile, "lastName")}".Trim())
            : new(id, type, "unknown", Text(named, "name") ?? Text(named, "label") ?? Text(profile, "name") ?? id);
    }

    static string? Text(JsonObject? node, string member) =>
        node?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
