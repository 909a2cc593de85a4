using Postern.Client;

namespace Postern.Cli;

/// <summary>How a probe came out.</summary>
enum Health
{
    Ok,
    CannotTell,
    Wrong,
}

/// <summary>What one probe showed, and where something is wrong, why and what to do.</summary>
sealed record Finding(Checkpoint At, Health Health, string Said)
{
    /// <summary>The catalogue's entry; null where all is well, or the catalogue has none.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>In the flags of this command.</summary>
    public string? Remedy { get; init; }

    /// <summary>As the other commands would end for it.</summary>
    public int ExitCode { get; init; }

    public static Finding Ok(Checkpoint at, string said) => new(at, Health.Ok, said);

    public static Finding Unclear(Checkpoint at, string said, string? id = null) =>
        new(at, Health.CannotTell, said) { Reason = id is null ? null : FailureReason.Find(id) };

    public static Finding Wrong(Checkpoint at, string said, string id)
    {
        var reason = FailureReason.Find(id)!;
        return new(at, Health.Wrong, said)
        {
            Reason = reason, Remedy = FlagHints.InFlags(reason.Remedy), ExitCode = ExitCodeOf(id),
        };
    }

    /// <summary>What a call has thrown.</summary>
    public static Finding Of(Checkpoint at, Exception failed, VerbFlags flags, CancellationToken ct)
    {
        var failure = Errors.Explain(failed, flags, ct);
        var reason = FailureReason.Of(failed) ?? (failed is OperationCanceledException ? FailureReason.Find("H01") : null);
        return new(at, Health.Wrong, failure.Message)
        {
            Reason = reason,
            Remedy = RemedyIn(failure.Hint, reason),
            ExitCode = failure.ExitCode,
        };
    }

    // A hint says the cause first, which stands in a line of its own here.
    static string? RemedyIn(string? hint, FailureReason? reason) => (hint, reason) switch
    {
        (_, null) => hint,
        (null, _) => FlagHints.InFlags(reason.Remedy),
        _ when hint.StartsWith($"{reason.Cause} ", StringComparison.Ordinal) => hint[(reason.Cause.Length + 1)..],
        _ => hint,
    };

    static int ExitCodeOf(string id) => id switch
    {
        "H01" => ExitCodes.Network,
        "B03" or "B04" or "B05" or "B06" or "B08" or "C01" or "C03" => ExitCodes.InteractionNeeded,
        "D01" or "D02" => ExitCodes.AuthenticationRefused,
        _ => id[0] switch
        {
            'A' or 'H' => ExitCodes.Usage,
            'B' => ExitCodes.AuthenticationRefused,
            'E' => ExitCodes.InvalidToken,
            'F' => ExitCodes.InteractionNeeded,
            'G' => ExitCodes.RateLimited,
            _ => ExitCodes.AuthorizationRefused,
        },
    };
}
