namespace Postern.LocalOrg.Directory;

/// <summary>Addresses that policies and apps name together.</summary>
sealed record NetworkZone
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Addresses, and ranges such as <c>10.0.0.0/8</c>.</summary>
    public required IReadOnlyList<string> Networks { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
}
