using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests.Supported;

/// <summary>
/// Identity Engine's own API, which Okta documents by its SDKs alone: each call with the forms that lead to it, and each authenticator, as
/// the fact sheet has them and as a running local org answers.
/// </summary>
static partial class IdentityEngine
{
    static readonly string Factors = Repository.Read("src/Postern.LocalOrg/SignIn/Factors/OrgFactors.cs");

    static readonly string Forms = string.Join(
        '\n', Repository.SourceFiles.Where(file => file.StartsWith("src/Postern.LocalOrg/Idx/", StringComparison.Ordinal))
            .Select(Repository.Read));

    public static async Task<string> WriteAsync(HttpClient http, CancellationToken ct)
    {
        var page = new StringBuilder(
            """
            ## Identity Engine's API (`/idp/idx`)

            | call | local org | forms that lead there | forms of Okta's that it does not show |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (path, forms) in FactSheets.InteractionCalls())
        {
            var isBuilt = await IsBuiltAsync(http, path, ct);
            var (shown, others) = (forms.Where(IsShown).ToList(), forms.Where(form => !IsShown(form)).ToList());
            page.Append(
                CultureInfo.InvariantCulture,
                $"| POST `{path}` | {(isBuilt ? "works" : "not built: 501 and `X-Postern-Unsupported`")} | " +
                $"{Codes(isBuilt ? shown : [])} | {Codes(isBuilt ? others : forms)} |\n");
        }

        page.Append("\n| authenticator | methods | methods of Okta's that it does not have |\n|---|---|---|\n");
        foreach (var (key, methods) in FactSheets.Authenticators())
        {
            var had = MethodsOf(key);
            page.Append(CultureInfo.InvariantCulture, $"| `{key}` | {Codes(had)} | {Codes(methods.Except(had))} |\n");
        }

        return page.Append('\n').ToString();
    }

    static List<string> MethodsOf(string key) => key is "okta_password"
        ? ["password"]
        : [.. Regex.Matches(Factors, $"\"{key}\", \"(\\w+)\"\\)").Select(match => match.Groups[1].Value)];

    static bool IsShown(string form) => Forms.Contains($"\"{form}\"", StringComparison.Ordinal);

    /// <summary>A call that is not built says so whatever the engine.</summary>
    static async Task<bool> IsBuiltAsync(HttpClient http, string path, CancellationToken ct)
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/idp/idx/" + Hole().Replace(path, "x"), body, ct);
        return !answer.Headers.Contains("X-Postern-Unsupported");
    }

    static string Codes(IEnumerable<string> words) => string.Join(' ', words.Select(word => $"`{word}`"));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Hole();
}
