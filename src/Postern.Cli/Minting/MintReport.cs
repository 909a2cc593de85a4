using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>What a run has made, how fast, and who has no token and why.</summary>
sealed record MintReport(MintPlan Plan, IReadOnlyList<MintOutcome> Outcomes, MintProgress Progress)
{
    public required string File { get; init; }

    public required int Before { get; init; }

    public required int Refused { get; init; }

    public bool HasGivenUp { get; init; }

    /// <summary>What the tokens are bound to; null for bearer tokens.</summary>
    public MintKey? Key { get; init; }

    int Made => Outcomes.Count(outcome => outcome.Failure is null);

    public bool IsSettled => Left is 0;

    int Left => Plan.Count - Outcomes.Count(outcome => outcome.IsSettled);

    IReadOnlyList<MintOutcome> Failed => [.. Outcomes.Where(outcome => outcome.Failure is not null)];

    public void WriteFor(Terminal io)
    {
        var took = Words.Duration(TimeSpan.FromSeconds(Math.Round(Progress.Took.TotalSeconds)));
        var speed = Progress.Made > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {Progress.PerSecond:0.0} a second") : "";
        io.Print(
            $"{Made} of {Plan.Count} tokens of {Plan.Users.Count} users are in {File}" +
            $"{(Before > 0 ? $", {Before} of them from before" : "")}{(took.Length > 0 ? $", after {took}" : "")}{speed}.");
        if (Key is { File: var file })
            io.Print($"They are bound to the key {(file is null ? "that was given" : $"in {file}")}: each request needs a proof by it.");
        if (Progress.Waited > TimeSpan.Zero)
            io.Print($"{Words.Duration(Progress.Waited)} of it waiting for the org's limits; {Refused} answers were 429.");
        // The same sentence for many is told once, with who they are.
        foreach (var group in Failed.GroupBy(outcome => (outcome.Failure!.Message, outcome.Failure.Hint)))
        {
            io.Print($"failed: {string.Join(", ", group.Select(outcome => outcome.Login).Distinct())}: {group.Key.Message}");
            if (group.Key.Hint is { } hint)
                io.Print($"        {hint}");
        }
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject
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
        };
        json.AddPresent("dpopKeyFile", Key?.File);
        json.AddPresent("dpopThumbprint", Key?.Key.Thumbprint);
        json["failed"] = new JsonArray([.. Failed.Select(outcome => (JsonNode?)OfFailed(outcome))]);
        return json;
    }

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

    JsonObject OfFailed(MintOutcome outcome)
    {
        var json = outcome.Failure!.ToJson();
        json.Insert(0, "username", outcome.Login);
        json.Insert(1, "line", Plan.Users[outcome.Number % Plan.Users.Count].Line);
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
