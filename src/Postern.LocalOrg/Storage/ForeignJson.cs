using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// JSON of somebody else's, looked through before anybody uses it: what was found wrong later would be no refusal any more, but a fault of
/// the org's. A name that is there twice is refused, since the two may be read either way, and so is half a surrogate pair, which is no
/// text.
/// </summary>
static class ForeignJson
{
    /// <summary>Of whoever parses for itself.</summary>
    public static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="InvalidDataException">It is none.</exception>
    public static async Task<JsonNode?> ReadAsync(Stream body, CancellationToken ct)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(body, Strict, ct);
            return Checked(document.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException("The body is not JSON.", unreadable);
        }
    }

    /// <summary>Null where it is none.</summary>
    public static JsonNode? Find(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Checked(document.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <exception cref="InvalidOperationException">A text in it is none: half a surrogate pair.</exception>
    public static void CheckTexts(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.String)
            _ = element.GetString();
        else if (element.ValueKind is JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                CheckTexts(item);
        else if (element.ValueKind is JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                CheckTexts(member.Value);
            }
    }

    static JsonNode? Checked(JsonElement root)
    {
        CheckTexts(root);
        var own = root.Clone();
        return own.ValueKind switch
        {
            JsonValueKind.Object => JsonObject.Create(own),
            JsonValueKind.Array => JsonArray.Create(own),
            _ => JsonValue.Create(own),
        };
    }
}
