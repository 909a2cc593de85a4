using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Rules that put users into groups: management.md 9.2.</summary>
sealed class GroupRuleOperations(OrgStore store, OrgDirectory directory, UserRecords records) : IOperations
{
    const string Rules = "/api/v1/groups/rules", Rule = Rules + "/{groupRuleId}";
    const string Reading = "okta.groups.read", Managing = "okta.groups.manage";
    const int Usual = 50, Most = 200;

    readonly SentGroupRule _sent = new(directory);
    readonly GroupRuleRuns _runs = new(store, directory, records);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Rules, Reading, ListAsync),
        Operation.Change("POST", Rules, Managing, CreateAsync),
        Operation.Read(Rule, Reading, FindAsync),
        Operation.Change("PUT", Rule, Managing, ReplaceAsync),
        Operation.Change("DELETE", Rule, Managing, DeleteAsync),
        Operation.Change("POST", Rule + "/lifecycle/activate", Managing, (call, _) => ActivateAsync(call)),
        Operation.Change("POST", Rule + "/lifecycle/deactivate", Managing, DeactivateAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (limit, after, word) = (call.Limit(Usual, Most), call.Query("after") ?? "", call.Query("search"));
        var groups = await GroupsAsync(call);
        var page = (await directory.GroupRules.AllAsync(call.Ct)).OrderBy(rule => rule.Id, StringComparer.Ordinal)
            .Where(rule => string.CompareOrdinal(rule.Id, after) > 0 && (word is null || Has(rule, word, groups))).Take(limit + 1).ToList();
        var expands = Expands(call);
        return Paging.Page(
            call, page, limit, rule => rule.Id, rule => GroupRuleWriter.Of(rule, groups, expands), ("search", word),
            ("expand", call.Query("expand")));
    }

    /// <summary>In its name, its condition or the name of a group.</summary>
    static bool Has(GroupRule rule, string word, Dictionary<string, string> groups) =>
        rule.GroupIds.Select(id => groups.GetValueOrDefault(id, "")).Append(rule.Name).Append(rule.Expression)
            .Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    async Task<Answer> CreateAsync(ManagementCall call, Work work)
    {
        var rule = await _sent.ReadAsync(call, new()
        {
            Id = OktaIds.New(OktaIds.Rule),
            Name = "",
            Expression = "",
            GroupIds = [],
            Status = Lifecycle.Inactive,
            CreatedAt = store.Now,
            LastUpdatedAt = store.Now,
        });
        directory.GroupRules.AddIfFree(work, rule);
        return await WriteAsync(call, rule);
    }

    async Task<Answer> FindAsync(ManagementCall call) => await WriteAsync(
        call, await directory.GroupRules.FindAsync(call["groupRuleId"], call.Ct) ?? throw NotFound(call));

    async Task<Answer> ReplaceAsync(ManagementCall call, Work work)
    {
        var before = await ToChangeAsync(call);
        CheckIsInactive(before.Document, "Cannot update an active rule");
        var rule = await _sent.ReadAsync(call, before.Document with { LastUpdatedAt = store.Now });
        if (!rule.GroupIds.SequenceEqual(before.Document.GroupIds))
            throw OktaError.Invalid("groupIds", "groupIds: The field is immutable"); // UNCONFIRMED (management.md 9.2): the wording
        directory.GroupRules.Change(work, before, rule);
        return await WriteAsync(call, rule);
    }

    /// <summary>Its members stay, unless they are to go with it.</summary>
    async Task<Answer> DeleteAsync(ManagementCall call, Work work)
    {
        var rule = await ToChangeAsync(call);
        CheckIsInactive(rule.Document, "Cannot delete an active rule");
        await _runs.ForgetAsync(work, rule.Document, call.Flag("removeUsers", otherwise: false), call.Ct);
        directory.GroupRules.Delete(work, rule);
        return new Answer(StatusCodes.Status202Accepted, new JsonObject());
    }

    /// <summary>Committed before users are looked at, so that none who comes meanwhile is missed.</summary>
    async Task<Answer> ActivateAsync(ManagementCall call)
    {
        await store.InOneWorkAsync(
            async work =>
            {
                var rule = await ToChangeAsync(call);
                if (!(await GroupsAsync(call)).Keys.ToHashSet().IsSupersetOf(rule.Document.GroupIds))
                    throw OktaError.Invalid("groupRule", "Cannot activate an invalid rule"); // UNCONFIRMED (management.md 9.1): the text
                directory.GroupRules.Change(
                    work, rule, rule.Document with { Status = Lifecycle.Active, LastUpdatedAt = store.Now });
            },
            call.Ct);
        if (await directory.GroupRules.FindAsync(call["groupRuleId"], call.Ct) is { } active)
            await _runs.RunAsync(active, call.Ct);
        return Answer.NoContent();
    }

    async Task<Answer> DeactivateAsync(ManagementCall call, Work work)
    {
        var rule = await ToChangeAsync(call);
        directory.GroupRules.Change(work, rule, rule.Document with { Status = Lifecycle.Inactive, LastUpdatedAt = store.Now });
        return Answer.NoContent();
    }

    /// <summary>UNCONFIRMED (management.md 24): the texts.</summary>
    static void CheckIsInactive(GroupRule rule, string cause)
    {
        if (rule.Status is Lifecycle.Active)
            throw OktaError.Invalid("groupRule", cause);
    }

    async Task<Kept<GroupRule>> ToChangeAsync(ManagementCall call) =>
        await directory.GroupRules.FindToChangeAsync(call["groupRuleId"], call.Ct) ?? throw NotFound(call);

    /// <summary>UNCONFIRMED (management.md 2.1): the type's name.</summary>
    static OktaError NotFound(ManagementCall call) => OktaError.NotFound(call["groupRuleId"], "PolicyRule");

    async Task<Answer> WriteAsync(ManagementCall call, GroupRule rule) =>
        Answer.Ok(GroupRuleWriter.Of(rule, await GroupsAsync(call), Expands(call)));

    static bool Expands(ManagementCall call) => call.Query("expand") is "groupIdToGroupNameMap";

    async Task<Dictionary<string, string>> GroupsAsync(ManagementCall call) =>
        (await directory.Groups.AllAsync(call.Ct)).ToDictionary(group => group.Id, group => group.Name, StringComparer.Ordinal);
}
