namespace Postern.LocalOrg;

/// <summary>A type of users, with the attributes of its own that their profiles may have.</summary>
public sealed record SeedUserType
{
    /// <summary>20 characters beginning with <c>oty</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>For programs; <c>user</c> is the one that every org has, and whoever names none is of.</summary>
    public required string Name { get; init; }

    /// <summary>For people. Default: the name; <c>User</c> of <c>user</c>.</summary>
    public string? DisplayName { get; init; }

    /// <summary>For people. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>Besides those that are found in the profiles of its users. Default: none.</summary>
    public IReadOnlyList<SeedProperty> Attributes { get; init; } = [];
}
