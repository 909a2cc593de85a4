using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>
/// What went wrong, what to do next, and the answer's own words: printed for a person or as one JSON line, and no secret in either.
/// </summary>
sealed record Failure(int ExitCode, string Message)
{
    // A page that came where an error was awaited is no sentence: what is longer says nothing more to a person.
    const int Longest = 2000;

    /// <summary>Seconds.</summary>
    public const string RetryAfterMember = "retryAfter";

    public string? Hint { get; init; }

    public string? Stage { get; init; }

    /// <summary>The id in the catalogue of failures, for programs and for docs/doctor.md.</summary>
    public string? Reason { get; init; }

    public JsonObject Fields { get; init; } = [];

    /// <summary>When the same may be asked again, where that is known.</summary>
    public TimeSpan? RetryAfter =>
        Fields[RetryAfterMember] is JsonValue value && value.TryGetValue(out double seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>What people read before the sentence, each a line; programs have it among the fields.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The same, with how long there is to wait before it is asked again.</summary>
    public Failure After(TimeSpan wait)
    {
        var fields = (JsonObject)Fields.DeepClone();
        fields[RetryAfterMember] = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        return this with { Fields = fields };
    }

    public void WriteTo(Terminal io, bool asJson)
    {
        var told = Without(io.Secrets);
        if (asJson)
            io.Tell(told.ToJson().ToText(JsonLayout.OneLine));
        else
            told.WriteFor(io);
    }

    // These are the words of whatever failed: a library, a proxy or a server may repeat what it was given.
    Failure Without(Redaction secrets) => this with
    {
        Message = secrets.Words(Message),
        Hint = Hint is null ? null : secrets.Words(Hint),
        Lines = [.. Lines.Select(secrets.Words)],
        Fields = (JsonObject)secrets.Members(Fields)!,
    };

    /// <summary>For programs, without what this run knows to be secret.</summary>
    public JsonObject Told(Terminal io) => Without(io.Secrets).ToJson();

    /// <summary>One that was told before.</summary>
    public static Failure Read(int exitCode, JsonObject told)
    {
        var fields = (JsonObject)told.DeepClone();
        foreach (var own in (string[])["code", "message", "hint", "stage", "reason"])
            fields.Remove(own);
        return new(exitCode, told.Text("message") ?? "")
        {
            Hint = told.Text("hint"), Stage = told.Text("stage"), Reason = told.Text("reason"), Fields = fields,
        };
    }

    JsonObject ToJson()
    {
        var json = new JsonObject { ["code"] = ExitCodes.WordFor(ExitCode), ["message"] = Message };
        json.AddPresent("hint", Hint);
        json.AddPresent("stage", Stage);
        json.AddPresent("reason", Reason);
        foreach (var (name, value) in Fields)
            json[name] = value?.DeepClone();

        return json;
    }

    void WriteFor(Terminal io)
    {
        foreach (var line in Lines)
            io.Tell(Cut(line));
        io.Tell($"{io.OnError(Style.Red)}error{(Stage is null ? "" : $" ({Stage})")}:{io.OnError(Style.Plain)} {Cut(Message)}");
        foreach (var (name, value) in Fields)
        {
            // How the sign-in went is told line by line, where it is asked for.
            if (Lines.Count == 0
                && name is not ReceiptOutput.Member
                && value.ToPlainText() is var text
                && !Message.Contains(text, StringComparison.Ordinal))
                io.Tell($"  {name}: {Cut(text)}");
        }

        if (Hint is not null)
            io.Tell($"hint: {Cut(Hint)}");
    }

    static string Cut(string text) => text.Length <= Longest ? text : $"{text[..Longest]}… ({text.Length - Longest} more)";
}
