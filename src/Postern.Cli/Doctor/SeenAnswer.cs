using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>An answer as the doctor looks at it: whatever came, from whomever.</summary>
sealed record SeenAnswer(int Status, string? Type, string Body)
{
    /// <summary>The answerer's clock; null where it tells none.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Okta's <c>X-Okta-Request-Id</c>; null where something else answered.</summary>
    public string? RequestId { get; init; }

    public long? Limit { get; init; }

    public long? Remaining { get; init; }

    /// <summary>Null where it is no object.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>Empty where it is no list.</summary>
    public IReadOnlyList<JsonObject> List { get; init; } = [];

    public bool IsHtml => Type is "text/html" or "application/xhtml+xml";

    public string? ErrorCode => Json?.Text("errorCode");

    /// <summary>What answers where nothing of the org does.</summary>
    public string Stranger => Status switch
    {
        403 when IsHtml && RequestId is null => "H02",
        407 or (>= 300 and < 400) => "H01",
        429 => "G03",
        _ => "A01",
    };

    public string Words => Type is null ? $"{Status} without content" : $"{Status} with {Type}";

    public static async Task<SeenAnswer> AskAsync(HttpClient http, string url, string? authorization, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Accept = { new("application/json") } } };
        request.Headers.UserAgent.Add(new("Postern", "0.1"));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await http.SendAsync(request, ct);
        var body = await ContentText.ReadAsync(response.Content, ct);
        var json = Parsed(body);
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant(), body)
        {
            Date = response.Headers.Date,
            RequestId = Header(response, "X-Okta-Request-Id"),
            Limit = Number(response, "X-Rate-Limit-Limit"),
            Remaining = Number(response, "X-Rate-Limit-Remaining"),
            Json = json as JsonObject,
            List = json is JsonArray list ? [.. list.OfType<JsonObject>()] : [],
        };
    }

    public override string ToString() => Words;

    // A name that stands twice is nothing that Okta writes.
    static JsonNode? Parsed(string body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(
                HalfCharacters.Mended(body), documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    static long? Number(HttpResponseMessage response, string header) =>
        long.TryParse(Header(response, header), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    static string? Header(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
}
