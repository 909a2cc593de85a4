using System.Net.Http.Headers;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Hears what one run asks and is answered, in the order in which it was asked.</summary>
sealed class TracedRun(TimeProvider time)
{
    readonly List<TracedExchange> _exchanges = [];

    public IReadOnlyList<TracedExchange> Exchanges
    {
        get
        {
            lock (_exchanges)
                return [.. _exchanges];
        }
    }

    public HttpMessageHandler Around(HttpMessageHandler sender) => new Handler(sender, this, time);

    void Add(TracedExchange exchange)
    {
        lock (_exchanges)
            _exchanges.Add(exchange);
    }

    sealed class Handler(HttpMessageHandler sender, TracedRun run, TimeProvider time) : DelegatingHandler(sender)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            var exchange = new TracedExchange(request.Method, request.RequestUri!, time.GetUtcNow())
            {
                Headers = All(request.Headers, request.Content),
                MediaType = request.Content?.Headers.ContentType?.MediaType,
                Body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct),
            };
            run.Add(exchange);
            var sentAt = time.GetTimestamp();
            var response = await base.SendAsync(request, ct);

            // Buffered first, so that who asked can still read it.
            await response.Content.LoadIntoBufferAsync(OrgControl.LongestAnswer, ct);
            exchange.Answer = new((int)response.StatusCode, response.ReasonPhrase ?? "", time.GetElapsedTime(sentAt))
            {
                Headers = All(response.Headers, response.Content),
                MediaType = response.Content.Headers.ContentType?.MediaType,
                Body = await ContentText.ReadAsync(response.Content, ct),
            };
            return response;
        }

        static List<KeyValuePair<string, string>> All(HttpHeaders headers, HttpContent? content) =>
        [
            .. headers.NonValidated.Concat(content?.Headers.NonValidated ?? default)
                .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))
                .Where(header => !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)),
        ];
    }
}
