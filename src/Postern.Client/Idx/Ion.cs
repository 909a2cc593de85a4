using System.Text.Json;

namespace Postern.Client;

/// <summary>Reads JSON that may be of any shape: what is not there, or is something else, is undefined.</summary>
static class Ion
{
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Null where it is no text.</summary>
    public static string? Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Of an array; of anything else there are none.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json) =>
        json.ValueKind is JsonValueKind.Array ? json.EnumerateArray() : [];

    /// <summary>Those of <c>{"type": "array", "value": […]}</c>.</summary>
    public static IEnumerable<JsonElement> Listed(this JsonElement json, string name) => json.Member(name).Member("value").Items();

    /// <summary>The fields within a field: of a form of its own, or of one that its value is (idx.md 4.3).</summary>
    public static JsonElement Inner(this JsonElement field) =>
        field.Member("form").Member("value") is { ValueKind: JsonValueKind.Array } own
            ? own
            : field.Member("value").Member("form").Member("value");
}
