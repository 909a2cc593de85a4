namespace Postern.LocalOrg.Expressions;

/// <summary>Every function of the subset, by name: api-access-management.md 13.</summary>
static class Functions
{
    static readonly Dictionary<string, Function> All = new Function[][]
    {
        StringFunctions.All, ArrayFunctions.All, ConvertFunctions.All, GroupFunctions.All, TimeFunctions.All, UserFunctions.All,
    }.SelectMany(family => family).ToDictionary(function => function.Name);

    /// <summary>Those of <c>String</c> also without their family's name, which is deprecated and still read.</summary>
    public static Function? Find(string name) =>
        All.GetValueOrDefault(name) ?? (name.Contains('.', StringComparison.Ordinal) ? null : All.GetValueOrDefault("String." + name));
}
