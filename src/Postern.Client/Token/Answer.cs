using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Postern.Client;

/// <summary>Reads the JSON of an answer that should be a success.</summary>
static class Answer
{
    public static T Read<T>(HttpAnswer answer, JsonTypeInfo<T> type, string lacking) where T : class
    {
        if (answer.Status is not (200 or 201))
            throw Refusal.Read(answer);

        try
        {
            return answer.IsJson && JsonSerializer.Deserialize(answer.Body, type) is { } response ? response : throw Refusal.Read(answer);
        }
        catch (JsonException)
        {
            throw Refusal.NotAsExpected(answer, lacking);
        }
    }
}
