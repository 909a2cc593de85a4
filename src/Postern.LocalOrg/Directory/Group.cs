namespace Postern.LocalOrg.Directory;

/// <summary>A group of users; the built-in one is that of everybody.</summary>
sealed record Group
{
    public const string Everyone = "Everyone";
    public const string BuiltIn = "BUILT_IN";
    public const string OfOkta = "OKTA_GROUP";

    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary><c>OKTA_GROUP</c> or <c>BUILT_IN</c>.</summary>
    public string Type { get; init; } = OfOkta;

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
