using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Management;

/// <summary>An operation of Okta's description, with the tier that the project gives it: docs/okta/management-operations.tsv.</summary>
sealed partial record OktaOperation(string Tier, string Method, string Path, string Name, string Scope)
{
    public static IReadOnlyList<OktaOperation> All { get; } = Read();

    /// <summary>Those that a sign-in test org must have, and those that are useful.</summary>
    public static IEnumerable<OktaOperation> Built => All.Where(operation => operation.Tier is "A" or "B");

    /// <summary>The path with something in each pair of braces.</summary>
    public string With(string id) => Braces().Replace(Path, id);

    static IReadOnlyList<OktaOperation> Read()
    {
        using StreamReader lines = new(
            typeof(LocalOrg).Assembly.GetManifestResourceStream("Postern.LocalOrg.management-operations.tsv")!);
        return
        [
            .. lines.ReadToEnd().Split('\n').Where(line => line is not ("" or ['#', ..])).Select(line => line.Split('\t'))
                .Select(cells => new OktaOperation(cells[0], cells[1], cells[2], cells[3], cells[5].Trim())),
        ];
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();
}
