using System.Text.Json.Serialization;

namespace Postern.LocalOrg.Tokens;

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

/// <summary>How codes are stored.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuthorizationCode))]
sealed partial class TokensJson : JsonSerializerContext;
