using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>An app, which the OAuth endpoints know as a client.</summary>
sealed record App
{
    public required string ClientId { get; init; }
    public required string Name { get; init; }
    public required AppKind Kind { get; init; }
    public string? SecretHash { get; init; }

    /// <summary>Only for <c>client_secret_jwt</c> and request objects signed with it: an HMAC cannot be checked against a hash.</summary>
    public string? Secret { get; init; }

    public required string TokenEndpointAuthMethod { get; init; }
    public required IReadOnlyList<string> RedirectUris { get; init; }
    public IReadOnlyList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Okta's <c>request_object_signing_alg</c>; null: request objects are not taken.</summary>
    public string? RequestObjectSigningAlgorithm { get; init; }

    public bool RequiresPushedAuthorization { get; init; }

    /// <summary>Of the sign-on policy.</summary>
    public bool RequiresFactor { get; init; }

    /// <summary>Of the sign-on policy; null: never.</summary>
    public long? ReauthenticateInSeconds { get; init; }

    public bool OrgAuthorizationServerOnly { get; init; }

    /// <summary>Null: anywhere.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    public required IReadOnlyList<string> ResponseTypes { get; init; }
    public required IReadOnlyList<string> GrantTypes { get; init; }
    public required bool PkceRequired { get; init; }
    public required bool RotatesRefreshTokens { get; init; }
    public required int RefreshTokenLeewaySeconds { get; init; }

    /// <summary>Okta's <c>consent_method</c> <c>REQUIRED</c>.</summary>
    public bool RequiresConsent { get; init; }

    public IReadOnlyList<string> GrantedOrgScopes { get; init; } = [];
    public bool DpopBoundAccessTokens { get; init; }
    public string? Jwks { get; init; }

    /// <summary>Where its keys are, instead of <see cref="Jwks"/>.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Attributes that expressions may use: an object, or null.</summary>
    public JsonElement? Profile { get; init; }

    /// <summary>Of the org authorization server's tokens.</summary>
    public GroupPattern? GroupsClaim { get; init; }

    /// <summary>What only registration speaks of; null for an app that was seeded.</summary>
    public AppRegistration? Registration { get; init; }

    public Lifecycle Status { get; init; }
    public long CreatedAt { get; init; }
    public long LastUpdatedAt { get; init; }

    public required IReadOnlyList<string> AssignedUserIds { get; init; }
    public required IReadOnlyList<string> AssignedGroupIds { get; init; }

    public override string ToString() => $"{Name} ({ClientId})";

    public bool IsAssignedTo(User user) =>
        AssignedUserIds.Contains(user.Id) || AssignedGroupIds.Any(user.GroupIds.Contains);
}

/// <summary>Of a client that was registered: when, in seconds since the epoch, and what it says of itself to people.</summary>
sealed record AppRegistration
{
    public long? IssuedAt { get; init; }
    public string? ClientUri { get; init; }
    public string? LogoUri { get; init; }
    public string? InitiateLoginUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
}
