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
    const int LongestName = 100;

    public required string Name { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }

    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') && !char.IsAsciiDigit(name[0]);
}

/// <summary>Whom a user is related to.</summary>
sealed record LinkedValue
{
    /// <summary>By the name of its primary end.</summary>
    public required string Relation { get; init; }

    public required string AssociatedId { get; init; }
    public required string PrimaryId { get; init; }

    /// <summary>A user has one manager, and a manager many users.</summary>
    public string Key => KeyOf(Relation, AssociatedId);

    public static string KeyOf(string relation, string associatedId) => $"{relation}:{associatedId}";
}
