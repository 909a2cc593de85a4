namespace Postern.LocalOrg.Tokens;

/// <summary>How and when a user proved who they are: what session tokens and sessions stand for.</summary>
sealed record Authentication
{
    public required string UserId { get; init; }

    /// <summary>Seconds since the epoch; the <c>auth_time</c> claim.</summary>
    public required long AuthenticatedAt { get; init; }

    /// <summary>The <c>amr</c> claim, space-separated.</summary>
    public required string Methods { get; init; }

    /// <summary>The session ends when it has not been used for so long.</summary>
    public long IdleSeconds { get; init; } = 2 * 60 * 60;

    /// <summary>Seconds since the epoch: the session ends then, used or not.</summary>
    public long EndsAt { get; init; } = Never;

    /// <summary>Whether the browser keeps its cookie when it is closed: nothing that the session itself knows.</summary>
    public bool IsKept { get; init; }

    /// <summary>The last second of the year 9999.</summary>
    public const long Never = 253_402_300_799;
}
