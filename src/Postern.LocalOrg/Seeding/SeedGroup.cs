using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>A group to begin with.</summary>
public sealed record SeedGroup
{
    /// <summary>20 characters beginning with <c>00g</c>. Default: made of the name, the same every time.</summary>
    public string Id { get; init; } = "";

    /// <summary>As it appears in the <c>groups</c> claim.</summary>
    public required string Name { get; init; }

    /// <summary>For people who read lists of groups. Default: none.</summary>
    public string? Description { get; init; }

    /// <summary>Standard roles, such as <c>USER_ADMIN</c>, of whoever is in the group. Default: none.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Attributes of the org's own (<see cref="OrgSeed.GroupAttributes"/>). Default: none.</summary>
    public JsonObject? Profile { get; init; }

    /// <summary>Users who own it, by id or login. Default: none.</summary>
    public IReadOnlyList<string> OwnerIds { get; init; } = [];

    /// <summary>Groups whose members own it, by id or name. Default: none.</summary>
    public IReadOnlyList<string> OwnerGroupIds { get; init; } = [];
}
