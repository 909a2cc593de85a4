using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>The flag <c>--output</c> of commands whose answer is a JSON document, and the document itself.</summary>
static class JsonOutput
{
    public static Option<string> Only()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "json; said aloud, errors are JSON too",
            DefaultValueFactory = JsonFlag.Or("json"),
        };
        option.OnlyOneOf("json");
        return option;
    }

    public static Option<string> OrText(string text, string json)
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = $"text: {text}; json: {json}",
            DefaultValueFactory = JsonFlag.Or("text"),
        };
        option.OnlyOneOf("text", "json");
        return option;
    }

    // As the org wrote it, indented.
    public static int Write(Terminal io, JsonElement document) => Write(io, JsonObject.Create(document)!);

    public static int Write(Terminal io, JsonObject document)
    {
        io.Write(document.ToText(JsonLayout.Indented));
        return ExitCodes.Ok;
    }
}
