namespace Postern.LocalOrg.Directory;

/// <summary>
/// A custom authorization server with all that belongs to it, which changes as one. Without a policy it refuses everybody, as Okta's does.
/// </summary>
sealed record CustomAuthorizationServer
{
    /// <summary>The path segment below <c>/oauth2/</c>.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }
    public string? Description { get; init; }
    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    /// <summary>The <c>aud</c> of its access tokens.</summary>
    public required string Audience { get; init; }

    public IssuerMode IssuerMode { get; init; }

    /// <summary>Besides those that every one has.</summary>
    public IReadOnlyList<OAuth2Scope> Scopes { get; init; } = [];

    public IReadOnlyList<OAuth2Claim> Claims { get; init; } = [];

    /// <summary>Okta's <c>rotationMode</c> <c>AUTO</c>.</summary>
    public bool RotatesKeys { get; init; } = true;

    /// <summary>In order of priority.</summary>
    public IReadOnlyList<AccessPolicy> Policies { get; init; } = [];

    /// <summary>Others whose access tokens may be exchanged here.</summary>
    public IReadOnlyList<string> TrustedServerIds { get; init; } = [];

    public override string ToString() => $"{Name} ({Id})";
}
