using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>What Okta's own description of its Management API lists, built here or not: docs/okta/management-operations.tsv.</summary>
static partial class OktaOperations
{
    static readonly Lazy<HashSet<string>> Known = new(Read);

    /// <summary>Whether Okta has the method at a path, whatever stands in its braces.</summary>
    public static bool Has(string method, string path) => Known.Value.Contains($"{method} {Bare(path)}");

    /// <summary>The methods that Okta has at a path with values where the names are; none: it does not have the path.</summary>
    public static IReadOnlyList<string> MethodsAt(string path)
    {
        var words = path.Split('/');
        return
        [
            .. Known.Value.Select(known => known.Split(' ', 2)).Where(known => IsAt(known[1].Split('/'), words))
                .Select(known => known[0]).Order(StringComparer.Ordinal),
        ];
    }

    static bool IsAt(string[] template, string[] words) =>
        template.Length == words.Length
        && template.Zip(words).All(pair => pair.First is "{}" ? pair.Second is not "" : pair.First == pair.Second);

    static HashSet<string> Read()
    {
        using StreamReader lines = new(
            typeof(OktaOperations).Assembly.GetManifestResourceStream("Postern.LocalOrg.management-operations.tsv")!);
        HashSet<string> known = new(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
            if (line.Split('\t') is [not ['#', ..], var method, var path, ..])
                known.Add($"{method} {Bare(path)}");
        return known;
    }

    /// <summary>Without the names in its braces.</summary>
    public static string Bare(string path) => Braces().Replace(path, "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();
}
