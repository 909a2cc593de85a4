using System.Globalization;
using System.Net.Http.Headers;

namespace Postern.Cli;

/// <summary>Tells each request and response on stderr, secrets as fingerprints, so that one can see them travel.</summary>
sealed class NarratingHandler(HttpMessageHandler inner, int longestAnswer, Terminal io) : DelegatingHandler(inner)
{
    const int LongestBody = 1200;

    static readonly string[] TellingHeaders =
        ["Location", "Content-Type", "Set-Cookie", "WWW-Authenticate", "X-Okta-Request-Id", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"];

    readonly Redaction _redaction = io.Secrets;
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        Tell($"> {request.Method} {_redaction.Url(request.RequestUri.AbsoluteUri)}", request.Headers, request.Content, body);

        var sentAt = io.Time.GetTimestamp();
        var response = await base.SendAsync(request, ct);
        var answer = await ReadAsync(response, ct);
        var took = io.Time.GetElapsedTime(sentAt);
        Tell(
            string.Create(CultureInfo.InvariantCulture, $"< {(int)response.StatusCode} {response.ReasonPhrase} to {what}, {took.TotalMilliseconds:0} ms"), response.Headers, response.Content, answer);
        return response;
    }

    // Buffered first, so that who asked can still read it.
    async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(longestAnswer, ct);
        return await response.Content.ReadAsStringAsync(ct);
    }

    // Each line by itself, for what the org wrote stands in it; all together, for requests run side by side.
    void Tell(string firstLine, HttpHeaders headers, HttpContent? content, string body)
    {
        lock (_redaction)
        {
            io.Tell(firstLine);
            foreach (var line in Headers(headers, content).Concat(Body(content, body)))
                io.Tell($"    {line}");
        }
    }

    IEnumerable<string> Headers(HttpHeaders headers, HttpContent? content) => headers.NonValidated
        .Concat(content?.Headers.NonValidated ?? default)
        .Where(header => headers is HttpRequestHeaders || TellingHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
        .SelectMany(header => header.Value.Select(value => $"{header.Key}: {_redaction.Header(header.Key, value)}"));

    string[] Body(HttpContent? content, string body) =>
        body.Length is 0 ? [] : Cut(_redaction.Body(content?.Headers.ContentType?.MediaType, body)).Split('\n');

    static string Cut(string text) => text.Length <= LongestBody ? text : $"{text[..LongestBody]}… ({text.Length - LongestBody} more)";
}
