using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>What a run has made, how fast, and who has no token and why.</summary>
sealed record MintReport(MintPlan Plan, IReadOnlyCollection<MintRecord> Records, MintProgress Progress)
{
    public required string File { get; init; }

    public required int Before { get; init; }

    public required int Refused { get; init; }

    public bool HasGivenUp { get; init; }

    int Made => Records.Count(record => record.Tokens is not null);

    public bool IsSettled => Left is 0;

    int Left => Plan.Count - Records.Count(record => record.IsSettled);

    IReadOnlyList<MintRecord> Failed => [.. Records.Where(record => record.Tokens is null)];

    public void WriteFor(Terminal io)
    {
        var took = Words.Duration(TimeSpan.FromSeconds(Math.Round(Progress.Took.TotalSeconds)));
        var speed = Progress.Made > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {Progress.PerSecond:0.0} a second") : "";
        io.Print(
            $"{Made} of {Plan.Count} tokens of {Plan.Users.Count} users are in {File}" +
            $"{(Before > 0 ? $", {Before} of them from before" : "")}{(took.Length > 0 ? $", after {took}" : "")}{speed}.");
        if (Progress.Waited > TimeSpan.Zero)
            io.Print($"{Words.Duration(Progress.Waited)} of it waiting for the org's limits; {Refused} answers were 429.");
        // The same sentence for many is told once, with who they are.
        foreach (var group in Failed.GroupBy(record => (record.Failure!.Message, record.Failure.Hint)))
        {
            io.Print($"failed: {string.Join(", ", group.Select(record => record.Login).Distinct())}: {group.Key.Message}");
            if (group.Key.Hint is { } hint)
                io.Print($"        {hint}");
        }
    }

    public JsonObject ToJson() => new()
    {
        ["file"] = File,
        ["wanted"] = Plan.Count,
        ["users"] = Plan.Users.Count,
        ["made"] = Made,
        ["before"] = Before,
        ["left"] = Left,
        ["seconds"] = Math.Round(Progress.Took.TotalSeconds, 3),
        ["perSecond"] = Math.Round(Progress.PerSecond, 2),
        ["waitedSeconds"] = Math.Round(Progress.Waited.TotalSeconds, 3),
        ["answers429"] = Refused,
        ["failed"] = new JsonArray([.. Failed.Select(record => (JsonNode?)OfFailed(record))]),
    };

    /// <exception cref="NotAllDoneException">Somebody has no token.</exception>
    public int ExitCode() => Made == Plan.Count
        ? ExitCodes.Ok
        : throw new NotAllDoneException(
            Failed is [var first, ..] ? first.Failure!.ExitCode : ExitCodes.Unexpected,
            $"{Plan.Count - Made} of {Plan.Count} tokens were not made.",
            Hint());

    string Hint() => (HasGivenUp, Left) switch
    {
        (true, _) =>
            "Too many failed one after the other, so the rest was not tried: see why, then run it again, or go on with --keep-going.",
        (_, > 0) => "Run it again: it goes on where it was, and makes none twice.",
        _ => "Who failed would fail again, and is not asked again: see why, and make the rest into another file.",
    };

    JsonObject OfFailed(MintRecord record)
    {
        var json = record.Failure!.ToJson();
        json.Insert(0, "username", record.Login);
        json.Insert(1, "line", Plan.Users[record.Number % Plan.Users.Count].Line);
        json.Remove("exit");
        json.Remove(MintFailure.OfAllMember);
        return json;
    }
}

/// <summary>Some of many things could be done and others not; which is told already.</summary>
sealed class NotAllDoneException(int exitCode, string message, string hint) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public string Hint { get; } = hint;
}
