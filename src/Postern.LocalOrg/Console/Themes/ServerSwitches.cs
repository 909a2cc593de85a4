using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Console.Themes;

/// <summary>An authorization server, its access policies and their rules, each of which can be switched off and on again.</summary>
sealed class ServerSwitches(OrgStore store, OrgDirectory directory)
{
    const string Server = "/servers/{id}", Policy = Server + "/policies/{policy}", Rule = Policy + "/rules/{rule}";

    public void Map(ConsoleTable table)
    {
        Map(table, Server, (server, _, isOn) => Put(server, isOn));
        Map(table, Policy, (server, context, isOn) => PutPolicy(server, context, policy => Put(policy, isOn)));
        Map(table, Rule, (server, context, isOn) => PutPolicy(server, context, policy => PutRule(policy, context, isOn)));
    }

    public static Markup Of(CustomAuthorizationServer server) =>
        ConsoleParts.Switch(PathOf(server), server.Name, server.Status is Lifecycle.Active);

    public static Markup Of(CustomAuthorizationServer server, AccessPolicy policy) =>
        ConsoleParts.Switch(PathOf(server, policy), policy.Name, policy.IsActive);

    public static Markup Of(CustomAuthorizationServer server, AccessPolicy policy, AccessRule rule) =>
        ConsoleParts.Switch($"{PathOf(server, policy)}/rules/{Uri.EscapeDataString(rule.Id)}", rule.Name, rule.IsActive);

    static string PathOf(CustomAuthorizationServer server) => $"/servers/{Uri.EscapeDataString(server.Id)}";

    static string PathOf(CustomAuthorizationServer server, AccessPolicy policy) =>
        $"{PathOf(server)}/policies/{Uri.EscapeDataString(policy.Id)}";

    void Map(ConsoleTable table, string path, Func<CustomAuthorizationServer, HttpContext, bool, CustomAuthorizationServer> put)
    {
        table.Act(path + "/activate", (context, _) => ChangeAsync(context, server => put(server, context, true)));
        table.Act(path + "/deactivate", (context, _) => ChangeAsync(context, server => put(server, context, false)));
    }

    async Task<string> ChangeAsync(HttpContext context, Func<CustomAuthorizationServer, CustomAuthorizationServer> put)
    {
        var (id, ct) = (Named(context, "id"), context.RequestAborted);
        await store.InOneWorkAsync(
            async work =>
            {
                var before = await directory.Servers.FindToChangeAsync(id, ct)
                    ?? throw ConsoleProblem.NotFound("There is no authorization server of this id: it may be gone since a reset.");
                var after = put(before.Document);
                if (after != before.Document)
                    directory.Servers.Change(work, before, after);
            },
            ct);
        return ConsoleDone.With(ConsolePaths.Server(id), "switched");
    }

    CustomAuthorizationServer Put(CustomAuthorizationServer server, bool isOn)
    {
        var status = Lifecycle.Of(isOn);
        return server.Status == status ? server : server with { Status = status, LastUpdatedAt = store.Now };
    }

    AccessPolicy Put(AccessPolicy policy, bool isOn) =>
        policy.IsActive == isOn ? policy : policy with { IsActive = isOn, LastUpdatedAt = store.Now };

    static CustomAuthorizationServer PutPolicy(
        CustomAuthorizationServer server, HttpContext context, Func<AccessPolicy, AccessPolicy> put)
    {
        var before = server.Policies.FirstOrDefault(policy => policy.Id == Named(context, "policy"))
            ?? throw ConsoleProblem.NotFound("The server has no such access policy: it may be gone since a reset.");
        var after = put(before);
        return after == before
            ? server
            : server with { Policies = [.. server.Policies.Select(policy => policy.Id == after.Id ? after : policy)] };
    }

    AccessPolicy PutRule(AccessPolicy policy, HttpContext context, bool isOn)
    {
        var before = policy.Rules.FirstOrDefault(rule => rule.Id == Named(context, "rule"))
            ?? throw ConsoleProblem.NotFound("The policy has no such rule: it may be gone since a reset.");
        if (before.IsActive == isOn)
            return policy;

        var after = before with { IsActive = isOn, LastUpdatedAt = store.Now };
        return policy with { Rules = [.. policy.Rules.Select(rule => rule.Id == after.Id ? after : rule)] };
    }

    static string Named(HttpContext context, string part) => context.Request.RouteValues[part] as string ?? "";
}
