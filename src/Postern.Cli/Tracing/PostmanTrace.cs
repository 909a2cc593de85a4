using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>A run as a Postman collection (2.1), each request with the answer that it got.</summary>
static class PostmanTrace
{
    public static JsonObject Write(IReadOnlyList<TracedExchange> exchanges, TraceTeller teller) => new()
    {
        ["info"] = new JsonObject
        {
            ["name"] = exchanges is [var first, ..]
                ? string.Create(CultureInfo.InvariantCulture, $"postern, {first.Url.Host}, {first.At.UtcDateTime:yyyy-MM-dd HH:mm}")
                : "postern",
            ["schema"] = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
        },
        ["item"] = new JsonArray([.. exchanges.Select((exchange, index) => (JsonNode?)Item(index + 1, exchange, teller))]),
    };

    static JsonObject Item(int number, TracedExchange exchange, TraceTeller teller)
    {
        var request = Request(exchange, teller);
        var item = new JsonObject
        {
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"{number}. {exchange.Method} {exchange.Url.AbsolutePath}"),
            ["request"] = request,
        };
        if (exchange.Answer is { } answer)
            item["response"] = new JsonArray(new JsonObject
            {
                ["name"] = TraceOutput.Summary(exchange),
                ["originalRequest"] = request.DeepClone(),
                ["status"] = answer.Reason,
                ["code"] = answer.Status,
                ["header"] = Headers(answer.Headers, teller),
                ["body"] = teller.Body(answer.MediaType, answer.Body),
            });
        return item;
    }

    static JsonObject Request(TracedExchange exchange, TraceTeller teller)
    {
        var json = new JsonObject
        {
            ["method"] = exchange.Method.Method,
            ["header"] = Headers(exchange.Headers, teller),
            ["url"] = new JsonObject { ["raw"] = teller.Url(exchange.Url) },
        };
        if (exchange.Body.Length > 0)
            json["body"] = new JsonObject { ["mode"] = "raw", ["raw"] = teller.Body(exchange.MediaType, exchange.Body) };
        return json;
    }

    static JsonArray Headers(IReadOnlyList<KeyValuePair<string, string>> headers, TraceTeller teller) =>
        new([.. teller.Headers(headers).Select(header => (JsonNode?)HarTrace.Pair("key", header.Key, header.Value))]);
}
