using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Management.Users;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Who is in a group: management.md 9.1. What is done by hand, rules do not undo.</summary>
sealed class GroupMembers(OrgStore store, OrgDirectory directory, UserRecords records, GroupReading groups) : IOperations
{
    const string Members = "/api/v1/groups/{groupId}/users", Member = Members + "/{userId}";
    const string Reading = "okta.groups.read", Managing = "okta.groups.manage";
    const int Most = 1000;

    readonly NamedUsers _users = new(records);
    readonly RuleMemberships _rules = new(store, directory);

    public IEnumerable<Operation> All =>
    [
        Operation.Read(Members, Reading, ListAsync),
        Operation.Change("PUT", Member, Managing, AddAsync),
        Operation.Change("DELETE", Member, Managing, RemoveAsync),
    ];

    async Task<Answer> ListAsync(ManagementCall call)
    {
        var (group, limit, view) = (await groups.FindAsync(call), call.Limit(Most, Most), AskedView.Of(call));
        var page = await records.MembersAsync(group.Id, call.Query("after") ?? "", limit + 1, call.Ct);
        return Paging.Page(call, page, limit, user => user.Id, user => UserWriter.Listed(call, user, view));
    }

    /// <summary>Whoever is there by a rule is there by hand from then on.</summary>
    async Task<Answer> AddAsync(ManagementCall call, Work work)
    {
        var (group, user) = await FindAsync(call);
        var before = user.User;
        var byRule = before.RuleGroups?.Any(membership => membership.GroupId == group.Id) is true;
        if (before.GroupIds.Contains(group.Id) && !byRule)
            return Answer.NoContent();

        var after = before with
        {
            GroupIds = [.. before.GroupIds.Union([group.Id])],
            RuleGroups = before.RuleGroups?.Where(membership => membership.GroupId != group.Id).ToList(),
        };
        var applied = await _rules.AppliedAsync(after, call.Ct);
        directory.Users.Change(work, user.Kept, applied);
        work.TellOfRules(after, applied);
        return Answer.NoContent();
    }

    /// <summary>Whoever a rule would put there again is excluded from it.</summary>
    async Task<Answer> RemoveAsync(ManagementCall call, Work work)
    {
        var (group, user) = await FindAsync(call);
        if (!user.User.GroupIds.Contains(group.Id))
            return Answer.NoContent();

        var applied = await _rules.AppliedAsync(Without(user.User, group.Id), call.Ct);
        var excluding = (user.User.RuleGroups ?? []).Concat(applied.RuleGroups ?? [])
            .Where(membership => membership.GroupId == group.Id).Select(membership => membership.RuleId).Distinct()
            .Order(StringComparer.Ordinal);
        foreach (var id in excluding)
            if (await directory.GroupRules.FindToChangeAsync(id, call.Ct) is { } rule && !rule.Document.ExcludedUserIds.Contains(user.Id))
                directory.GroupRules.Change(
                    work, rule, rule.Document with { ExcludedUserIds = [.. rule.Document.ExcludedUserIds, user.Id] });
        directory.Users.Change(work, user.Kept, Without(applied, group.Id));
        return Answer.NoContent();
    }

    static User Without(User user, string groupId) => user with
    {
        GroupIds = [.. user.GroupIds.Where(id => id != groupId)],
        RuleGroups = user.RuleGroups?.Where(membership => membership.GroupId != groupId).ToList(),
    };

    async Task<(Group Group, UserRecord User)> FindAsync(ManagementCall call)
    {
        var group = await groups.FindAsync(call);
        if (group.Type is not Group.OfOkta)
            throw OktaError.NotPermitted();
        return (group, await _users.FindAsync(call, call["userId"]));
    }
}
