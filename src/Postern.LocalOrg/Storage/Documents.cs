using System.Text.Json.Serialization;

namespace Postern.Local.Storage;

/// <summary>The org itself.</summary>
sealed record Organization
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required int MaxFailedPasswords { get; init; }
    public required bool ShowLockoutFailures { get; init; }
    public required IReadOnlyList<SeedGroup> Groups { get; init; }
}

/// <summary>A user's profile, groups and factors; status and password stand in columns of their own.</summary>
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
    public required IReadOnlyList<Factor> Factors { get; init; }

    [JsonIgnore]
    public string Name => $"{FirstName} {LastName}";
}

/// <summary>An enrolled factor.</summary>
sealed record Factor
{
    public required string Id { get; init; }
    public required string FactorType { get; init; }
    public required string Provider { get; init; }

    /// <summary>A one-time password cannot be computed from a hash: this must be kept.</summary>
    public required string Secret { get; init; }

    public override string ToString() => $"{FactorType} ({Id})";
}

/// <summary>A user as the sign-in check needs them.</summary>
sealed record Credentials
{
    public required User User { get; init; }
    public required UserState State { get; init; }
    public required string PasswordHash { get; init; }
    public required int FailedPasswords { get; init; }

    public override string ToString() => $"{User.Login} ({State})";
}

/// <summary>An app, which the OAuth endpoints know as a client.</summary>
sealed record App
{
    public required string ClientId { get; init; }
    public required string Name { get; init; }
    public required AppKind Kind { get; init; }
    public string? SecretHash { get; init; }

    /// <summary>Only for <c>client_secret_jwt</c>: an HMAC cannot be checked against a hash.</summary>
    public string? Secret { get; init; }

    public required string TokenEndpointAuthMethod { get; init; }
    public required IReadOnlyList<string> RedirectUris { get; init; }
    public required IReadOnlyList<string> ResponseTypes { get; init; }
    public required IReadOnlyList<string> GrantTypes { get; init; }
    public required bool PkceRequired { get; init; }
    public string? Jwks { get; init; }
    public required IReadOnlyList<string> AssignedUserIds { get; init; }
    public required IReadOnlyList<string> AssignedGroupIds { get; init; }

    public override string ToString() => $"{Name} ({ClientId})";

    public bool IsAssignedTo(User user) =>
        AssignedUserIds.Contains(user.Id) || AssignedGroupIds.Any(user.GroupIds.Contains);
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
    public int AccessTokenSeconds { get; set; }
    public string? Nonce { get; set; }
    public string? CodeChallenge { get; set; }
    public long AuthenticatedAt { get; set; }
    public IReadOnlyList<string> Methods { get; set; } = [];
}

/// <summary>An authorize request that waits behind the sign-in page.</summary>
sealed record PendingAuthorization
{
    /// <summary>Null: the org authorization server.</summary>
    public string? AuthorizationServerId { get; init; }

    public required Dictionary<string, string> Parameters { get; init; }

    /// <summary>Seconds since the epoch: a session begun after this satisfies <c>prompt=login</c>.</summary>
    public required long AskedAt { get; init; }
}

/// <summary>How and when a user proved who they are: what session tokens and sessions stand for.</summary>
sealed record Authentication
{
    public required string UserId { get; init; }

    /// <summary>Seconds since the epoch; the <c>auth_time</c> claim.</summary>
    public required long AuthenticatedAt { get; init; }

    /// <summary>The <c>amr</c> claim, space-separated.</summary>
    public required string Methods { get; init; }
}

/// <summary>How documents are stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Organization))]
[JsonSerializable(typeof(User))]
[JsonSerializable(typeof(App))]
[JsonSerializable(typeof(SeedAuthorizationServer))]
[JsonSerializable(typeof(AuthorizationCode))]
[JsonSerializable(typeof(PendingAuthorization))]
sealed partial class StorageJson : JsonSerializerContext;
