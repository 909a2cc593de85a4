using System.Globalization;
using System.Net;
using System.Text;

namespace Postern.Conventions.Tests.Supported;

/// <summary>Asks a running local org for every endpoint of the fact sheets, and writes down what it found.</summary>
static class SupportedPage
{
    public static async Task<string> WriteAsync(CancellationToken ct)
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(ct: ct);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new(org.Url),
        };
        var page = new StringBuilder(
            """
            # What the local org does of Okta's APIs

            Every endpoint and parameter of Okta's Authentication API and OpenID Connect & OAuth 2.0 API, what else there is for sessions, and every
            operation of its Management API, asked of a running local org.
            `./test` checks that this page is what it answers; `{as}` stands for `/oauth2` and `/oauth2/{authServerId}`.


            """.ReplaceLineEndings("\n"));
        foreach (var api in FactSheets.All().GroupBy(endpoint => endpoint.Api))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"## {api.Key}\n\n| endpoint | local org | parameters it reads | parameters it leaves aside |\n|---|---|---|---|\n");
            foreach (var path in api.GroupBy(endpoint => endpoint.Path))
                page.Append(await RowAsync(http, [.. path], ct));
            page.Append('\n');
        }

        page.Append(await IdentityEngine.WriteAsync(http, ct));
        page.Append(await ManagementOperations.WriteAsync(http, ct));
        page.Append(Catalogue());
        return page.ToString();
    }

    /// <summary>Which of Okta's error texts the local org has occasion for; the others belong to features that are not built.</summary>
    static string Catalogue()
    {
        var errors = FactSheets.ErrorCatalogue().ToLookup(error => Source.Says(error.Text), error => error.Reason);
        var catalogue = new StringBuilder("## Okta's catalogue of OAuth errors\n\n| the local org | reasons |\n|---|---|\n");
        catalogue.Append(
            CultureInfo.InvariantCulture,
            $"| says {errors[true].Distinct().Count()} | {string.Join(' ', errors[true].Distinct().Select(Code))} |\n");
        catalogue.Append(CultureInfo.InvariantCulture, $"| has no occasion for {errors[false].Distinct().Count()} | |\n");
        foreach (var (why, reasons) in Deviations.Unsaid)
            catalogue.Append(
                CultureInfo.InvariantCulture,
                $"| {why} | {string.Join(' ', UnsaidReasons().Where(reason => IsAmong(reason, reasons)).Select(Code))} |\n");
        return catalogue.ToString();
    }

    /// <summary>Those that the fact sheet lists and the server's source does not say.</summary>
    public static IEnumerable<string> UnsaidReasons() =>
        FactSheets.ErrorCatalogue().Where(error => !Source.Says(error.Text)).Select(error => error.Reason).Distinct();

    public static bool IsAmong(string reason, string reasons) =>
        reasons.Split(' ').Any(word => word.EndsWith('*') ? reason.StartsWith(word[..^1], StringComparison.Ordinal) : word == reason);

    static async Task<string> RowAsync(HttpClient http, List<OktaEndpoint> endpoints, CancellationToken ct)
    {
        var first = endpoints[0];
        var isBuilt = true;
        foreach (var endpoint in endpoints)
            isBuilt &= await IsBuiltAsync(http, endpoint, ct);

        var parameters = first.Parameters.Concat(ProseParameters(first.Path)).Distinct().ToList();
        var read = isBuilt
            ? parameters.Where(Source.Reads).Where(name => !Deviations.Notes.ContainsKey($"{first.Path} {name}")).ToList()
            : [];
        var aside = isBuilt ? parameters.Except(read).ToList() : [];
        var note = Deviations.Notes.GetValueOrDefault(first.Path);
        var verdict = isBuilt ? "works" : "not built: 501 and `X-Postern-Unsupported`";
        return $"| {string.Join(", ", endpoints.Select(endpoint => endpoint.Method))} " +
            $"`{first.Path.Replace("¦", @"\|", StringComparison.Ordinal)}` | {verdict}{(note is null ? "" : ". " + note)} | " +
            $"{string.Join(' ', read.Select(Code))} | {string.Join("; ", aside.Select(name => Aside(first.Path, name)))} |\n";
    }

    public static IEnumerable<string> ProseParameters(string path) => Deviations.Parameters.GetValueOrDefault(path)?.Split(' ') ?? [];

    static string Aside(string path, string name) =>
        Deviations.Notes.TryGetValue($"{path} {name}", out var note) ? $"{Code(name)}: {note.TrimEnd('.')}" : Code(name);

    static string Code(string name) => $"`{name}`";

    /// <summary>A path of Okta's that is not built says so in a header; one that nobody knows is not found.</summary>
    static async Task<bool> IsBuiltAsync(HttpClient http, OktaEndpoint endpoint, CancellationToken ct)
    {
        var path = endpoint.Path.Replace("{as}", "/oauth2/default", StringComparison.Ordinal).Replace(
            "{id}", endpoint.Path.StartsWith("/api", StringComparison.Ordinal) ? "opf1postern" : "default", StringComparison.Ordinal)
            .Replace("{idOrType}", "sms", StringComparison.Ordinal).Replace("{sms¦SMS¦CALL¦call}", "SMS", StringComparison.Ordinal)
                .Replace("{…}", "SMS", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(endpoint.Method), path);
        if (endpoint.Method is "POST" or "PUT")
            request.Content = endpoint.Path.StartsWith("/api", StringComparison.Ordinal)
                ? new StringContent("{}", Encoding.UTF8, "application/json")
                : new StringContent("", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await http.SendAsync(request, ct);
        return !answer.Headers.Contains("X-Postern-Unsupported")
            && answer.StatusCode is not (HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed);
    }
}
