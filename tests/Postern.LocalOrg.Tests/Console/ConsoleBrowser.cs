using System.Net;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>A browser that has opened the console of an org by a link, as far as the wire is concerned.</summary>
sealed class ConsoleBrowser(Browserless http, LocalOrg org, string cookie)
{
    public const string Html = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    public string Cookie => cookie;

    public static async Task<ConsoleBrowser> OpenAsync(Browserless http, LocalOrg org)
    {
        var opened = await OpenAsync(http, await org.NewConsoleLinkAsync(The.Ct));
        opened.Status.ShouldBe(303, opened.Body);
        opened.Location.ShouldBe("/_postern/");
        return new(http, org, opened.Cookie!);
    }

    public static Task<Answer> OpenAsync(Browserless http, string link) =>
        http.GetAsync(new Uri(link).PathAndQuery, ("Accept", Html), ("Sec-Fetch-Site", "none"));

    public async Task<string> ReadAsync(string path)
    {
        var answer = await GetAsync(path);
        answer.Status.ShouldBe(200, answer.Body);
        return WebUtility.HtmlDecode(answer.Body);
    }

    public Task<Answer> GetAsync(string path) =>
        http.GetAsync(path, ("Accept", Html), ("Sec-Fetch-Site", "same-origin"), ("Cookie", cookie));

    /// <summary>By a client that may hang up.</summary>
    public async Task AskAsync(HttpClient client, string path, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in ((string, string)[])[("Accept", Html), ("Sec-Fetch-Site", "same-origin"), ("Cookie", cookie)])
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, ct);
    }

    public Task<Answer> SubmitAsync(string path, string form = "") => http.PostFormAsync(
        path, form, ("Accept", Html), ("Sec-Fetch-Site", "same-origin"), ("Origin", org.ListenUrl), ("Cookie", cookie));

    /// <summary>What is shown after a change that was made.</summary>
    public async Task<string> ChangeAsync(string path, string form = "")
    {
        var answer = await SubmitAsync(path, form);
        answer.Status.ShouldBe(303, answer.Body);
        return await ReadAsync(answer.Location);
    }
}
