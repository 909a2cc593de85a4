namespace Postern.LocalOrg.Directory;

/// <summary>An admin's token for Okta's own APIs (<c>SSWS</c>), which is kept as a hash.</summary>
sealed record ApiToken
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string TokenHash { get; init; }
    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
