using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>One request of a cassette, and its answer, with placeholders.</summary>
sealed class PlayableExchange(int number, JsonObject request, JsonObject response)
{
    const string DiscoveryPath = "/.well-known/openid-configuration";

    /// <summary>From 1, as it stands in the file.</summary>
    public int Number => number;

    public JsonObject Request => request;

    public JsonObject Response => response;

    public string Method => request["method"]?.GetValue<string>() ?? "";

    public string Url => request["url"]?.GetValue<string>() ?? "";

    public string? Issuer => Url.EndsWith(DiscoveryPath, StringComparison.Ordinal) ? Url[..^DiscoveryPath.Length] : null;

    public string Origin => Uri.TryCreate(Url, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : "";

    public string? Username =>
        ((request["json"] as JsonObject)?["username"] ?? (request["form"] as JsonObject)?["username"]) is JsonValue value
            && value.TryGetValue(out string? text)
            ? string.Concat(Placeholder.Parts(text).Select(part =>
                part.Placeholder is { } placeholder ? Playback.MadeUp(placeholder.Name) : part.Text))
            : null;

    /// <summary>Null where no app proved itself in a header.</summary>
    public string? BasicUser =>
        (request["headers"] as JsonObject)?["Authorization"] is JsonValue value
            && value.TryGetValue(out string? authorization)
            && authorization.StartsWith("Basic ", StringComparison.Ordinal)
            ? authorization["Basic ".Length..].Split(':')[0]
            : null;

    /// <summary>Whether it may be played as often as it is asked: it only tells what is there.</summary>
    public bool IsLasting =>
        Method == "GET"
            && response["status"]?.GetValue<int>() == 200
            && response["json"] is not null
            && (request["headers"] as JsonObject)?.ContainsKey("Authorization") != true;

    public static PlayableExchange Of(JsonNode? node, int index)
    {
        if (node is not JsonObject exchange || exchange["request"] is not JsonObject request
            || exchange["response"] is not JsonObject response)
            throw new FormatException($"exchange {index + 1} has no request or no response");
        if (!IsText(request["method"]) || !IsText(request["url"]) || !IsStatus(response["status"]))
            throw new FormatException($"exchange {index + 1} has a method, a url or a status that is none");

        return new(index + 1, request, response);
    }

    public string? Parameter(string name) =>
        ((request["query"] as JsonObject)?[name] ?? (request["form"] as JsonObject)?[name]) is JsonValue value
            && value.TryGetValue(out string? text)
            && !text.Contains("{{", StringComparison.Ordinal)
            ? text
            : null;

    public override string ToString() => $"{number}, {Method} {Url}";

    static bool IsText(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? _);

    // 200, where a person has left it out.
    static bool IsStatus(JsonNode? node) =>
        node is null || (node is JsonValue value && value.TryGetValue(out int status) && status is >= 100 and <= 599);
}
