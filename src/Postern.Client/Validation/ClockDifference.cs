using System.Globalization;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// Whether a token that fails by its times fails because the org's clock and ours disagree: the org says so itself, by what it has just
/// issued or by the <c>Date</c> of its answers.
/// </summary>
sealed class ClockDifference(OktaClient client, Jwt token, TokenExpectations expected)
{
    /// <summary>Zero where nothing says that they disagree.</summary>
    TimeSpan Ahead => Told is { } ahead && ahead.Duration() > client.Options.ClockSkew ? ahead : TimeSpan.Zero;

    TimeSpan? Told => expected.IsFresh ? token.Time(Claims.IssuedAt) - client.Options.Time.GetUtcNow() : client.Http.Ahead;

    /// <summary>Goes on after a sentence that has told both times.</summary>
    public string Words => Ahead == TimeSpan.Zero
        ? ""
        : $": the org's clock is {Said(Ahead.Duration())} {(Ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's";

    public string HintOr(string otherwise) => Ahead == TimeSpan.Zero
        ? otherwise
        : "Set whichever of the two clocks is wrong. "
            + "Where a test has moved a local org's clock, allow a ClockSkew as large as the move. "
            + "Better, give the client that org's time (OktaClientOptions.Time).";

    static string Said(TimeSpan by) => by switch
    {
        { TotalDays: >= 2 } => Said(by.TotalDays, "days"),
        { TotalHours: >= 2 } => Said(by.TotalHours, "hours"),
        { TotalMinutes: >= 2 } => Said(by.TotalMinutes, "minutes"),
        _ => Said(by.TotalSeconds, "seconds"),
    };

    static string Said(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}");
}
