namespace Postern.Client;

/// <summary>How a sign-in went: which ways were tried, what the org answered, and what would open the others. Holds no secret.</summary>
public sealed record SignInReceipt
{
    /// <summary><c>idx</c> is Identity Engine, <c>v1</c> Classic, as the org says it; null where it does not.</summary>
    public string? Pipeline { get; init; }

    /// <summary>The way that gave the tokens; null where none did.</summary>
    public SignInWay? Way => Attempts.FirstOrDefault(attempt => attempt.Outcome is SignInOutcome.Taken)?.Way;

    /// <summary>In the order of the ways, up to the one at which it ended.</summary>
    public required IReadOnlyList<SignInAttempt> Attempts { get; init; }

    /// <summary>A line for each way.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Attempts);
}

/// <summary>One way, and what became of it.</summary>
/// <param name="Way">Which.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record SignInAttempt(SignInWay Way, SignInOutcome Outcome)
{
    /// <summary>What the org answered, or why it was not asked; null of the way that was taken.</summary>
    public string? Answer { get; init; }

    /// <summary>What would open it; null of the way that was taken.</summary>
    public string? Opens { get; init; }

    /// <summary>As a sentence.</summary>
    public override string ToString() => Answer is null ? $"{Way}: {Outcome}" : $"{Way}: {Outcome}. {Answer} {Opens}".TrimEnd();
}
