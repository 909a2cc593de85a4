namespace Postern.LocalOrg.Expressions;

/// <summary><c>user.…(…)</c>.</summary>
static class UserFunctions
{
    /// <summary>Where the scope keeps what is no attribute of the profile.</summary>
    public const string Internal = "user internal";

    const string Everyone = "Everyone";

    public static readonly Function[] All =
    [
        new(
            "user.getInternalProperty",
            1,
            1,
            (a, s) =>
                s.Roots.GetValueOrDefault(Internal) is IReadOnlyDictionary<string, object?> properties
                    ? properties.GetValueOrDefault(Values.Text(a[0]))
                    : null),
        new(
            "user.getGroups",
            1,
            int.MaxValue,
            (a, s) => s.Groups.Where(group => a.All(criteria => Meets(group, criteria))).Select(Described).ToList()),
    ];

    static object? Described(ExpressionGroup group) => new Dictionary<string, object?>
    {
        ["id"] = group.Id, ["name"] = group.Name, ["type"] = TypeOf(group),
        ["profile"] = new Dictionary<string, object?> { ["name"] = group.Name },
    };

    static string TypeOf(ExpressionGroup group) => group.Name is Everyone ? "BUILT_IN" : "OKTA_GROUP";

    static bool Meets(ExpressionGroup group, object? criteria) => criteria is IReadOnlyDictionary<string, object?> map
        ? map.All(
            criterion => criterion.Key is "operator" || Meets(group, criterion.Key, criterion.Value, map.GetValueOrDefault("operator")))
        : throw new ExpressionError("user.getGroups wants criteria such as {'group.profile.name': 'West'}");

    static bool Meets(ExpressionGroup group, string key, object? wanted, object? how)
    {
        var values = Values.List(wanted).Select(Values.Text);
        return key switch
        {
            "group.id" => values.Contains(group.Id),
            "group.type" => values.Contains(TypeOf(group)),
            "group.source.id" => false, // no group here comes from an app
            "group.profile.name" when how is "EXACT" => values.Contains(group.Name),
            // Okta's examples end the beginning with .* as if it were a pattern.
            "group.profile.name" =>
                values.Any(value =>
                    group.Name.StartsWith(value.EndsWith(".*", StringComparison.Ordinal) ? value[..^2] : value, StringComparison.Ordinal)),
            _ => throw new ExpressionError($"user.getGroups knows group.id, group.source.id, group.type and group.profile.name, not {key}"),
        };
    }
}
