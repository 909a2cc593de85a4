using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Expressions;

namespace Postern.LocalOrg.Tokens;

/// <summary>A user's groups as claims and their expressions see them.</summary>
static class ClaimGroups
{
    public static IReadOnlyList<ExpressionGroup> Of(IReadOnlyList<Group> groups) =>
        [.. groups.Select(group => new ExpressionGroup(group.Id, group.Name))];
}
