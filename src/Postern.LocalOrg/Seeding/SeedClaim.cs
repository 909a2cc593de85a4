namespace Postern.LocalOrg;

/// <summary>
/// A claim that a custom authorization server adds to its tokens: what an expression comes to, or the user's groups that a filter matches.
/// </summary>
public sealed record SeedClaim
{
    /// <summary>
    /// None of those that Okta reserves. <c>sub</c> replaces what access tokens say there, as editing Okta's own claim does.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Which token has it. Default <see cref="ClaimType.Resource"/>, the access token.</summary>
    public ClaimType Type { get; init; }

    /// <summary>
    /// In the subset of Okta's Expression Language that docs/expressions.md lists; null leaves the claim out. Excludes
    /// <see cref="Groups"/>.
    /// </summary>
    public string? Expression { get; init; }

    /// <summary>
    /// Names of the user's groups that match; none leaves the claim out, more than 100 fail the request. Excludes <see cref="Expression"/>.
    /// </summary>
    public SeedGroupFilter? Groups { get; init; }

    /// <summary>
    /// Okta's <c>alwaysIncludeInToken</c>: whether an ID token beside an access token has it too, not only userinfo and an ID token alone.
    /// Default true; access tokens have theirs always.
    /// </summary>
    public bool AlwaysInclude { get; init; } = true;

    /// <summary>Scopes one of which must have been granted. Default: any.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Default true; false leaves it out of everything.</summary>
    public bool IsActive { get; init; } = true;
}

/// <summary>A claim about users that every server has, such as <c>email</c>, changed.</summary>
public sealed record SeedStandardClaim
{
    /// <summary>Of OpenID Connect's claims about users.</summary>
    public required string Name { get; init; }

    /// <summary>Default true; false leaves it out of everything.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>Okta's <c>alwaysIncludeInToken</c>: whether an ID token beside an access token has it too. Default true.</summary>
    public bool AlwaysInclude { get; init; } = true;

    /// <summary>Scopes one of which must have been granted. Default: any.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}

/// <summary>Which of a user's groups a claim names.</summary>
public sealed record SeedGroupFilter
{
    /// <summary>Default <see cref="GroupMatch.StartsWith"/>.</summary>
    public GroupMatch Match { get; init; }

    /// <summary>What a group's name is compared with.</summary>
    public required string Value { get; init; }
}
