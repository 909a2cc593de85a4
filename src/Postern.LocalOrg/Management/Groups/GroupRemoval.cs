using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>
/// Deletes a group with all that names it: apps, policies and rules (management.md 9.1). A rule that puts users into it does nothing any
/// more. Who was in it may keep its id, which means nothing then.
/// </summary>
sealed class GroupRemoval(OrgDirectory directory)
{
    public async Task DeleteAsync(Work work, Kept<Group> group, CancellationToken ct)
    {
        var id = group.Document.Id;
        directory.Groups.Delete(work, group);
        work.Write("delete from group_members where group_id = @group", [("@group", id)]);
        work.Write("delete from group_changes where group_id = @group", [("@group", id)]);
        await EachAsync(
            work, directory.Apps, app => app.ClientId, app => app.AssignedGroupIds.Contains(id),
            app => app with { AssignedGroupIds = Without(app.AssignedGroupIds, id) }, ct);
        await EachAsync(
            work, directory.GroupRules, rule => rule.Id, rule => rule.GroupIds.Contains(id) || rule.ExcludedGroupIds.Contains(id),
            rule => rule with
            {
                Status = rule.GroupIds.Contains(id) ? Lifecycle.Inactive : rule.Status,
                ExcludedGroupIds = Without(rule.ExcludedGroupIds, id),
            },
            ct);
        await OfPoliciesAsync(work, id, ct);
        await EachAsync(
            work, directory.Servers, server => server.Id,
            server => server.Policies.Any(policy => policy.Rules.Any(rule => Names(rule, id))),
            server => server with { Policies = [.. server.Policies.Select(policy => Without(policy, id))] }, ct);
    }

    /// <summary>A policy that was for nobody else is for nobody then: null would be everybody.</summary>
    async Task OfPoliciesAsync(Work work, string id, CancellationToken ct)
    {
        await EachAsync(
            work, directory.SessionPolicies, policy => policy.Id, policy => policy.GroupIds?.Contains(id) is true,
            policy => policy with { GroupIds = Without(policy.GroupIds!, id) }, ct);
        await EachAsync(
            work, directory.PasswordPolicies, policy => policy.Id, policy => policy.GroupIds?.Contains(id) is true,
            policy => policy with { GroupIds = Without(policy.GroupIds!, id) }, ct);
        await EachAsync(
            work, directory.EnrollmentPolicies, policy => policy.Id, policy => policy.GroupIds?.Contains(id) is true,
            policy => policy with { GroupIds = Without(policy.GroupIds!, id) }, ct);
    }

    static async Task EachAsync<T>(
        Work work, Collection<T> all, Func<T, string> idOf, Func<T, bool> names, Func<T, T> without, CancellationToken ct)
        where T : class
    {
        foreach (var each in await all.AllAsync(ct))
            if (names(each) && await all.FindToChangeAsync(idOf(each), ct) is { } kept)
                all.Change(work, kept, without(kept.Document));
    }

    static bool Names(AccessRule rule, string id) => rule.GroupIds.Contains(id) || rule.ExcludedGroupIds.Contains(id);

    static AccessPolicy Without(AccessPolicy policy, string id) => policy with
    {
        Rules =
        [
            .. policy.Rules.Select(rule => rule with
            {
                GroupIds = Without(rule.GroupIds, id), ExcludedGroupIds = Without(rule.ExcludedGroupIds, id),
            }),
        ],
    };

    static IReadOnlyList<string> Without(IReadOnlyList<string> ids, string id) => [.. ids.Where(other => other != id)];
}
