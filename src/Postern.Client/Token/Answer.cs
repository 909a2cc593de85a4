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
        catch (JsonException at)
        {
            throw Refusal.Malformed(answer, at, lacking);
        }
    }

    /// <summary>What is there, and empty, is no more use than what is absent.</summary>
    public static void RequireFilled(HttpAnswer answer, params (string Member, string Value)[] members)
    {
        if (members.FirstOrDefault(member => string.IsNullOrWhiteSpace(member.Value)).Member is { } empty)
            throw Refusal.NotAsExpected(answer, $"The answer to the {StepNames.Of(answer.Stage)} has an empty {empty}.");
    }
}
