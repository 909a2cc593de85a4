using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>A run as an HTTP Archive 1.2, which browsers' developer tools and Okta's support read.</summary>
static class HarTrace
{
    public static JsonObject Write(IReadOnlyList<TracedExchange> exchanges, TraceTeller teller) => new()
    {
        ["log"] = new JsonObject
        {
            ["version"] = "1.2",
            ["creator"] = new JsonObject { ["name"] = "postern", ["version"] = ManualPages.Version },
            ["entries"] = new JsonArray([.. exchanges.Select(exchange => (JsonNode?)Entry(exchange, teller))]),
        },
    };

    static JsonObject Entry(TracedExchange exchange, TraceTeller teller)
    {
        var took = exchange.Answer?.Took.TotalMilliseconds ?? 0;
        return new()
        {
            ["startedDateTime"] = exchange.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["time"] = took,
            ["request"] = Request(exchange, teller),
            ["response"] = Response(exchange.Answer, teller),
            ["cache"] = new JsonObject(),
            ["timings"] = new JsonObject { ["send"] = 0, ["wait"] = took, ["receive"] = 0 },
        };
    }

    static JsonObject Request(TracedExchange exchange, TraceTeller teller)
    {
        var url = teller.Url(exchange.Url);
        var json = new JsonObject
        {
            ["method"] = exchange.Method.Method,
            ["url"] = url,
            ["httpVersion"] = "HTTP/1.1",
            ["cookies"] = new JsonArray(),
            ["headers"] = Headers(exchange.Headers, teller),
            ["queryString"] = Query(url),
            ["headersSize"] = -1,
            ["bodySize"] = exchange.Body.Length,
        };
        if (exchange.Body.Length > 0)
            json["postData"] = new JsonObject
            {
                ["mimeType"] = exchange.MediaType ?? "",
                ["text"] = teller.Body(exchange.MediaType, exchange.Body),
            };
        return json;
    }

    // The format has no request without an answer: browsers write status 0.
    static JsonObject Response(TracedAnswer? answer, TraceTeller teller) => new()
    {
        ["status"] = answer?.Status ?? 0,
        ["statusText"] = answer?.Reason ?? "",
        ["httpVersion"] = "HTTP/1.1",
        ["cookies"] = new JsonArray(),
        ["headers"] = Headers(answer?.Headers ?? [], teller),
        ["content"] = new JsonObject
        {
            ["size"] = answer?.Body.Length ?? 0,
            ["mimeType"] = answer?.MediaType ?? "",
            ["text"] = answer is null ? "" : teller.Body(answer.MediaType, answer.Body),
        },
        ["redirectURL"] = answer?.Header("Location") is { } location ? teller.Text(location) : "",
        ["headersSize"] = -1,
        ["bodySize"] = answer?.Body.Length ?? 0,
    };

    static JsonArray Headers(IReadOnlyList<KeyValuePair<string, string>> headers, TraceTeller teller) =>
        new([.. teller.Headers(headers).Select(header => (JsonNode?)Pair("name", header.Key, header.Value))]);

    static JsonArray Query(string url)
    {
        var pairs = url.Split('?', 2) is [_, var query] ? query.Split('&', StringSplitOptions.RemoveEmptyEntries) : [];
        return new([.. pairs.Select(pair => pair.Split('=', 2)).Select(pair =>
            (JsonNode?)Pair("name", Uri.UnescapeDataString(pair[0]), pair is [_, var value] ? Uri.UnescapeDataString(value) : ""))]);
    }

    public static JsonObject Pair(string called, string name, string value) => new() { [called] = name, ["value"] = value };
}
