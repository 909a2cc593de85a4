namespace Postern.LocalOrg.Directory;

/// <summary>What is said of the org as a whole. Instants are seconds since the epoch, here and in all that the directory keeps.</summary>
sealed record OrgSettings
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public bool HidesDeniedAccess { get; init; }
    public string? PasswordExpiredPage { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
}

/// <summary>Okta's <c>status</c> of what an admin can switch off.</summary>
enum Lifecycle
{
    Active,
    Inactive,
}
