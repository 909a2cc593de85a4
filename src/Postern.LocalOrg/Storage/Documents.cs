using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Storage;

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
[JsonSerializable(typeof(AuthorizationCode))]
[JsonSerializable(typeof(PendingAuthorization))]
[JsonSerializable(typeof(PushedAuthorization))]
[JsonSerializable(typeof(Transaction))]
[JsonSerializable(typeof(Factor))]
[JsonSerializable(typeof(Recovery))]
[JsonSerializable(typeof(OutboxMessage))]
[JsonSerializable(typeof(JsonObject))]
sealed partial class StorageJson : JsonSerializerContext;
