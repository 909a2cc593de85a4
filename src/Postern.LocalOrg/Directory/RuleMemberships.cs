using Postern.LocalOrg.Expressions;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Directory;

/// <summary>Which groups the active rules put a user into, and take them out of again: management.md 9.2.</summary>
sealed class RuleMemberships(OrgStore store, OrgDirectory directory)
{
    /// <summary>A rule may ask for a group that another one gives: so often they are asked again.</summary>
    const int MostRounds = 3;

    /// <summary>The user with the groups that they are in by then. Where there is no rule, nothing is looked at.</summary>
    public async Task<User> AppliedAsync(User user, CancellationToken ct)
    {
        var rules = await ActiveAsync(ct);
        return rules.Count == 0 ? user : await AppliedAsync(user, rules, ct);
    }

    public async Task<User> AppliedAsync(User user, IReadOnlyList<ParsedRule> rules, CancellationToken ct)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var before = user;
            foreach (var rule in rules)
                user = Applied(user, rule.Rule, await MatchesAsync(user, rule, ct));
            if (before.GroupIds.SequenceEqual(user.GroupIds))
                break;
        }

        return user;
    }

    /// <summary>In the order of their ids, those that can be evaluated.</summary>
    public async Task<IReadOnlyList<ParsedRule>> ActiveAsync(CancellationToken ct) =>
        [.. (await directory.GroupRules.AllAsync(ct)).Where(rule => rule.Status is Lifecycle.Active).Select(ParsedRule.Of)];

    /// <summary>What a user was put into by a rule that is gone, they keep like what they were given by hand; or lose.</summary>
    public static User Without(User user, string ruleId, bool removes)
    {
        var others = (user.RuleGroups ?? []).Where(membership => membership.RuleId != ruleId).ToList();
        var lost = removes
            ? (user.RuleGroups ?? []).Where(membership => membership.RuleId == ruleId).Select(membership => membership.GroupId)
                .Except(others.Select(membership => membership.GroupId)).ToList()
            : [];
        return user with { RuleGroups = OrNull(others), GroupIds = [.. user.GroupIds.Except(lost)] };
    }

    static User Applied(User user, GroupRule rule, bool matches)
    {
        if (!matches)
            return Without(user, rule.Id, removes: true);

        var memberships = (user.RuleGroups ?? []).ToList();
        foreach (var group in rule.GroupIds)
        {
            RuleMembership membership = new(rule.Id, group);
            // Who is in a group by hand is not there by a rule.
            if (!memberships.Contains(membership)
                && (!user.GroupIds.Contains(group) || memberships.Any(other => other.GroupId == group)))
                memberships.Add(membership);
        }

        return user with { RuleGroups = OrNull(memberships), GroupIds = [.. user.GroupIds.Union(rule.GroupIds)] };
    }

    async Task<bool> MatchesAsync(User user, ParsedRule rule, CancellationToken ct)
    {
        if (rule.Rule.ExcludedUserIds.Contains(user.Id) || rule.Rule.ExcludedGroupIds.Any(user.GroupIds.Contains))
            return false;

        return rule.IsTrueOf(user, await directory.GroupsOfAsync(user, ct), store.Time);
    }

    static List<RuleMembership>? OrNull(List<RuleMembership> memberships) => memberships.Count == 0 ? null : memberships;
}

/// <summary>A rule that is ready to be evaluated.</summary>
sealed record ParsedRule(GroupRule Rule, Expression Expression)
{
    public static ParsedRule Of(GroupRule rule) => new(rule, Expression.Parse(rule.Expression));

    /// <summary>Of somebody whose profile has nothing to say to it, it is not true.</summary>
    public bool IsTrueOf(User user, IEnumerable<Group> groups, TimeProvider time)
    {
        try
        {
            return Values.Truth(Evaluator.Evaluate(Expression, new()
            {
                Roots = new Dictionary<string, object?>
                {
                    ["user"] = UserProfile.ForExpressions(user),
                    [UserFunctions.Internal] = new Dictionary<string, object?> { ["id"] = user.Id },
                },
                Groups = [.. groups.Select(group => new ExpressionGroup(group.Id, group.Name))],
                Time = time,
            }));
        }
        catch (ExpressionError)
        {
            return false;
        }
    }
}
