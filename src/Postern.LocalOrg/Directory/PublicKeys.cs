using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Directory;

/// <summary>What of JSON Web Keys anybody may know. Whoever sends the other half as well has it neither kept nor told.</summary>
static class PublicKeys
{
    /// <summary>RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1.</summary>
    static readonly string[] Secret = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>Of a key.</summary>
    public static JsonObject Of(JsonElement key) => Copy(key, member => Secret.Contains(member.Name) ? null : Node(member.Value));

    /// <summary>Of a set of them.</summary>
    public static JsonObject OfSet(JsonElement set) => Copy(
        set, member => member is { Name: "keys", Value.ValueKind: JsonValueKind.Array }
            ? new JsonArray([.. member.Value.EnumerateArray().Select(key => key.ValueKind is JsonValueKind.Object ? Of(key) : Node(key))])
            : Node(member.Value));

    /// <summary>Members that there is nothing of are left out; of those with one name the last is there.</summary>
    static JsonObject Copy(JsonElement map, Func<JsonProperty, JsonNode?> copy)
    {
        JsonObject copied = [];
        foreach (var member in map.EnumerateObject())
            if (copy(member) is { } value)
                copied[member.Name] = value;
        return copied;
    }

    static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
