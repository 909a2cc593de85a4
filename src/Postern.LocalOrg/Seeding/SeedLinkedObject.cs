namespace Postern.LocalOrg;

/// <summary>A relation between users (Okta's linked objects), such as a manager and those whom they manage.</summary>
public sealed record SeedLinkedObject
{
    /// <summary>The end that a user has one of, such as <c>manager</c>.</summary>
    public required SeedLinkedEnd Primary { get; init; }

    /// <summary>The end that a user has any number of, such as <c>subordinate</c>.</summary>
    public required SeedLinkedEnd Associated { get; init; }

    /// <summary>Who is related to whom. Default: nobody.</summary>
    public IReadOnlyList<SeedLink> Links { get; init; } = [];
}

/// <summary>One end of a relation.</summary>
public sealed record SeedLinkedEnd
{
    /// <summary>Unlike that of any other end: letters, digits and underscores, no digit first.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: the name.</summary>
    public string? Title { get; init; }

    /// <summary>For people. Default: none.</summary>
    public string? Description { get; init; }
}

/// <summary>Two users who are related.</summary>
public sealed record SeedLink
{
    /// <summary>Who is at the associated end, by id or login: each once.</summary>
    public required string User { get; init; }

    /// <summary>Who is at the primary end, by id or login.</summary>
    public required string Primary { get; init; }
}
