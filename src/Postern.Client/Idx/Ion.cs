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
}
