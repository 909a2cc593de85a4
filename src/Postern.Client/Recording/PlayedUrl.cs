using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>Addresses and forms as cassettes have them, put together again.</summary>
static class PlayedUrl
{
    public static string Of(JsonNode? location)
    {
        if (location is not JsonObject json)
            return location?.GetValue<string>() ?? "";

        var query = Encoded(json["query"]);
        var fragment = Encoded(json["fragment"]);
        return json["url"]?.GetValue<string>()
            + (query.Length > 0 ? $"?{query}" : "")
            + (fragment.Length > 0 ? $"#{fragment}" : "");
    }

    public static string Encoded(JsonNode? pairs) =>
        string.Join('&', Pairs(pairs).Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    public static IEnumerable<KeyValuePair<string, string>> Pairs(JsonNode? pairs) => (pairs as JsonObject ?? []).SelectMany(pair =>
        (pair.Value is JsonArray values ? values.AsEnumerable() : [pair.Value])
            .Select(value => KeyValuePair.Create(pair.Key, value?.GetValue<string>() ?? "")));
}
