using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.AuthorizationServers;

/// <summary>The rules of an access policy, in the order of their priorities: api-access-management.md 10.</summary>
sealed class RuleOperations(OrgStore store, OrgDirectory directory) : IOperations
{
    const string Path = ServerPaths.One + "/policies/{policyId}/rules", One = Path + "/{ruleId}";

    readonly RuleReader _reader = new(directory);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Path, ServerPaths.Reading, ListAsync),
        Operation.Change("POST", Path, ServerPaths.Managing, AddAsync),
        Operation.Read(One, ServerPaths.Reading, FindAsync),
        Operation.Change("PUT", One, ServerPaths.Managing, ReplaceAsync),
        Operation.Change("DELETE", One, ServerPaths.Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", ServerPaths.Managing, ActivateAsync),
        Operation.Change("POST", One + "/lifecycle/deactivate", ServerPaths.Managing, DeactivateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        var policy = server.PolicyOf(call);
        return Answer.List(policy.Rules.Select(rule => RuleWriter.Write(call, server, policy, rule)));
    }

    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        AccessRule made = new() { Id = OktaIds.New(OktaIds.Rule), Name = "", GrantTypes = [], CreatedAt = store.Now };
        return Answer.Created(await PutAsync(call, work, before, made));
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var server = await directory.ServerAsync(call);
        var policy = server.PolicyOf(call);
        return Answer.Ok(RuleWriter.Write(call, server, policy, policy.RuleOf(call)));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        return Answer.Ok(await PutAsync(call, work, before, before.Document.PolicyOf(call).RuleOf(call)));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var before = await directory.ServerToChangeAsync(call);
        var policy = before.Document.PolicyOf(call);
        var rule = policy.RuleOf(call);
        Change(work, before, policy with { Rules = [.. policy.Rules.Where(other => other.Id != rule.Id)] });
        return Answer.NoContent();
    }

    Task<Answer> ActivateAsync(ManagementCall call, Work work) => PutAsync(call, work, isActive: true);

    Task<Answer> DeactivateAsync(ManagementCall call, Work work) => PutAsync(call, work, isActive: false);

    async Task<Answer> PutAsync(ManagementCall call, Work work, bool isActive)
    {
        var before = await directory.ServerToChangeAsync(call);
        var policy = before.Document.PolicyOf(call);
        var rule = policy.RuleOf(call);
        var changed = rule with { IsActive = isActive, LastUpdatedAt = store.Now };
        if (rule.IsActive != isActive)
            Change(work, before, policy with { Rules = [.. policy.Rules.Select(other => other.Id == rule.Id ? changed : other)] });
        return Answer.NoContent();
    }

    /// <summary>At the priority that is asked for: the others make room.</summary>
    async Task<JsonObject> PutAsync(ManagementCall call, Work work, Kept<CustomAuthorizationServer> before, AccessRule known)
    {
        var policy = before.Document.PolicyOf(call);
        var rule = await _reader.ReadAsync(call, before.Document, known) with { LastUpdatedAt = store.Now };
        if (policy.Rules.Any(other => other.Id != rule.Id && other.Name == rule.Name))
            throw RuleReader.NameTaken();

        policy = policy with { Rules = Priorities.Put(policy.Rules, rule, it => it.Id, call.Body.Number("priority")) };
        Change(work, before, policy);
        return RuleWriter.Write(call, before.Document, policy, rule);
    }

    void Change(Work work, Kept<CustomAuthorizationServer> before, AccessPolicy policy) =>
        directory.Servers.Change(work, before, before.Document.WithPolicy(policy));
}
