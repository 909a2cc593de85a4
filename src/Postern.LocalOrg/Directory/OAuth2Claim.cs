namespace Postern.LocalOrg.Directory;

/// <summary>A claim that an authorization server adds to its tokens: api-access-management.md 9.</summary>
sealed record OAuth2Claim
{
    public string Id { get; init; } = "";
    public required string Name { get; init; }
    public ClaimType Type { get; init; }

    /// <summary>In Okta's expression language; null where it is <see cref="Groups"/>.</summary>
    public string? Expression { get; init; }

    public GroupPattern? Groups { get; init; }

    /// <summary>Of an ID token: whether also in one that comes with an access token.</summary>
    public bool AlwaysInclude { get; init; } = true;

    /// <summary>Only where one of them was granted; none: always.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    public bool IsActive { get; init; } = true;
}

/// <summary>The groups that a claim names.</summary>
sealed record GroupPattern
{
    public GroupMatch Match { get; init; }
    public required string Value { get; init; }
}
