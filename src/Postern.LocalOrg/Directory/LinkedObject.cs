namespace Postern.LocalOrg.Directory;

/// <summary>A relation between users, by the names of its two ends.</summary>
sealed record LinkedObject
{
    public required LinkedEnd Primary { get; init; }
    public required LinkedEnd Associated { get; init; }
}

/// <summary>One end of a relation.</summary>
sealed record LinkedEnd
{
    public required string Name { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
}
