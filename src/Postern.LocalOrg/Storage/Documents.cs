using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Storage;

/// <summary>The org itself, with the policies that decide.</summary>
sealed record Organization
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<SeedGroup> Groups { get; init; }
    public required IReadOnlyList<SeedSessionPolicy> SessionPolicies { get; init; }

    /// <summary>The last one is everybody's.</summary>
    public required IReadOnlyList<SeedPasswordPolicy> PasswordPolicies { get; init; }

    /// <summary>The last one is everybody's.</summary>
    public required IReadOnlyList<SeedEnrollmentPolicy> EnrollmentPolicies { get; init; }

    public required bool HidesDeniedAccess { get; init; }
    public string? PasswordExpiredPage { get; init; }
    public required IReadOnlyList<string> ApiTokenHashes { get; init; }

    /// <summary>Null in an org that was seeded before there were any.</summary>
    public IReadOnlyList<string>? TrustedOrigins { get; init; }

    /// <summary>RFC 6454 section 5: scheme and host are the same in any case.</summary>
    public bool Trusts(string origin) => TrustedOrigins?.Contains(origin, StringComparer.OrdinalIgnoreCase) is true;

    public IReadOnlyList<SeedGroup> GroupsOf(User user) => [.. Groups.Where(group => user.GroupIds.Contains(group.Id))];
}

/// <summary>A user's profile and groups; status, password and factors are kept apart.</summary>
sealed record User
{
    public required string Id { get; init; }
    public required string Login { get; init; }
    public required string FirstName { get; init; }
    public required string LastName { get; init; }
    public required string Email { get; init; }
    public string? Phone { get; init; }
    public string Locale { get; init; } = "en";
    public string TimeZone { get; init; } = "America/Los_Angeles";
    public required long CreatedAt { get; init; }
    public required IReadOnlyList<string> GroupIds { get; init; }
    /// <summary>Whether a password is never enough, whatever the policies say.</summary>
    public bool RequiresFactor { get; init; }

    public string? RecoveryQuestion { get; init; }

    /// <summary>As a password is stored: people's answers are guessed as easily.</summary>
    public string? RecoveryAnswerHash { get; init; }

    /// <summary>The identity provider that has this user's password, where it is not Okta.</summary>
    public string? IdentityProvider { get; init; }

    /// <summary>Attributes that are the org's own: an object, or null.</summary>
    public JsonElement? Profile { get; init; }

    [JsonIgnore]
    public string Name => $"{FirstName} {LastName}";
}

/// <summary>A factor, enrolled or about to be.</summary>
sealed record Factor
{
    public required string Id { get; init; }
    public required string FactorType { get; init; }
    public required string Provider { get; init; }

    /// <summary>What a code is computed from or compared with: a hash would not do.</summary>
    public string? Secret { get; init; }

    /// <summary>The answer of a question, as a password is stored.</summary>
    public string? AnswerHash { get; init; }

    /// <summary>A question's key; its text where it is the user's own.</summary>
    public string? Question { get; init; }

    public string? PhoneNumber { get; init; }
    public string? Email { get; init; }
    public string? CredentialId { get; init; }

    /// <summary>Of WebAuthn: the credential's COSE key, base64url.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Of WebAuthn: how often the authenticator says that it has signed.</summary>
    public uint SignCount { get; init; }

    /// <summary>Of a call: dialled once it is answered.</summary>
    public string? PhoneExtension { get; init; }

    /// <summary>While it is being enrolled: fetches its QR code.</summary>
    public string? QrToken { get; init; }

    /// <summary>Of a push: whether the phone must be given the number on the screen.</summary>
    public bool ShowsNumber { get; init; }

    public override string ToString() => $"{FactorType} ({Id})";
}

/// <summary>A user as the sign-in check needs them. Instants are seconds since the epoch, 0 for never.</summary>
sealed record Credentials
{
    public required User User { get; init; }
    public required UserState State { get; init; }

    /// <summary>Empty where there is none yet.</summary>
    public required string PasswordHash { get; init; }

    public required int FailedPasswords { get; init; }
    public long PasswordChangedAt { get; init; }

    /// <summary>Hashes of earlier passwords, the latest first.</summary>
    public IReadOnlyList<string> PasswordHistory { get; init; } = [];

    public long LockedAt { get; init; }

    /// <summary>The factors, where a step has changed them and nothing is written yet; null: those that are stored.</summary>
    public List<Factor>? Enrolled { get; init; }

    public override string ToString() => $"{User.Login} ({State})";
}

/// <summary>What a recovery or activation token stands for.</summary>
sealed record Recovery(string UserId, string RecoveryType, string? RelayState);

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
    public SeedGroupFilter? GroupsClaim { get; init; }

    /// <summary>What only registration speaks of; null for an app that was seeded.</summary>
    public AppRegistration? Registration { get; init; }

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

/// <summary>What a code stands for until it is redeemed. Settable, since the serializer fills such members in half the time.</summary>
sealed record AuthorizationCode
{
    /// <summary>Null: the org authorization server.</summary>
    public string? AuthorizationServerId { get; set; }

    public string ClientId { get; set; } = "";
    public string RedirectUri { get; set; } = "";
    public string UserId { get; set; } = "";
    public IReadOnlyList<string> Scopes { get; set; } = [];
    public TokenLifetimes Lifetimes { get; set; } = TokenLifetimes.Org;
    public string? Nonce { get; set; }
    public string? CodeChallenge { get; set; }

    /// <summary>Of the key that must be proved when it is redeemed: RFC 9449 section 10.</summary>
    public string? KeyThumbprint { get; set; }

    public long AuthenticatedAt { get; set; }
    public IReadOnlyList<string> Methods { get; set; } = [];
    public string? Context { get; set; }
}

/// <summary>How and when a user proved who they are: what session tokens and sessions stand for.</summary>
sealed record Authentication
{
    public required string UserId { get; init; }

    /// <summary>Seconds since the epoch; the <c>auth_time</c> claim.</summary>
    public required long AuthenticatedAt { get; init; }

    /// <summary>The <c>amr</c> claim, space-separated.</summary>
    public required string Methods { get; init; }

    /// <summary>The session ends when it has not been used for so long.</summary>
    public long IdleSeconds { get; init; } = 2 * 60 * 60;

    /// <summary>Seconds since the epoch: the session ends then, used or not.</summary>
    public long EndsAt { get; init; } = Never;

    /// <summary>The last second of the year 9999.</summary>
    public const long Never = 253_402_300_799;
}

/// <summary>How documents are stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Organization))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(App))]
[JsonSerializable(typeof(SeedAuthorizationServer))]
[JsonSerializable(typeof(AuthorizationCode))]
[JsonSerializable(typeof(PendingAuthorization))]
[JsonSerializable(typeof(PushedAuthorization))]
[JsonSerializable(typeof(Transaction))]
[JsonSerializable(typeof(Factor))]
[JsonSerializable(typeof(Recovery))]
[JsonSerializable(typeof(OutboxMessage))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class StorageJson : JsonSerializerContext;
