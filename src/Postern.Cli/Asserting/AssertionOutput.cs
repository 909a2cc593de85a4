using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Tells of each assertion whether it holds, and of one that does not what stands there instead.</summary>
static class AssertionOutput
{
    public static void WriteFor(Terminal io, IReadOnlyList<JudgedAssertion> judged)
    {
        foreach (var (text, holds, found) in judged)
            io.Print(
                $"{io.OnOutput(holds ? Style.Green : Style.Red)}{(holds ? "holds " : "fails ")}{io.OnOutput(Style.Plain)}  {text}" +
                $"{(holds ? "" : found is null ? ": it is not there" : $": it is {found}")}");
    }

    public static JsonObject Json(IReadOnlyList<JudgedAssertion> judged) => new()
    {
        ["holds"] = judged.All(each => each.Holds),
        ["assertions"] = new JsonArray([.. judged.Select(each => (JsonNode?)Json(each))]),
    };

    static JsonObject Json(JudgedAssertion judged)
    {
        var json = new JsonObject { ["assertion"] = judged.Text, ["holds"] = judged.Holds };
        if (judged.Found is { } found)
            json["found"] = JsonNode.Parse(found);
        return json;
    }
}

/// <summary>An assertion, whether it holds, and what stands there, as JSON.</summary>
sealed record JudgedAssertion(string Text, bool Holds, string? Found);
