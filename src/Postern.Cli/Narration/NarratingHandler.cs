using System.Net.Http.Headers;

namespace Postern.Cli;

/// <summary>Tells each request and response on stderr, secrets as fingerprints, so that one can see them travel.</summary>
sealed class NarratingHandler(HttpMessageHandler inner, Terminal io) : DelegatingHandler(inner)
{
    const int LongestBody = 1200;

    static readonly string[] TellingHeaders =
        ["Location", "Content-Type", "Set-Cookie", "WWW-Authenticate", "X-Okta-Request-Id", "X-Rate-Limit-Limit", "X-Rate-Limit-Remaining", "X-Rate-Limit-Reset"];

    readonly Redaction _redaction = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        await TellAsync(request, ct);
        var sentAt = io.Time.GetTimestamp();
        var response = await base.SendAsync(request, ct);
        await response.Content.LoadIntoBufferAsync(ct);
        await TellAsync(response, io.Time.GetElapsedTime(sentAt), ct);
        return response;
    }

    void Tell(string line) => io.Error.WriteLine(line);

    async Task TellAsync(HttpRequestMessage request, CancellationToken ct)
    {
        Tell($"> {request.Method} {_redaction.Url(request.RequestUri!.AbsoluteUri)}");
        TellHeaders(request.Headers.NonValidated, _ => true);
        if (request.Content is { } content)
            await TellBodyAsync(content, ct);
    }

    async Task TellAsync(HttpResponseMessage response, TimeSpan took, CancellationToken ct)
    {
        Tell($"< {(int)response.StatusCode} {response.ReasonPhrase} in {took.TotalMilliseconds:0} ms");
        TellHeaders(response.Headers.NonValidated, name => TellingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase));
        await TellBodyAsync(response.Content, ct);
    }

    void TellHeaders(HttpHeadersNonValidated headers, Predicate<string> isTelling)
    {
        foreach (var (name, values) in headers)
        {
            if (!isTelling(name))
                continue;

            foreach (var value in values)
                Tell($"    {name}: {_redaction.Header(name, value)}");
        }
    }

    async Task TellBodyAsync(HttpContent content, CancellationToken ct)
    {
        var text = await content.ReadAsStringAsync(ct);
        if (text.Length is 0)
            return;

        var told = _redaction.Body(content.Headers.ContentType?.MediaType, text);
        var shown = told.Length <= LongestBody ? told : $"{told[..LongestBody]}… ({told.Length - LongestBody} more)";
        Tell($"    {shown.Replace("\n", "\n    ", StringComparison.Ordinal)}");
    }
}
