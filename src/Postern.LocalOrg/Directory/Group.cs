namespace Postern.LocalOrg.Directory;

/// <summary>A group of users; <see cref="BuiltIn"/> is the one that everybody is in.</summary>
sealed record Group
{
    public const string Everyone = "Everyone";
    public const string BuiltIn = "BUILT_IN";

    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary><c>OKTA_GROUP</c> or <c>BUILT_IN</c>.</summary>
    public string Type { get; init; } = "OKTA_GROUP";

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
