using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>What a seed's group rules become in the directory, and what they do to its users.</summary>
static class SeededGroupRules
{
    const int Page = 500;

    public static GroupRule Of(SeedGroupRule rule, long now) => new()
    {
        Id = rule.Id,
        Name = rule.Name,
        Status = Lifecycle.Of(!rule.IsInactive),
        Expression = rule.Expression,
        GroupIds = rule.GroupIds,
        ExcludedUserIds = rule.ExcludedUserIds,
        ExcludedGroupIds = rule.ExcludedGroupIds,
        CreatedAt = now,
        LastUpdatedAt = now,
    };

    /// <summary>Holds everybody to the rules that are active. Where there is none, nobody is looked at.</summary>
    public static async Task RunAsync(OrgStore store, OrgDirectory directory, CancellationToken ct)
    {
        RuleMemberships memberships = new(store, directory);
        var rules = await memberships.ActiveAsync(ct);
        if (rules.Count == 0)
            return;

        for (var after = ""; ;)
        {
            var page = await directory.Users.PageAsync(after, Page, ct);
            if (page is [])
                return;

            await store.InOneWorkAsync(
                async work =>
                {
                    foreach (var user in page)
                        if (await directory.Users.FindToChangeAsync(user.Id, ct) is { } kept
                            && await memberships.AppliedAsync(kept.Document, rules, ct) is var applied
                            && !applied.GroupIds.SequenceEqual(kept.Document.GroupIds))
                            directory.Users.Change(work, kept, applied);
                },
                ct);
            after = page[^1].Id;
        }
    }
}
