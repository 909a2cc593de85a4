using System.Text.Json;

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

    /// <summary>Attributes of the org's own: an object, or null.</summary>
    public JsonElement? Profile { get; init; }

    /// <summary>Null: nobody.</summary>
    public IReadOnlyList<GroupOwner>? Owners { get; init; }

    /// <summary><c>OKTA_GROUP</c> or <c>BUILT_IN</c>.</summary>
    public string Type { get; init; } = OfOkta;

    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>A user or a group that owns a group.</summary>
sealed record GroupOwner(string Id, string Type, long AddedAt)
{
    /// <summary>Okta's <c>type</c>.</summary>
    public const string OfUser = "USER", OfGroup = "GROUP";
}
