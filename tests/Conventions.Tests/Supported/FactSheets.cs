using System.Text.RegularExpressions;

namespace Postern.Conventions.Tests.Supported;

/// <summary>An endpoint of Okta's as the fact sheets list it, with the parameters that they name.</summary>
sealed record OktaEndpoint(string Api, string Method, string Path, IReadOnlyList<string> Parameters);

/// <summary>Reads the tables of the fact sheets in `docs/okta`: what Okta has.</summary>
static partial class FactSheets
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "okta");

    public static string Text(string sheet) => File.ReadAllText(Path.Combine(Folder, sheet));

    /// <summary>The operation index of the Authentication API: one row an operation, its body and query in columns of their own.</summary>
    public static IEnumerable<OktaEndpoint> AuthenticationApi() =>
        WithoutSame(Rows(Text("authn.md"), "## 2. Operation index"))
            .SelectMany(row => Paths(row[1]).Select(path => (Path: path, Parameters: Words(row[2]).Concat(Words(row[3])))))
            .GroupBy(operation => operation.Path)
            .Select(path =>
                new OktaEndpoint(
                    "Authentication API", "POST", path.Key, [.. path.SelectMany(operation => operation.Parameters).Distinct()]));

    /// <summary>The endpoint table of the OpenID Connect API; the authorize request has a table of its own.</summary>
    public static IEnumerable<OktaEndpoint> OpenIdConnectApi()
    {
        var sheet = Text("oidc.md");
        var authorize = Rows(sheet, "## 3. `/authorize` request").SelectMany(row => Words(row[0])).ToList();
        return Rows(sheet, "Endpoints (`{as}` as above).").SelectMany(row => Paths(row[0]).SelectMany(path => Operations(path, row[1])))
            .Select(operation =>
                new OktaEndpoint(
                    "OpenID Connect & OAuth 2.0 API",
                    operation.Method,
                    operation.Path,
                    operation.Path.EndsWith("v1/authorize", StringComparison.Ordinal) ? authorize : []));
    }

    /// <summary>
    /// What else makes, shows or ends a browser's session: the Sessions API, and the hosted addresses that a session token may be spent at.
    /// </summary>
    public static IEnumerable<OktaEndpoint> Sessions() =>
        Rows(Text("management.md"), "## 13. Sessions").Where(row => row[1] is not "405").SelectMany(row => Called(row[0], "/api/v1"))
            .Concat(
                Rows(Text("oie-sessiontoken.md"), "## 5. Endpoint list").SelectMany(row => Called(row[0], ""))
                    .Where(called => called.Path.StartsWith("/login/", StringComparison.Ordinal)))
            .Select(called => new OktaEndpoint("Sessions", called.Method, called.Path, []));

    public static IEnumerable<OktaEndpoint> All() => AuthenticationApi().Concat(OpenIdConnectApi()).Concat(Sessions());

    /// <summary>The calls below <c>/idp/idx</c>, each with the forms that lead to it.</summary>
    public static IEnumerable<(string Path, IReadOnlyList<string> Forms)> InteractionCalls() =>
        Rows(Text("idx.md"), "## 5. Endpoint catalogue").SelectMany(row => Code().Matches(row[0]).Select(path => (
            path.Groups[1].Value.Split('[')[0], (IReadOnlyList<string>)[.. Code().Matches(row[1]).Select(form => form.Groups[1].Value)
                .Where(form => FormName().IsMatch(form)).Distinct()])));

    /// <summary>Identity Engine's authenticators by key, each with its methods.</summary>
    public static IEnumerable<(string Key, IReadOnlyList<string> Methods)> Authenticators() =>
        Rows(Text("idx.md"), "### 4.4 Authenticator objects").SelectMany(row => Code().Matches(row[0]).Select(key => (
            key.Groups[1].Value, (IReadOnlyList<string>)[.. Code().Matches(row[2]).Select(method => method.Groups[1].Value)])));

    /// <summary>The catalogue of OAuth errors: reason and text, the latter with <c>{0}</c> where a value stands.</summary>
    public static IEnumerable<(string Reason, string Text)> ErrorCatalogue() =>
        Text("oidc.md").Split("## 22. Error catalogue")[1].Split("\n## ")[0].Split('\n').Select(line => CatalogueRow().Match(line))
            .Where(row => row.Success)
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value.TrimStart('=')));

    /// <summary>The rows of the first table after a line that begins so; without the heading.</summary>
    static IEnumerable<string[]> Rows(string sheet, string after) =>
        sheet.Split('\n').SkipWhile(line => !line.StartsWith(after, StringComparison.Ordinal)).Skip(1)
            .SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|')).Skip(2)
            .Select(line => line.Replace(@"\|", "¦", StringComparison.Ordinal).Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries));

    /// <summary>A body of which the table says that it is the same as the row's above.</summary>
    static IEnumerable<string[]> WithoutSame(IEnumerable<string[]> rows)
    {
        var body = "";
        foreach (var row in rows)
        {
            body = row[2] is "same" ? body : row[2];
            yield return [row[0], row[1], body, .. row[3..]];
        }
    }

    /// <summary>A cell may name several: <c>`{as}/v1/a`, `/b`</c>, the later ones below the first one's folder.</summary>
    static IEnumerable<string> Paths(string cell)
    {
        string? folder = null;
        foreach (Match code in Code().Matches(cell))
        {
            var path = code.Groups[1].Value.Split('?')[0].TrimEnd('…');
            if (path.StartsWith('…'))
                path = folder + path[1..];
            if (!path.StartsWith('/') && !path.StartsWith("{as}", StringComparison.Ordinal))
                continue;

            var whole = folder is not null && path.LastIndexOf('/') == 0 ? folder + path : path;
            yield return whole;
            folder = whole[..whole.LastIndexOf('/')];
        }
    }

    /// <summary>CRUD: of a list, and of each in it; oidc.md 18 names one more.</summary>
    static IEnumerable<(string Method, string Path)> Operations(string path, string methods) =>
        methods.Contains("CRUD", StringComparison.Ordinal)
            ? [
                ("GET", path), ("POST", path), ("GET", path + "/{id}"), ("PUT", path + "/{id}"), ("DELETE", path + "/{id}"),
                ("POST", path + "/{id}/lifecycle/newSecret"),
            ]
            : Method().Matches(methods).Select(method => method.Value).Distinct().Select(method => (method, path));

    /// <summary>A cell that names calls as <c>`GET\|DELETE /sessions/me`</c>.</summary>
    static IEnumerable<(string Method, string Path)> Called(string cell, string below) =>
        Call().Matches(cell).SelectMany(call => call.Groups[1].Value.Split('¦').Select(method => (method, below + call.Groups[2].Value)));

    static IEnumerable<string> Words(string cell) =>
        (cell.StartsWith("ST", StringComparison.Ordinal) ? ["stateToken"] : Array.Empty<string>())
            .Concat(
                Code().Matches(cell).SelectMany(match => Name().Matches(match.Groups[1].Value.Split(':')[0]).Select(name => name.Value)));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| \d{3} \| `(\w+)` \| (.+) \|$")]
    private static partial Regex CatalogueRow();

    [GeneratedRegex("GET|POST|PUT|DELETE")]
    private static partial Regex Method();

    [GeneratedRegex("`((?:GET|POST|PUT|DELETE)(?:¦(?:GET|POST|PUT|DELETE))*) (/[^ ?`]+)")]
    private static partial Regex Call();

    [GeneratedRegex("^[a-z][a-z-]+$")]
    private static partial Regex FormName();

    [GeneratedRegex(@"^[A-Za-z_.]{2,}$")]
    private static partial Regex Name();
}
