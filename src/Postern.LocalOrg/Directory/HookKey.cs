using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// A key by which services would be told that the org asks: its public half, since nothing is signed with it here (management.md 16).
/// </summary>
sealed record HookKey
{
    /// <summary>An org has no more: Okta's description.</summary>
    public const int Most = 50;

    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>What the public half is known by.</summary>
    public required string KeyId { get; init; }

    public required JsonElement Jwk { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
