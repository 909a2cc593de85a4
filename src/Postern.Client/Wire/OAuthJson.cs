using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>The JSON of the OAuth endpoints: snake_case, unknown members ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OAuthErrorResponse))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(AuthorizationServerMetadata))]
[JsonSerializable(typeof(IntrospectionResponse))]
[JsonSerializable(typeof(UserInfoResponse))]
[JsonSerializable(typeof(DeviceAuthorizationResponse))]
[JsonSerializable(typeof(BackchannelResponse))]
[JsonSerializable(typeof(PushedAuthorizationResponse))]
sealed partial class OAuthJson : JsonSerializerContext;

sealed record OAuthErrorResponse
{
    public string? Error { get; init; }

    public string? ErrorDescription { get; init; }
}
