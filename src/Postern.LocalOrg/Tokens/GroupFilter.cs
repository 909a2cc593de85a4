using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Expressions;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Picks the groups that a claim names: api-access-management.md 9.</summary>
static class GroupFilter
{
    const int Most = 100;

    /// <summary>UNCONFIRMED (api-access-management.md 9): null where none matches, so that the claim is left out.</summary>
    public static IReadOnlyList<string>? Names(GroupPattern filter, IReadOnlyList<ExpressionGroup> groups)
    {
        List<string> names = [];
        foreach (var group in groups)
            if (Matches(filter, group.Name))
                names.Add(group.Name);

        return names.Count switch
        {
            0 => null,
            > Most =>
                throw new OAuthError(
                    OAuthErrors.ServerError, "The groups claim matched too many groups and must be configured to match fewer groups."),
            _ => names,
        };
    }

    static bool Matches(GroupPattern filter, string name) => filter.Match switch
    {
        GroupMatch.StartsWith => name.StartsWith(filter.Value, StringComparison.OrdinalIgnoreCase),
        GroupMatch.Equals => name.Equals(filter.Value, StringComparison.OrdinalIgnoreCase),
        GroupMatch.Contains => name.Contains(filter.Value, StringComparison.OrdinalIgnoreCase),
        _ => Evaluator.WholeMatch(name, filter.Value),
    };
}
