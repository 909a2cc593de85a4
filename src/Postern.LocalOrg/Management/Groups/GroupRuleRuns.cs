using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Management.Groups;

/// <summary>Holds every user to a rule that has become active, a page of them at a time, so that nobody is kept waiting for all.</summary>
sealed class GroupRuleRuns(OrgStore store, OrgDirectory directory, UserRecords records)
{
    const int Page = 500;

    readonly RuleMemberships _rules = new(store, directory);

    public async Task RunAsync(GroupRule rule, CancellationToken ct)
    {
        ParsedRule[] rules = [ParsedRule.Of(rule)];
        for (var after = ""; ;)
        {
            var last = after;
            await store.InOneWorkAsync(async work => last = await RunAsync(work, rules, after, ct), ct);
            if (last == after)
                return;
            after = last;
        }
    }

    /// <summary>What it gave, its members keep as if it were given by hand, or lose.</summary>
    public async Task ForgetAsync(Work work, GroupRule rule, bool removesUsers, CancellationToken ct)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var group in rule.GroupIds)
            for (var after = ""; ;)
            {
                var page = await records.MembersAsync(group, after, Page, ct);
                foreach (var user in page.Where(user => IsOf(rule, user.User) && seen.Add(user.Id)))
                    directory.Users.Change(work, user.Kept, RuleMemberships.Without(user.User, rule.Id, removesUsers));
                if (page.Count < Page)
                    break;
                after = page[^1].Id;
            }
    }

    static bool IsOf(GroupRule rule, User user) => user.RuleGroups?.Any(membership => membership.RuleId == rule.Id) is true;

    /// <summary>The last user that was looked at; the same as before where there is nobody left.</summary>
    async Task<string> RunAsync(Work work, IReadOnlyList<ParsedRule> rules, string after, CancellationToken ct)
    {
        var page = await records.PageAsync(after, Page, ct);
        foreach (var user in page)
        {
            var applied = await _rules.AppliedAsync(user.User, rules, ct);
            if (!applied.GroupIds.SequenceEqual(user.User.GroupIds) || applied.RuleGroups?.Count != user.User.RuleGroups?.Count)
            {
                directory.Users.Change(work, user.Kept, applied);
                work.TellOfRules(user.User, applied);
            }
        }

        return page is [.., var last] ? last.Id : after;
    }
}
