using System.CommandLine;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postern.Cli;

/// <summary>A seed file as it came, or as JSON, which is a seed file too: what programs read, without the remarks for people.</summary>
static class SeedOutput
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "yaml: a seed file, with remarks at its head; json: the same for programs, and a seed file too",
            DefaultValueFactory = JsonFlag.Or("yaml"),
        };
        option.OnlyOneOf("yaml", "json");
        return option;
    }

    public static void Write(Terminal io, string seed, bool asJson)
    {
        if (asJson)
            JsonOutput.Write(io, Json(seed));
        else
            io.Write(seed.TrimEnd('\n'));
    }

    static JsonObject Json(string seed)
    {
        var parser = new Parser(new StringReader(seed));
        while (parser.MoveNext() && parser.Current is not (MappingStart or StreamEnd))
        {
            // The document begins.
        }

        return parser.Current is MappingStart ? Members(parser) : [];
    }

    static JsonNode? Node(Parser parser) => parser.Current switch
    {
        MappingStart => Members(parser),
        SequenceStart => Items(parser),
        Scalar { Style: ScalarStyle.Plain } plain => OfPlain(plain.Value),
        Scalar quoted => quoted.Value,
        _ => null,
    };

    static JsonObject Members(Parser parser)
    {
        var json = new JsonObject();
        while (parser.MoveNext() && parser.Current is Scalar name)
        {
            parser.MoveNext();
            json[name.Value] = Node(parser);
        }

        return json;
    }

    static JsonArray Items(Parser parser)
    {
        var json = new JsonArray();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
            json.Add(Node(parser));
        return json;
    }

    // Texts that look like one of these stand in quotes, in whatever writes seeds.
    static JsonNode? OfPlain(string text) => text switch
    {
        "true" or "false" or "null" or [>= '0' and <= '9' or '-', ..] => JsonNode.Parse(text),
        _ => text,
    };
}
