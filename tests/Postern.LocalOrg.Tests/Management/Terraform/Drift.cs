using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Terraform;

/// <summary>What Terraform would want to change again: members that come back otherwise than they were sent.</summary>
static class Drift
{
    /// <summary>Nothing, an empty text and an empty list are one; lists of texts are sets.</summary>
    public static IEnumerable<string> Of(JsonNode? sent, JsonNode? read, IReadOnlyList<string> untold, string path = "") => sent switch
    {
        _ when IsEmpty(sent) || untold.Contains(path) => [],
        JsonObject members => members.SelectMany(member =>
            Of(member.Value, (read as JsonObject)?[member.Key], untold, path is "" ? member.Key : $"{path}.{member.Key}")),
        JsonArray items when items.All(item => item is JsonValue) => Words(items).SequenceEqual(Words(read as JsonArray ?? []))
            ? []
            : [$"{path}: {items.ToJsonString()} came back as {read?.ToJsonString()}"],
        JsonArray items => items.Index().SelectMany(item =>
            Of(item.Item, (read as JsonArray)?.ElementAtOrDefault(item.Index), untold, $"{path}[{item.Index}]")),
        _ => JsonNode.DeepEquals(sent, read) ? [] : [$"{path}: {sent!.ToJsonString()} came back as {read?.ToJsonString()}"],
    };

    static bool IsEmpty(JsonNode? node) => node switch
    {
        null or JsonArray { Count: 0 } => true,
        JsonValue value => value.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is "",
        _ => false,
    };

    static IEnumerable<string> Words(JsonArray items) => items.Select(item => item!.ToJsonString()).Order(StringComparer.Ordinal);
}
