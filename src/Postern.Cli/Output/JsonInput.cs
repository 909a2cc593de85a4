using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Reads what an earlier command printed.</summary>
static class JsonInput
{
    public static JsonObject Parse(string text, string from)
    {
        try
        {
            if (JsonNode.Parse(HalfCharacters.Mended(text)) is JsonObject json)
                return json;
        }
        catch (JsonException)
        {
            // Told below, and not in the parser's words: they would quote a secret.
        }

        throw new UsageException(
            $"{from} is no JSON object.", "Pass on what the command before it printed, unchanged; if that failed, its error is above.");
    }

    public static string Require(JsonObject json, string name, string from) =>
        json.Text(name) ?? throw new UsageException($"{from} has no {name}.", "Pass on what the command before it printed, unchanged.");
}
