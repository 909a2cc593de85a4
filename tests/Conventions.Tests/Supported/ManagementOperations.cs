using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests.Supported;

/// <summary>Each operation of Okta's Management API as its own description lists them, asked of a running org.</summary>
static partial class ManagementOperations
{
    static readonly IReadOnlyList<(string Tier, string What)> Tiers =
    [
        ("A", "a sign-in test org must have"), ("B", "are useful"), ("C", "tests of sign-in do without"),
    ];

    public static async Task<string> WriteAsync(HttpClient http, CancellationToken ct)
    {
        List<(string Tier, string Tag, string Row, bool IsBuilt)> operations = [];
        foreach (var line in FactSheets.Text("management-operations.tsv").Split('\n').Where(line => line is not ("" or ['#', ..])))
            if (line.Split('\t') is [var tier, var method, var path, _, var tag, ..])
            {
                var isBuilt = await IsBuiltAsync(http, method, path, ct);
                operations.Add((tier, tag, $"| {method} `{path}` | {Verdict(method, path, isBuilt)} |", isBuilt));
            }

        var page = new StringBuilder("## Management API\n\nWhat is not built answers 501 and `X-Postern-Unsupported`.\n\n");
        page.Append("| of the operations that | Okta has | the local org has |\n|---|---|---|\n");
        foreach (var (tier, what) in Tiers)
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {what} | {operations.Count(it => it.Tier == tier)} | {operations.Count(it => it.Tier == tier && it.IsBuilt)} |\n");
        foreach (var tag in operations.GroupBy(operation => operation.Tag).OrderBy(tag => tag.Key, StringComparer.Ordinal))
            page.Append(
                CultureInfo.InvariantCulture,
                $"\n### {tag.Key}\n\n| operation | local org |\n|---|---|\n{string.Join('\n', tag.Select(operation => operation.Row))}\n");
        return page.Append('\n').ToString();
    }

    static string Verdict(string method, string path, bool isBuilt)
    {
        if (!isBuilt)
            return "not built";
        return Deviations.Managed.TryGetValue($"{method} {path}", out var note) ? $"works. {note}." : "works";
    }

    static async Task<bool> IsBuiltAsync(HttpClient http, string method, string path, CancellationToken ct)
    {
        using HttpRequestMessage request = new(new(method), Braces().Replace(path, "nobody-1"));
        using var answer = await http.SendAsync(request, ct);
        return !answer.Headers.Contains("X-Postern-Unsupported")
            && answer.StatusCode is not (HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed)
            && !await IsNoPathAsync(answer, ct);
    }

    /// <summary>A path below <c>/.well-known</c> or <c>/oauth2</c> that nobody knows.</summary>
    static async Task<bool> IsNoPathAsync(HttpResponseMessage answer, CancellationToken ct) =>
        answer.StatusCode is HttpStatusCode.NotFound
            && !(await answer.Content.ReadAsStringAsync(ct)).Contains("E0000007", StringComparison.Ordinal);

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();
}
