using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>The recorded org's ids, and those that stand in their place here.</summary>
sealed partial class RecordedIds
{
    readonly Dictionary<string, string> _local = new(StringComparer.Ordinal);

    /// <summary>Whether a part of a path is an id and no word of Okta's.</summary>
    public static bool IsId(string part) =>
        Id().IsMatch(part) || part is "test_group_id" || part.StartsWith("nonexist", StringComparison.Ordinal)
            || part.StartsWith("non-exist", StringComparison.Ordinal) || part.Contains("invalid", StringComparison.Ordinal)
            || part is "0oa_dummy_client_id" or "00T";

    public bool Knows(string recorded) => _local.ContainsKey(recorded);

    public void Learn(string recorded, string local) => _local[recorded] = local;

    /// <summary>With each id that is known in its place.</summary>
    public string Local(string text)
    {
        foreach (var (recorded, local) in _local)
            text = text.Replace(recorded, local, StringComparison.Ordinal);
        return text;
    }

    /// <summary>Of users, groups, apps and servers that a text speaks of.</summary>
    public static IEnumerable<string> In(string text) => Mentioned().Matches(text).Select(match => match.Value).Distinct();

    [GeneratedRegex("^([0-9a-zA-Z]{20}|102[A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{43}|[A-Z0-9]{15,40})$")]
    private static partial Regex Id();

    [GeneratedRegex("(?<![A-Za-z0-9])(00u|00g|0oa|aus)[A-Za-z0-9]{17}(?![A-Za-z0-9])")]
    private static partial Regex Mentioned();
}
