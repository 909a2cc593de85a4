using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>
/// The JSON of the OAuth endpoints: snake_case, unknown members ignored. RFC 6749 section 5.1 has numbers; some servers write them as text,
/// which is read where it is a number and nothing else.
/// </summary>
[
    JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString),
]
[JsonSerializable(typeof(OAuthErrorResponse))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(AuthorizationServerMetadata))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(UserInfoResponse))]
[JsonSerializable(typeof(DeviceAuthorizationResponse))]
[JsonSerializable(typeof(BackchannelResponse))]
[JsonSerializable(typeof(PushedAuthorizationResponse))]
[JsonSerializable(typeof(ChallengeResponse))]
[JsonSerializable(typeof(InteractionResponse))]
sealed partial class OAuthJson : JsonSerializerContext;

sealed record OAuthErrorResponse
{
    public string? Error { get; init; }

    public string? ErrorDescription { get; init; }

    public string? MfaToken { get; init; }

    public string? SupportedChallengeTypes { get; init; }

    public override string ToString() => $"{Error}: {ErrorDescription}";
}
