namespace Postern.LocalOrg.Directory;

/// <summary>A web page's origin whose scripts may call the org.</summary>
sealed record TrustedOrigin
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Scheme, host and port.</summary>
    public required string Origin { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
}
