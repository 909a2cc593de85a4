using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>
/// What the authorization server says a token is worth now: RFC 7662 section 2.2. Everything but <see cref="Active"/> is null where it did
/// not say, as it does not for a token that is not active.
/// </summary>
public sealed record IntrospectionResponse
{
    /// <summary>False for whatever is expired, revoked, another server's or no token at all; which of these is not told.</summary>
    public required bool Active { get; init; }

    /// <summary>Separated by spaces.</summary>
    public string? Scope { get; init; }

    /// <summary>The app it was issued to.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user's login.</summary>
    public string? Username { get; init; }

    /// <summary><c>Bearer</c> or <c>DPoP</c>.</summary>
    public string? TokenType { get; init; }

    /// <summary>Okta: the login, or the app's id where there is no user.</summary>
    [JsonPropertyName("sub")]
    public string? Subject { get; init; }

    /// <summary>The issuer.</summary>
    [JsonPropertyName("iss")]
    public string? Issuer { get; init; }

    /// <summary>Okta: the user's id.</summary>
    [JsonPropertyName("uid")]
    public string? UserId { get; init; }

    /// <summary>Null also where the token never expires by itself.</summary>
    [JsonIgnore]
    public DateTimeOffset? ExpiresAt => Exp is { } seconds and >= 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    /// <summary>Every member of the answer, as it came.</summary>
    [JsonIgnore]
    public JsonElement Document { get; init; }

    [JsonInclude]
    internal long? Exp { get; init; }

    /// <summary>The verdict alone.</summary>
    public override string ToString() => Active ? "active" : "not active";
}
