using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Directory;

/// <summary>Attributes of an org's own that profiles have, where nobody has said what they are.</summary>
static class FoundAttributes
{
    /// <summary>In the order of their names, with the type of whichever value comes first.</summary>
    public static IReadOnlyList<ProfileAttribute> Of(IEnumerable<JsonObject> profiles)
    {
        SortedDictionary<string, ProfileAttribute> found = new(StringComparer.Ordinal);
        foreach (var profile in profiles)
            foreach (var (name, value) in profile)
                if (TypeOf(value) is { } type && BaseProfile.Attributes.All(known => known.Name != name))
                    found.TryAdd(name, new() { Name = name, Title = name, Type = type, Items = ItemsOf(value) });
        return [.. found.Values];
    }

    /// <summary>Null of what a profile cannot hold.</summary>
    static string? TypeOf(JsonNode? value) => value switch
    {
        JsonArray => ProfileAttribute.Array,
        JsonValue scalar => scalar.GetValueKind() switch
        {
            JsonValueKind.String => ProfileAttribute.Text,
            JsonValueKind.Number => long.TryParse(scalar.ToJsonString(), out _) ? ProfileAttribute.Integer : ProfileAttribute.Number,
            _ => ProfileAttribute.Truth,
        },
        _ => null,
    };

    static JsonElement? ItemsOf(JsonNode? value) => value is JsonArray list
        ? JsonSerializer.SerializeToElement(
            new JsonObject { ["type"] = TypeOf(list.FirstOrDefault()) ?? ProfileAttribute.Text }, DirectoryJson.Default.JsonObject)
        : null;
}
