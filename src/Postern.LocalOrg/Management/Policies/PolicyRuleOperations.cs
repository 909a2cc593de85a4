using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>The rules of the org's policies: management.md 12.</summary>
sealed class PolicyRuleOperations(PolicyShelves shelves, PolicyChecks checks, OrgDirectory directory, TimeProvider time) : IOperations
{
    const string Every = "/api/v1/policies/{policyId}/rules", One = Every + "/{ruleId}";
    const string Reading = "okta.policies.read", Managing = "okta.policies.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, ListAsync),
        Operation.Change("POST", Every, Managing, CreateAsync),
        Operation.Read(One, Reading, FindAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
        Operation.Change("POST", One + "/lifecycle/activate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Active)),
        Operation.Change("POST", One + "/lifecycle/deactivate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Inactive)),
    ];

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (shelf, policy) = await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        var writer = await PolicyWriter.ForAsync(call, directory);
        return Answer.List(policy.Rules.Select(rule => writer.Write(rule, policy, shelf.Kind)));
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var (shelf, policy) = await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        var rule = policy.Rules.FirstOrDefault(rule => rule.Id == call["ruleId"]) ?? throw OktaError.NotFound(call["ruleId"], "PolicyRule");
        return Answer.Ok((await PolicyWriter.ForAsync(call, directory)).Write(rule, policy, shelf.Kind));
    }

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        if (taken.Kind.HasOneRule)
            // UNCONFIRMED (management.md 12.2): rules of these can only be changed.
            throw OktaError.NotPermitted();

        OrgPolicyRule fresh = new()
        {
            Id = OktaIds.New(taken.Kind.RuleIdPrefix), Name = "", CreatedAt = Now, LastUpdatedAt = Now, Actions = default,
        };
        var rule = PolicyReader.Rule(call.Body, taken.Kind, fresh);
        if (!call.Flag("activate", otherwise: true))
            rule = rule with { Status = Lifecycle.Inactive };
        return await PutAsync(
            call, work, taken, rule,
            Places.Insert(taken.Policy.Rules, rule, call.Body.Number("priority"), other => other.IsSystem));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        var before = taken.Rule(call["ruleId"]);
        var rule = PolicyReader.Rule(call.Body, taken.Kind, before) with { LastUpdatedAt = Now };
        return await PutAsync(
            call, work, taken, rule,
            Places.Move(taken.Policy.Rules, before, rule, call.Body.Number("priority"), other => other.IsSystem));
    }

    async Task<Answer> PutAsync(
        ManagementCall call, Work work, TakenPolicy taken, OrgPolicyRule rule, IReadOnlyList<OrgPolicyRule> rules)
    {
        PolicyChecks.CheckName(rule, taken.Policy);
        await checks.CheckAsync(taken.Shelf, taken.Policy with { GroupIds = null, Rules = [rule] }, call.Ct);
        var policy = taken.Policy with { Rules = rules };
        taken.Row.Put(work, taken.With(policy));
        return Answer.Ok((await PolicyWriter.ForAsync(call, directory)).Write(rule, policy, taken.Kind));
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        var gone = taken.Rule(call["ruleId"]);
        if (gone.IsSystem)
            throw OktaError.NotPermitted();

        taken.Row.Put(work, taken.With(taken.Policy with { Rules = [.. taken.Policy.Rules.Where(rule => rule.Id != gone.Id)] }));
        return Answer.NoContent();
    }

    /// <summary>What is so already stays so: management.md 23.</summary>
    async Task<Answer> SetAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        var before = taken.Rule(call["ruleId"]);
        if (before.IsSystem && status is Lifecycle.Inactive)
            throw OktaError.NotPermitted();
        if (before.Status == status)
            return Answer.NoContent();

        var rule = before with { Status = status, LastUpdatedAt = Now };
        taken.Row.Put(
            work,
            taken.With(taken.Policy with { Rules = Places.Move(taken.Policy.Rules, before, rule, null, other => other.IsSystem) }));
        return Answer.NoContent();
    }
}
