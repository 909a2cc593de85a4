using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Testing;

/// <summary>Which claims differ, one line for each that was expected and each that is there.</summary>
static class ClaimDifference
{
    static readonly JsonWriterOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>None where they are the same.</summary>
    public static IReadOnlyList<string> Lines(JsonObject expected, JsonObject found)
    {
        string[] lines =
        [
            .. expected.Where(claim => !Has(found, claim)).Select(claim => "- " + Write(claim)),
            .. found.Where(claim => !Has(expected, claim)).Select(claim => "+ " + Write(claim)),
        ];
        return [.. lines.Order(ByClaim)];
    }

    public static string Write(JsonObject claims) => Write(claims, Line with { Indented = true, NewLine = "\n" });

    static bool Has(JsonObject claims, KeyValuePair<string, JsonNode?> claim) =>
        claims.TryGetPropertyValue(claim.Key, out var value) && JsonNode.DeepEquals(value, claim.Value);

    static string Write(KeyValuePair<string, JsonNode?> claim) =>
        $"{claim.Key}: {(claim.Value is { } value ? Write(value, Line) : "null")}";

    static string Write(JsonNode node, JsonWriterOptions options)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, options))
            node.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>What was expected of a claim stands above what it is.</summary>
    static readonly Comparer<string> ByClaim = Comparer<string>.Create((left, right) =>
        string.CompareOrdinal(Name(left), Name(right)) is var order and not 0 ? order : string.CompareOrdinal(right, left));

    static string Name(string line) => line[2..line.IndexOf(':', StringComparison.Ordinal)];
}
