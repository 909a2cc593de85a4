using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>The org's policies of every type: management.md 12.</summary>
sealed class OrgPolicyOperations(PolicyShelves shelves, PolicyChecks checks, OrgDirectory directory, TimeProvider time) : IOperations
{
    const string Every = "/api/v1/policies", One = Every + "/{policyId}", Reading = "okta.policies.read", Managing = "okta.policies.manage";

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Every, Reading, ListAsync),
        Operation.Change("POST", Every, Managing, CreateAsync),
        Operation.Read(One, Reading, FindAsync),
        Operation.Change("PUT", One, Managing, ReplaceAsync),
        Operation.Change("DELETE", One, Managing, DeleteAsync),
        Operation.Change("POST", One + "/clone", Managing, CloneAsync),
        Operation.Change("POST", One + "/lifecycle/activate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Active)),
        Operation.Change("POST", One + "/lifecycle/deactivate", Managing, (call, work) => SetAsync(call, work, Lifecycle.Inactive)),
    ];

    long Now => time.GetUtcNow().ToUnixTimeSeconds();

    async Task<Answer> ListAsync(ManagementCall call)
    {
        // UNCONFIRMED (management.md 24): E0000028.
        var type = call.Query("type") ?? throw new OktaError(
            StatusCodes.Status400BadRequest, OktaErrorCodes.MissingParameter, "The request is missing a required parameter.");
        var self = $"<{call.Url("/policies")}?type={Uri.EscapeDataString(type)}>; rel=\"self\"";
        if (PolicyKinds.Empty.Contains(type))
            return Answer.List([]) with { Links = [self] };

        var shelf = shelves.Find(type) ?? throw UnknownType();
        var writer = await PolicyWriter.ForAsync(call, directory);
        var isWhole = call.Query("expand") is "rules";
        return Answer.List((await AskedAsync(call, shelf)).Select(
            policy => isWhole ? writer.WriteWhole(policy, shelf.Kind) : writer.Write(policy, shelf.Kind))) with
        { Links = [self] };
    }

    static async Task<IEnumerable<OrgPolicy>> AskedAsync(ManagementCall call, IPolicyShelf shelf)
    {
        IEnumerable<OrgPolicy> asked = await shelf.AllAsync(call.Ct);
        if (call.Query("status") is { } status)
            asked = asked.Where(policy => Wire.Status(policy.Status).Equals(status, StringComparison.OrdinalIgnoreCase));
        if (call.Query("q") is { } words)
            asked = asked.Where(policy => policy.Name.Contains(words, StringComparison.OrdinalIgnoreCase));
        return call.Query("sortBy") is "name" ? asked.OrderBy(policy => policy.Name, StringComparer.OrdinalIgnoreCase) : asked;
    }

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        var shelf = shelves.Find(call.Body.Needed("type")) ?? throw UnknownType();
        if (shelf.Kind.IsClosed)
            // UNCONFIRMED: there is only the one that every org has.
            throw OktaError.NotPermitted();

        var kind = shelf.Kind;
        var id = OktaIds.New(kind.IdPrefix);
        OrgPolicy fresh = new()
        {
            Id = id, Type = kind.Type, Name = "", CreatedAt = Now, LastUpdatedAt = Now,
            Status = Lifecycle.Of(call.Flag("activate", otherwise: true)),
            Rules = kind.CatchesAll ? [SystemPolicies.Rule(kind, id, Now)] : [],
        };
        var policy = PolicyReader.Policy(call.Body, kind, fresh);
        if (!call.Flag("activate", otherwise: true))
            policy = policy with { Status = Lifecycle.Inactive };
        return await PutAsync(call, work, shelf, policy);
    }

    async Task<Answer> CloneAsync(ManagementCall call, Work work)
    {
        var (shelf, policy) = await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        if (shelf.Kind.IsClosed)
            throw OktaError.NotPermitted();

        var clone = policy with
        {
            Id = OktaIds.New(shelf.Kind.IdPrefix),
            Name = $"[cloned] {policy.Name}",
            IsSystem = false,
            CreatedAt = Now,
            LastUpdatedAt = Now,
            Rules =
            [
                .. policy.Rules.Select(rule => rule with
                {
                    Id = OktaIds.New(shelf.Kind.RuleIdPrefix), CreatedAt = Now, LastUpdatedAt = Now,
                    IsSystem = rule.IsSystem && shelf.Kind.CatchesAll,
                }),
            ],
        };
        var answer = await PutAsync(call, work, shelf, clone);
        // As recorded: a clone does not say when it was made.
        var body = answer.Body!.AsObject();
        (body["created"], body["lastUpdated"]) = (null, null);
        return answer;
    }

    async Task<Answer> PutAsync(ManagementCall call, Work work, IPolicyShelf shelf, OrgPolicy added)
    {
        var row = await shelf.TakeAsync(call.Ct);
        PolicyChecks.CheckName(added, row.All);
        await checks.CheckAsync(shelf, added with { Rules = [] }, call.Ct);
        var after = Places.Insert(row.All, added, call.BodyOrNothing.Number("priority"), policy => policy.IsSystem);
        row.Put(work, after);
        return await AnswerAsync(call, shelf.Kind, after, added.Id);
    }

    async Task<Answer> FindAsync(ManagementCall call)
    {
        var (shelf, policy) = await shelves.FindPolicyAsync(call["policyId"], call.Ct);
        var writer = await PolicyWriter.ForAsync(call, directory);
        return Answer.Ok(call.Query("expand") is "rules" ? writer.WriteWhole(policy, shelf.Kind) : writer.Write(policy, shelf.Kind));
    }

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        var changed = PolicyReader.Policy(call.Body, taken.Kind, taken.Policy) with { LastUpdatedAt = Now };
        PolicyChecks.CheckName(changed, taken.Row.All);
        await checks.CheckAsync(taken.Shelf, changed with { Rules = [] }, call.Ct);
        var after = Places.Move(taken.Row.All, taken.Policy, changed, call.Body.Number("priority"), policy => policy.IsSystem);
        taken.Row.Put(work, after);
        return await AnswerAsync(call, taken.Kind, after, changed.Id);
    }

    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        if (taken.Policy.IsSystem)
            // UNCONFIRMED (management.md 24).
            throw OktaError.NotPermitted();

        taken.Row.Put(work, [.. taken.Row.All.Where(policy => policy.Id != taken.Policy.Id)]);
        await LetAppsGoAsync(work, taken.Policy, call.Ct);
        return Answer.NoContent();
    }

    /// <summary>Apps that had it have the one that every org has.</summary>
    async Task LetAppsGoAsync(Work work, OrgPolicy gone, CancellationToken ct)
    {
        foreach (var app in await directory.Apps.AllAsync(ct))
            if ((app.AccessPolicyId == gone.Id || app.EnrollmentPolicyId == gone.Id)
                && await directory.Apps.FindToChangeAsync(app.ClientId, ct) is { } kept)
                directory.Apps.Change(work, kept, kept.Document with
                {
                    AccessPolicyId = kept.Document.AccessPolicyId == gone.Id ? null : kept.Document.AccessPolicyId,
                    EnrollmentPolicyId = kept.Document.EnrollmentPolicyId == gone.Id ? null : kept.Document.EnrollmentPolicyId,
                });
    }

    /// <summary>What is so already stays so: management.md 23.</summary>
    async Task<Answer> SetAsync(ManagementCall call, Work work, Lifecycle status)
    {
        var taken = await shelves.TakeAsync(call["policyId"], call.Ct);
        if (taken.Policy.IsSystem && status is Lifecycle.Inactive)
            throw OktaError.NotPermitted();

        if (taken.Policy.Status != status)
            taken.Row.Put(work, taken.With(taken.Policy with { Status = status, LastUpdatedAt = Now }));
        return Answer.NoContent();
    }

    async Task<Answer> AnswerAsync(ManagementCall call, PolicyKind kind, IReadOnlyList<OrgPolicy> all, string id)
    {
        var number = all.TakeWhile(policy => policy.Id != id).Count();
        JsonObject body = (await PolicyWriter.ForAsync(call, directory))
            .Write(all[number] with { Priority = kind.IsOrdered ? number + 1 : 1 }, kind);
        return Answer.Ok(body);
    }

    /// <summary>management.md 2.3.</summary>
    static OktaError UnknownType() => new(
        StatusCodes.Status400BadRequest, OktaErrorCodes.InvalidRequest, "The request was not valid: Invalid policy type specified.");
}
