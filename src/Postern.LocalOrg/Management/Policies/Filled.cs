using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Policies;

/// <summary>
/// Objects that are kept as they were sent: in Okta's order, with what was left out as Okta fills it in. A template says both; a member
/// that it has as <c>"?"</c> is there only where it was sent.
/// </summary>
static class Filled
{
    const string IfSent = "?";

    /// <summary>What is sent is kept within a document that is read again: not as deep as a reader goes.</summary>
    const int Deepest = 30;

    public static JsonObject Of(string template, RequestObject sent) => Of(JsonNode.Parse(template)!.AsObject(), sent);

    /// <summary>As it is kept in a record.</summary>
    public static JsonElement Kept(JsonObject filled) => JsonSerializer.SerializeToElement(filled, DirectoryJson.Default.JsonObject);

    /// <summary>What was kept, to be read; nothing where nothing was.</summary>
    public static RequestObject Read(JsonElement? kept) => kept is { } there ? new(there) : RequestObject.Nothing;

    /// <summary>A copy, of which the last of members with one name is left.</summary>
    /// <exception cref="OktaError">It goes too deep.</exception>
    public static JsonNode? Copy(JsonElement sent, int depth = 0) => sent.ValueKind switch
    {
        _ when depth > Deepest => throw OktaError.Malformed(),
        JsonValueKind.Object => CopyObject(sent, depth),
        JsonValueKind.Array => new JsonArray([.. sent.EnumerateArray().Select(item => Copy(item, depth + 1))]),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonValue.Create(sent.Clone()),
    };

    static JsonObject CopyObject(JsonElement sent, int depth)
    {
        JsonObject copy = [];
        foreach (var member in sent.EnumerateObject())
            copy[member.Name] = Copy(member.Value, depth + 1);
        return copy;
    }

    static JsonObject Of(JsonObject template, RequestObject sent)
    {
        JsonObject filled = [];
        foreach (var (name, usual) in template)
            if (sent.Find(name) is { } given)
                filled[name] = Of(usual, given, name, sent);
            else if (!IsOptional(usual))
                filled[name] = usual is JsonObject within ? Of(within, RequestObject.Nothing) : usual?.DeepClone();
        foreach (var member in sent.Element.EnumerateObject())
            if (!template.ContainsKey(member.Name) && member.Value.ValueKind is not JsonValueKind.Null)
                filled[member.Name] = Copy(member.Value);
        return filled;
    }

    /// <summary>Of the kind that is usual.</summary>
    /// <exception cref="OktaError">It cannot be read as that.</exception>
    static JsonNode? Of(JsonNode? usual, JsonElement given, string name, RequestObject sent) => usual?.GetValueKind() switch
    {
        JsonValueKind.Object => Of(usual.AsObject(), sent.Object(name)!),
        JsonValueKind.Array => given.ValueKind is JsonValueKind.Array ? Copy(given) : throw OktaError.Malformed(),
        JsonValueKind.True or JsonValueKind.False => sent.Flag(name),
        JsonValueKind.Number => sent.Number(name),
        JsonValueKind.String when !IsOptional(usual) => sent.Text(name),
        _ => Copy(given),
    };

    static bool IsOptional(JsonNode? usual) => usual is JsonValue value && value.TryGetValue<string>(out var text) && text is IfSent;
}
