using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>What went wrong, what to do next, and the answer's own words: printed for a person or as one JSON line.</summary>
sealed record Failure(int ExitCode, string Message)
{
    public string? Hint { get; init; }

    public string? Stage { get; init; }

    public JsonObject Fields { get; init; } = [];

    public void WriteTo(Terminal io, bool asJson)
    {
        if (asJson)
            io.Error.WriteLine(ToJson().ToText(JsonLayout.OneLine));
        else
            WriteFor(io);
    }

    JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = ExitCodes.WordFor(ExitCode), ["message"] = Message };
        json.AddPresent("hint", Hint);
        json.AddPresent("stage", Stage);
        foreach (var (name, value) in Fields)
            json[name] = value?.DeepClone();

        return json;
    }

    void WriteFor(Terminal io)
    {
        var (red, plain) = io.ColorsError ? ("\e[31m", "\e[0m") : ("", "");
        io.Error.WriteLine($"{red}error{(Stage is null ? "" : $" ({Stage})")}:{plain} {Message}");
        foreach (var (name, value) in Fields)
        {
            if (value.ToPlainText() is var text && !Message.Contains(text, StringComparison.Ordinal))
                io.Error.WriteLine($"  {name}: {text}");
        }

        if (Hint is not null)
            io.Error.WriteLine($"hint: {Hint}");
    }
}
