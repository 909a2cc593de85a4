using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>The body of <c>POST /api/v1/authn</c>.</summary>
sealed class AuthnRequest
{
    public required string Username { get; init; }

    public required string Password { get; init; }
}

/// <summary>A transaction as Okta writes it.</summary>
sealed class AuthnResponse
{
    public required string Status { get; init; }

    public string? StateToken { get; init; }

    public string? SessionToken { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? FactorResult { get; init; }

    public string? RecoveryType { get; init; }

    [JsonPropertyName("_embedded")]
    public EmbeddedResponse? Embedded { get; init; }

    [JsonPropertyName("_links")]
    public Dictionary<string, JsonElement>? Links { get; init; }
}

sealed class EmbeddedResponse
{
    public UserResponse? User { get; init; }

    /// <summary>An array in recordings.</summary>
    public JsonElement Factors { get; init; }

    /// <summary>The one chosen; the reference page prints the array under this name too.</summary>
    public JsonElement Factor { get; init; }

    public JsonElement Policy { get; init; }
}

sealed class UserResponse
{
    public required string Id { get; init; }

    public DateTimeOffset? PasswordChanged { get; init; }

    public ProfileResponse? Profile { get; init; }
}

sealed class ProfileResponse
{
    public string? Login { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }
}

sealed class FactorResponse
{
    public string? Id { get; init; }

    public string? FactorType { get; init; }

    public string? Provider { get; init; }

    public string? Status { get; init; }

    public string? Enrollment { get; init; }

    public JsonElement Profile { get; init; }

    [JsonPropertyName("_links")]
    public Dictionary<string, JsonElement>? Links { get; init; }
}

sealed class LinkResponse
{
    public string? Name { get; init; }

    public string? Href { get; init; }

    public HintsResponse? Hints { get; init; }
}

sealed class HintsResponse
{
    public IReadOnlyList<string>? Allow { get; init; }
}
