using System.Globalization;
using System.Net.Http.Headers;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Tells each request and response on stderr, secrets as fingerprints, so that one can see them travel.</summary>
sealed class NarratingHandler(HttpMessageHandler inner, int longestAnswer, Terminal io) : DelegatingHandler(inner)
{
    readonly Narrator _narrator = new(io);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var what = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        _narrator.Tell(
            Message($"> {request.Method}", request.Headers, request.Content, body) with { Url = request.RequestUri.AbsoluteUri });

        var sentAt = io.Time.GetTimestamp();
        var response = await base.SendAsync(request, ct);
        var answer = await ReadAsync(response, ct);
        var took = io.Time.GetElapsedTime(sentAt);
        _narrator.Tell(Message(
            string.Create(
                CultureInfo.InvariantCulture,
                $"< {(int)response.StatusCode} {response.ReasonPhrase} to {what}, {took.TotalMilliseconds:0} ms"),
            response.Headers, response.Content, answer));
        return response;
    }

    // Buffered first, so that who asked can still read it.
    async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await response.Content.LoadIntoBufferAsync(longestAnswer, ct);
        return await ContentText.ReadAsync(response.Content, ct);
    }

    static Told Message(string firstLine, HttpHeaders headers, HttpContent? content, string body) => new(firstLine)
    {
        Headers = headers.NonValidated.Concat(content?.Headers.NonValidated ?? default)
            .Select(header => (header.Key, header.Value.AsEnumerable())),
        MediaType = content?.Headers.ContentType?.MediaType,
        Body = body,
    };
}
