using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>The user's claims for the scopes of an access token: OpenID Connect Core 1.0 section 5.3.2.</summary>
public sealed record UserInfo
{
    /// <summary><c>sub</c>: the user's id.</summary>
    public required string Subject { get; init; }

    /// <summary>Every claim, as it came; of a signed answer those about the answer too, such as <c>iss</c> and <c>aud</c>.</summary>
    public required JsonElement Claims { get; init; }

    /// <summary>A claim that is text; null where it is absent or something else.</summary>
    public string? this[string claim] =>
        Claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The user's id alone.</summary>
    public override string ToString() => Subject;
}

/// <summary>What must be there.</summary>
sealed record UserInfoResponse
{
    [JsonPropertyName("sub")]
    public required string Subject { get; init; }
}
