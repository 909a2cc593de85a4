using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>A rule of what is unusual for a user, which policies may name. It is kept, and nothing here finds anybody unusual.</summary>
sealed record Behavior
{
    public const int LongestName = 128;

    /// <summary>Okta's.</summary>
    public static readonly IReadOnlyList<string> Types =
        ["ANOMALOUS_LOCATION", "ANOMALOUS_IP", "ANOMALOUS_DEVICE", "ANOMALOUS_ASN", "VELOCITY"];

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public Lifecycle Status { get; init; }

    /// <summary>An object, as it was sent.</summary>
    public required JsonElement Settings { get; init; }

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
