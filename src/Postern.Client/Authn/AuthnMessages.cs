using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>The body of any call of <c>/api/v1/authn</c>; what is null is left out.</summary>
sealed class AuthnRequest
{
    public string? StateToken { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? Token { get; init; }

    public string? RecoveryToken { get; init; }

    public string? RelayState { get; init; }

    public string? PassCode { get; init; }

    public string? NextPassCode { get; init; }

    public string? Answer { get; init; }

    public string? OldPassword { get; init; }

    public string? NewPassword { get; init; }

    public bool? RevokeSessions { get; init; }

    public string? FactorType { get; init; }

    public string? Provider { get; init; }

    public FactorProfile? Profile { get; init; }

    public string? ClientData { get; init; }

    public string? AuthenticatorData { get; init; }

    public string? SignatureData { get; init; }

    public string? Attestation { get; init; }

    public AuthnRequestOptions? Options { get; init; }

    public AuthnRequestContext? Context { get; init; }
}

sealed class AuthnRequestOptions
{
    public bool? WarnBeforePasswordExpired { get; init; }

    public bool? MultiOptionalFactorEnroll { get; init; }
}

sealed class AuthnRequestContext
{
    public string? DeviceToken { get; init; }
}

/// <summary>A transaction as Okta writes it.</summary>
sealed class AuthnResponse
{
    public required string Status { get; init; }

    public string? StateToken { get; init; }

    public string? SessionToken { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? FactorResult { get; init; }

    public string? ChallengeType { get; init; }

    public string? RecoveryType { get; init; }

    public string? RecoveryToken { get; init; }

    public string? RelayState { get; init; }

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

    /// <summary>What any of several authenticators may sign.</summary>
    public JsonElement Challenge { get; init; }

    public JsonElement Policy { get; init; }
}

sealed class UserResponse
{
    public required string Id { get; init; }

    public DateTimeOffset? PasswordChanged { get; init; }

    public ProfileResponse? Profile { get; init; }

    [JsonPropertyName("recovery_question")]
    public RecoveryQuestionResponse? RecoveryQuestion { get; init; }
}

sealed class RecoveryQuestionResponse
{
    public string? Question { get; init; }
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

    public string? VendorName { get; init; }

    public string? Status { get; init; }

    public string? Enrollment { get; init; }

    public JsonElement Profile { get; init; }

    [JsonPropertyName("_embedded")]
    public JsonElement Embedded { get; init; }

    [JsonPropertyName("_links")]
    public Dictionary<string, JsonElement>? Links { get; init; }
}

sealed class QuestionResponse
{
    public string? Question { get; init; }

    public string? QuestionText { get; init; }
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
