using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Postern.LocalOrg.OAuth.Direct;
using Postern.LocalOrg.OAuth.Registration;

namespace Postern.LocalOrg.OAuth;

/// <summary>Bodies of the OAuth surface, in the member order that Okta writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(TokenResponse))]
[JsonSerializable(typeof(InteractionBody))]
[JsonSerializable(typeof(OutOfBandBody))]
[JsonSerializable(typeof(SecurityKeyChallenge))]
[JsonSerializable(typeof(KeySetBody))]
[JsonSerializable(typeof(MetadataBody))]
[JsonSerializable(typeof(IntrospectionBody))]
[JsonSerializable(typeof(PushedAuthorizationBody))]
[JsonSerializable(typeof(DeviceAuthorizationBody))]
[JsonSerializable(typeof(BackchannelAuthenticationBody))]
[JsonSerializable(typeof(ClientMetadata))]
[JsonSerializable(typeof(ClientBody[]))]
sealed partial class OAuthJson : JsonSerializerContext
{
    /// <summary>As Okta writes it: apostrophes are not escaped.</summary>
    public static OAuthJson Wire =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>RFC 6749 section 5.2.</summary>
sealed record ErrorBody
{
    public required string Error { get; init; }
    public required string ErrorDescription { get; init; }

    /// <summary>Of direct authentication alone: direct-auth.md 1.</summary>
    public string? MfaToken { get; init; }

    public override string ToString() => Error;
}

/// <summary>RFC 6749 section 5.1, RFC 8693 section 2.2.1 and OpenID Connect Core 3.1.3.3.</summary>
sealed record TokenResponse
{
    public required string TokenType { get; init; }
    public required int ExpiresIn { get; init; }
    public required string AccessToken { get; init; }
    /// <summary>Null of what is no access token.</summary>
    public required string? Scope { get; init; }
    public string? RefreshToken { get; init; }
    public string? IdToken { get; init; }
    public string? DeviceSecret { get; init; }
    public string? IssuedTokenType { get; init; }

    public override string ToString() => $"{TokenType} token for {Scope}";
}

/// <summary>A JWK Set: RFC 7517 section 5.</summary>
sealed record KeySetBody
{
    public required IReadOnlyList<KeyBody> Keys { get; init; }
}

/// <summary>A public RSA key: RFC 7517, RFC 7518 section 6.3.1.</summary>
sealed record KeyBody
{
    public required string Kty { get; init; }
    public required string Alg { get; init; }
    public required string Kid { get; init; }
    public required string Use { get; init; }
    public required string E { get; init; }
    public required string N { get; init; }
}
