using System.Net.Http.Headers;
using System.Text;

namespace Postern.Cli;

/// <summary>Tells each request and response on stderr, secrets as fingerprints, so that one can see them travel.</summary>
sealed class NarratingHandler(HttpMessageHandler inner, int longestAnswer, Terminal io) : DelegatingHandler(inner)
{
    const int LongestBody = 1200;

    static readonly string[] TellingHeaders =
        ["Location", "Content-Type", "Set-Cookie", "WWW-Authenticate", "X-Okta-Request-Id", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"];

    readonly Redaction _redaction = new();
    readonly Lock _telling = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        Tell(() => Message($"> {request.Method} {_redaction.Url(request.RequestUri.AbsoluteUri)}", request.Headers, request.Content, body));

        var sentAt = io.Time.GetTimestamp();
        var response = await base.SendAsync(request, ct);
        var answer = await ReadAsync(response, ct);
        var took = io.Time.GetElapsedTime(sentAt);
        Tell(() => Message($"< {(int)response.StatusCode} {response.ReasonPhrase} to {what}, {took.TotalMilliseconds:0} ms", response.Headers, response.Content, answer));
        return response;
    }

    // Buffered first, so that who asked can still read it.
    async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(longestAnswer, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    // One at a time and whole: requests run side by side.
    void Tell(Func<string> message)
    {
        lock (_telling)
            io.Error.Write(message());
    }

    string Message(string firstLine, HttpHeaders headers, HttpContent? content, string body)
    {
        var message = new StringBuilder(firstLine).Append('\n');
        foreach (var (name, values) in content is null ? headers.NonValidated : headers.NonValidated.Concat(content.Headers.NonValidated))
        {
            if (headers is HttpRequestHeaders || TellingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                message.Append(Indented(string.Join('\n', values.Select(value => $"{name}: {_redaction.Header(name, value)}"))));
        }

        return body.Length is 0 ? message.ToString() : message.Append(Indented(Cut(_redaction.Body(content?.Headers.ContentType?.MediaType, body)))).ToString();
    }

    static string Cut(string text) => text.Length <= LongestBody ? text : $"{text[..LongestBody]}… ({text.Length - LongestBody} more)";

    static string Indented(string text) => $"    {text.Replace("\n", "\n    ", StringComparison.Ordinal)}\n";
}
