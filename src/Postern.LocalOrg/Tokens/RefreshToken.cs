namespace Postern.LocalOrg.Tokens;

/// <summary>What is kept of a refresh token; the token itself is not. Instants are seconds since the epoch.</summary>
sealed record RefreshToken
{
    public required string Id { get; init; }

    /// <summary>Null: the org authorization server.</summary>
    public required string? AuthorizationServerId { get; init; }

    public required string ClientId { get; init; }
    public required string UserId { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The grant that it came of, which policies judge it by.</summary>
    public required string GrantType { get; init; }

    public required long AuthenticatedAt { get; init; }
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>The <c>acr</c> claim; null where none was asked for.</summary>
    public string? Context { get; init; }

    /// <summary>The sign-in that apps of one device share; null for none.</summary>
    public string? SessionId { get; init; }

    /// <summary>Of the key that a public client must prove at every refresh; null for none.</summary>
    public string? KeyThumbprint { get; init; }

    public long CreatedAt { get; init; }

    /// <summary>How often it was rotated.</summary>
    public int Generation { get; init; }

    public long RotatedAt { get; init; }
    public required long IdleSeconds { get; init; }
    public required long EndsAt { get; init; }

    /// <summary>What comes first, of idleness and end.</summary>
    public long ExpiresAt { get; init; }
}
