namespace Postern.LocalOrg.Directory;

/// <summary>An access policy of an authorization server: its rules apply to the clients it names.</summary>
sealed record AccessPolicy
{
    public string Id { get; init; } = "";
    public required string Name { get; init; }
    public string? Description { get; init; }
    public bool IsActive { get; init; } = true;
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>Null: all of them.</summary>
    public IReadOnlyList<string>? ClientIds { get; init; }

    /// <summary>In order of priority; the first that matches decides, and where none does, the next policy.</summary>
    public IReadOnlyList<AccessRule> Rules { get; init; } = [];
}

/// <summary>A rule of an access policy.</summary>
sealed record AccessRule
{
    /// <summary>In the place of a group's id: all of them.</summary>
    public const string Everybody = "EVERYONE";

    /// <summary>In the place of a scope: all of them.</summary>
    public const string EveryScope = "*";

    public string Id { get; init; } = "";
    public required string Name { get; init; }
    public bool IsActive { get; init; } = true;
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }
    public required IReadOnlyList<string> GrantTypes { get; init; }

    /// <summary>With no groups either: everybody.</summary>
    public IReadOnlyList<string> UserIds { get; init; } = [];

    /// <summary>With no users either: everybody.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>In whatever group they are.</summary>
    public IReadOnlyList<string> ExcludedUserIds { get; init; } = [];

    /// <summary>Unless the user is named.</summary>
    public IReadOnlyList<string> ExcludedGroupIds { get; init; } = [];

    /// <summary>Besides those of OpenID Connect.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [EveryScope];

    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Null: without end.</summary>
    public TimeSpan? RefreshTokenLifetime { get; init; }

    public TimeSpan RefreshTokenWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The token inline hook that is asked before anything is issued by this rule; null: none.</summary>
    public string? InlineHookId { get; init; }
}
