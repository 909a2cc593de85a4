using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Directory;

/// <summary>
/// A custom authorization server with all that belongs to it, which changes as one. Without a policy it refuses everybody, as Okta's does.
/// </summary>
sealed record CustomAuthorizationServer
{
    /// <summary>The path segment of the one that an org begins with.</summary>
    public const string Default = "default";

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

    /// <summary>Those of <see cref="ReservedScopes"/> that are not as they were made.</summary>
    public IReadOnlyList<OAuth2Scope>? ChangedScopes { get; init; }

    /// <summary>Those of <see cref="StandardClaims"/> that are not as they were made.</summary>
    public IReadOnlyList<ChangedClaim>? ChangedClaims { get; init; }

    /// <summary>Okta's <c>rotationMode</c> <c>AUTO</c>.</summary>
    public bool RotatesKeys { get; init; } = true;

    /// <summary>In order of priority.</summary>
    public IReadOnlyList<AccessPolicy> Policies { get; init; } = [];

    /// <summary>Others whose access tokens may be exchanged here.</summary>
    public IReadOnlyList<string> TrustedServerIds { get; init; } = [];

    /// <summary>For which an API would have its access tokens encrypted; null: none.</summary>
    public IReadOnlyList<ClientKey>? ResourceKeys { get; init; }

    /// <summary>The reserved ones as they are here.</summary>
    [JsonIgnore]
    public IReadOnlyList<OAuth2Scope> SystemScopes => ChangedScopes is not { } changed
        ? ReservedScopes.All
        : [.. ReservedScopes.All.Select(scope => changed.FirstOrDefault(other => other.Name == scope.Name) ?? scope)];

    /// <summary>That of the API, which may say <c>default</c> as well.</summary>
    [JsonIgnore]
    public string PublicId => Id is Default ? OktaIds.Of(OktaIds.AuthorizationServer, Default) : Id;

    public override string ToString() => $"{Name} ({Id})";
}
