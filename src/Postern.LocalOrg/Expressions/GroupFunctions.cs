namespace Postern.LocalOrg.Expressions;

/// <summary>What is asked of the user's groups. All of them are Okta's own here: those of a directory or an app there are none.</summary>
static class GroupFunctions
{
    const string OktaGroups = "OKTA";
    const int Most = 100;

    public static readonly Function[] All =
    [
        new("isMemberOfGroup", 1, 1, (a, s) => s.Groups.Any(group => group.Id == Values.Text(a[0]))),
        new("isMemberOfGroupName", 1, 1, (a, s) => s.Groups.Any(group => group.Name == Values.Text(a[0]))),
        new("isMemberOfAnyGroup", 1, int.MaxValue, (a, s) => s.Groups.Any(group => a.SelectMany(Values.List).Contains(group.Id))),
        new(
            "isMemberOfGroupNameStartsWith",
            1,
            1,
            (a, s) => s.Groups.Any(group => group.Name.StartsWith(Values.Text(a[0]), StringComparison.Ordinal))),
        new(
            "isMemberOfGroupNameContains",
            1,
            1,
            (a, s) => s.Groups.Any(group => group.Name.Contains(Values.Text(a[0]), StringComparison.Ordinal))),
        new("isMemberOfGroupNameRegex", 1, 1, (a, s) => s.Groups.Any(group => Evaluator.WholeMatch(group.Name, Values.Text(a[0])))),
        new(
            "Groups.startsWith",
            3,
            3,
            (a, s) => Names(a, s, (name, pattern) => name.StartsWith(pattern, StringComparison.OrdinalIgnoreCase))),
        new("Groups.contains", 3, 3, (a, s) => Names(a, s, (name, pattern) => name.Contains(pattern, StringComparison.OrdinalIgnoreCase))),
        new("Groups.endsWith", 3, 3, (a, s) => Names(a, s, (name, pattern) => name.EndsWith(pattern, StringComparison.OrdinalIgnoreCase))),
        new("getFilteredGroups", 3, 3, (a, s) => Filtered(Values.List(a[0]), Values.Text(a[1]), Limit(a[2]), s)),
    ];

    /// <summary>
    /// Null where none matches: an Elvis operator says what then. UNCONFIRMED (api-access-management.md 13): case does not matter, as in
    /// group filters.
    /// </summary>
    static List<object?>? Names(object?[] arguments, ExpressionScope scope, Func<string, string, bool> matches)
    {
        var (app, pattern, limit) = (Values.Text(arguments[0]), Values.TextOrNull(arguments[1]) ?? "", Limit(arguments[2]));
        var names = app is OktaGroups
            ? scope.Groups.Where(group => matches(group.Name, pattern)).Take(limit).Select(group => (object?)group.Name).ToList()
            : [];
        return names.Count == 0 ? null : names;
    }

    static List<object?> Filtered(IReadOnlyList<object?> allowed, string attribute, int limit, ExpressionScope scope) =>
        [.. scope.Groups.Where(group => allowed.Contains(group.Id)).Take(limit).Select(group => attribute switch
        {
            "group.name" => (object?)group.Name,
            "group.id" => group.Id,
            _ => throw new ExpressionError($"getFilteredGroups gives group.name or group.id, not {attribute}"),
        })];

    static int Limit(object? value) =>
        Values.Int(value) is >= 1 and <= Most and var limit
            ? limit
            : throw new ExpressionError($"A limit of groups is between 1 and {Most}");
}
