using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Directory;

/// <summary>A type of users, with the attributes that their profiles may have: management.md 8.</summary>
sealed record UserType
{
    /// <summary>The same in every org.</summary>
    public static readonly string DefaultId = OktaIds.Of(OktaIds.UserType, "user");

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string DisplayName { get; init; }
    public string? Description { get; init; }

    /// <summary>A user; null: the org itself.</summary>
    public string? CreatedBy { get; init; }

    public string? LastUpdatedBy { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>When an attribute changed.</summary>
    public long SchemaUpdatedAt { get; init; }

    /// <summary>The org's own attributes, in the order in which they were made.</summary>
    public IReadOnlyList<ProfileAttribute> Custom { get; init; } = [];

    /// <summary>Base attributes that are otherwise than Okta's.</summary>
    public IReadOnlyList<ProfileAttribute> Base { get; init; } = [];

    [JsonIgnore]
    public bool IsDefault => Id == DefaultId;

    /// <summary>Its schema's, which ends as its own does.</summary>
    [JsonIgnore]
    public string SchemaId => OktaIds.Schema + Id[OktaIds.UserType.Length..];

    public static UserType Default(long now) => new()
    {
        Id = DefaultId,
        Name = "user",
        DisplayName = "User",
        Description = "Okta user profile template with default permission settings",
        CreatedAt = now,
        LastUpdatedAt = now,
        SchemaUpdatedAt = now,
    };

    /// <summary>Base attributes first.</summary>
    public IEnumerable<ProfileAttribute> Attributes() => BaseAttributes().Concat(Custom);

    public IEnumerable<ProfileAttribute> BaseAttributes() =>
        BaseProfile.Attributes.Select(usual => Base.FirstOrDefault(own => own.Name == usual.Name) ?? usual);

    public override string ToString() => $"{Name} ({Id})";
}
