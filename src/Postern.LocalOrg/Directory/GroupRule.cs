namespace Postern.LocalOrg.Directory;

/// <summary>Puts those users into groups of whom an expression is true: management.md 9.2.</summary>
sealed record GroupRule
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>A new one does nothing until it is activated.</summary>
    public Lifecycle Status { get; init; }

    public required string Expression { get; init; }
    public required IReadOnlyList<string> GroupIds { get; init; }

    /// <summary>Also those who were taken out of one of its groups by hand.</summary>
    public IReadOnlyList<string> ExcludedUserIds { get; init; } = [];

    /// <summary>Whose members it leaves alone. Okta takes and keeps them.</summary>
    public IReadOnlyList<string> ExcludedGroupIds { get; init; } = [];

    /// <summary>Whether <c>conditions.people</c> was sent, and is repeated.</summary>
    public bool NamesPeople { get; init; }

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}
