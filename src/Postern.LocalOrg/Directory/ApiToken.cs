namespace Postern.LocalOrg.Directory;

/// <summary>An admin's token for Okta's own APIs (<c>SSWS</c>), which is kept as a hash.</summary>
sealed record ApiToken
{
    /// <summary>So long it is good after it was used last: management.md 14.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string TokenHash { get; init; }

    /// <summary>Whose rights it has. Null: nobody's that is known, and a super admin's rights.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Where it may be used from. Null: anywhere.</summary>
    public TokenNetwork? Network { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public override string ToString() => $"{Name} ({Id})";
}

/// <summary>From where an API token may be used, by ids of network zones.</summary>
sealed record TokenNetwork
{
    /// <summary>In the place of zones: anywhere.</summary>
    public const string Anywhere = "ANYWHERE", Zone = "ZONE";

    public required string Connection { get; init; }

    /// <summary>Null: none was named, and all will do.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    public IReadOnlyList<string>? Exclude { get; init; }
}
