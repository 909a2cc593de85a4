using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Management.Calls;

/// <summary>What Okta's own description of its Management API lists, built here or not: docs/okta/management-operations.tsv.</summary>
static partial class OktaOperations
{
    static readonly Lazy<HashSet<string>> Known = new(Read);

    /// <summary>Whether Okta has the method at a path, whatever stands in its braces.</summary>
    public static bool Has(string method, string path) => Known.Value.Contains($"{method} {Bare(path)}");

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

    static string Bare(string path) => Braces().Replace(path, "{}");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();
}
