namespace Postern.LocalOrg.SignIn;

/// <summary>
/// What a client polls for while a user decides elsewhere: a device's sign-in (RFC 8628) or a backchannel one (CIBA). Instants are seconds
/// since the epoch.
/// </summary>
sealed record PolledGrant
{
    /// <summary>Null: the org authorization server.</summary>
    public required string? AuthorizationServerId { get; init; }

    public required string ClientId { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether they are the server's default ones, since the client named none.</summary>
    public bool HasDefaultScopes { get; init; }

    public required long EndsAt { get; init; }

    /// <summary>The push that decides it; null where a page does.</summary>
    public string? PushId { get; init; }

    /// <summary>Null until somebody has decided on the page.</summary>
    public string? UserId { get; init; }

    public PolledStatus Status { get; init; }
    public long AuthenticatedAt { get; init; }
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Whether the last two polls were closer than the interval.</summary>
    public bool IsTooSoon { get; init; }
}

/// <summary>What was decided on a page.</summary>
enum PolledStatus
{
    Pending,
    Approved,
    Denied,
}
