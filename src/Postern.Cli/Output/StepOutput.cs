using System.CommandLine;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Prints what a step brought: whole for the next step, or its one secret.</summary>
static class StepOutput
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "json: all that the next step needs; raw: the secret alone",
            DefaultValueFactory = JsonFlag.Or("json"),
        };
        option.OnlyOneOf("json", "raw");
        return option;
    }

    public static int Write(Terminal io, string format, JsonObject members, string secret)
    {
        io.Write(format is "raw" ? JsonInput.Require(members, secret, "The answer") : members.ToText(JsonLayout.Indented));
        return ExitCodes.Ok;
    }
}
