using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Tokens;

/// <summary>What a code stands for until it is redeemed.</summary>
sealed record AuthorizationCode
{
    /// <summary>Null: the org authorization server.</summary>
    public string? AuthorizationServerId { get; init; }

    /// <summary>Of an interaction, which another grant redeems, and whose scopes nobody has judged yet.</summary>
    public bool IsOfInteraction { get; init; }

    /// <summary>The client named no scopes, and these are the server's own.</summary>
    public bool HasDefaultScopes { get; init; }

    public string ClientId { get; init; } = "";
    public string RedirectUri { get; init; } = "";
    public string UserId { get; init; } = "";
    public IReadOnlyList<string> Scopes { get; init; } = [];
    public TokenLifetimes Lifetimes { get; init; } = TokenLifetimes.Org;
    public string? Nonce { get; init; }
    public string? CodeChallenge { get; init; }

    /// <summary>Of the key that must be proved when it is redeemed: RFC 9449 section 10.</summary>
    public string? KeyThumbprint { get; init; }

    public long AuthenticatedAt { get; init; }
    public IReadOnlyList<string> Methods { get; init; } = [];
    public string? Context { get; init; }

    /// <summary>Another app's sign-in bought it, and no session of this browser's: direct-auth.md 8.1.</summary>
    public bool IsHandedOver { get; init; }

    /// <summary>Of an interaction: where its caller was, for the policies.</summary>
    public string? Address { get; init; }
}

/// <summary>How codes are stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuthorizationCode))]
sealed partial class TokensJson : JsonSerializerContext;
