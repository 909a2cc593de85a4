using System.Text.Json.Nodes;
using Postern.Client;

namespace Postern.Cli;

/// <summary>Tells how a sign-in went: which ways were tried, what the org answered, what would open the others.</summary>
static class ReceiptOutput
{
    /// <summary>What it is called beside the tokens, and beside an error.</summary>
    public const string Member = "receipt";

    public static JsonObject Json(SignInReceipt receipt)
    {
        var json = new JsonObject();
        json.AddPresent("engine", EngineOf(receipt));
        json.AddPresent("way", receipt.Way is { } way ? ViaFlags.Names[way] : null);
        json["attempts"] = new JsonArray([.. receipt.Attempts.Select(Json)]);
        return json;
    }

    /// <summary>A line for each way, where one wants to see it.</summary>
    public static void Tell(SignInReceipt? receipt, Terminal io)
    {
        if (receipt is null || !io.Verbose)
            return;

        io.Tell($"sign-in at an org on {EngineOf(receipt) ?? "an engine that it does not name"}:");
        foreach (var attempt in receipt.Attempts)
            io.Tell(io.Secrets.Words($"  {ViaFlags.Names[attempt.Way]}: {WordFor(attempt.Outcome)}{Why(attempt)}"));
    }

    static string? EngineOf(SignInReceipt receipt) => receipt.Pipeline switch
    {
        "idx" => "identity-engine",
        "v1" => "classic",
        var other => other,
    };

    static JsonObject Json(SignInAttempt attempt)
    {
        var json = new JsonObject { ["way"] = ViaFlags.Names[attempt.Way], ["outcome"] = WordFor(attempt.Outcome) };
        json.AddPresent("answer", InFlags(attempt.Answer));
        json.AddPresent("opens", InFlags(attempt.Opens));
        return json;
    }

    static string Why(SignInAttempt attempt) => attempt.Answer is null
        ? ""
        : $". {InFlags(attempt.Answer)} {InFlags(attempt.Opens)}".TrimEnd();

    static string? InFlags(string? words) => words is null ? null : FlagHints.InFlags(words);

    static string WordFor(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.Taken => "taken",
        SignInOutcome.Closed => "closed",
        SignInOutcome.NotEnough => "not-enough",
        _ => "refused",
    };
}
