using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>
/// What an authorization server says of itself: OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2. A null endpoint is not offered;
/// an empty list says nothing.
/// </summary>
public sealed record AuthorizationServerMetadata
{
    /// <summary>As the document names it, which has been compared with the one configured.</summary>
    public required string Issuer { get; init; }

    /// <summary>Where a browser goes.</summary>
    public required string AuthorizationEndpoint { get; init; }

    /// <summary>Where grants become tokens.</summary>
    public required string TokenEndpoint { get; init; }

    /// <summary>Where the signing keys are.</summary>
    public required string JwksUri { get; init; }

    /// <summary>OpenID Connect Core 1.0 section 5.3.</summary>
    [JsonPropertyName("userinfo_endpoint")]
    public string? UserInfoEndpoint { get; init; }

    /// <summary>RFC 7662.</summary>
    public string? IntrospectionEndpoint { get; init; }

    /// <summary>RFC 7009.</summary>
    public string? RevocationEndpoint { get; init; }

    /// <summary>OpenID Connect RP-Initiated Logout 1.0.</summary>
    public string? EndSessionEndpoint { get; init; }

    /// <summary>RFC 8628.</summary>
    public string? DeviceAuthorizationEndpoint { get; init; }

    /// <summary>RFC 9126.</summary>
    public string? PushedAuthorizationRequestEndpoint { get; init; }

    /// <summary>OpenID Connect CIBA Core 1.0.</summary>
    public string? BackchannelAuthenticationEndpoint { get; init; }

    /// <summary>OpenID Connect Dynamic Client Registration 1.0.</summary>
    public string? RegistrationEndpoint { get; init; }

    /// <summary>Whether an authorization request must be pushed: RFC 9126 section 5. Default false.</summary>
    public bool RequirePushedAuthorizationRequests { get; init; }

    /// <summary>Whether every authorization response names its issuer: RFC 9207. Default false.</summary>
    public bool AuthorizationResponseIssParameterSupported { get; init; }

    /// <summary>Those that are published: a server may have more.</summary>
    public IReadOnlyList<string> ScopesSupported { get => field ?? []; init; }

    /// <summary>Such as <c>code id_token</c>.</summary>
    public IReadOnlyList<string> ResponseTypesSupported { get => field ?? []; init; }

    /// <summary>Such as <c>form_post</c>.</summary>
    public IReadOnlyList<string> ResponseModesSupported { get => field ?? []; init; }

    /// <summary>Such as <c>refresh_token</c>.</summary>
    public IReadOnlyList<string> GrantTypesSupported { get => field ?? []; init; }

    /// <summary>Such as <c>private_key_jwt</c>.</summary>
    public IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get => field ?? []; init; }

    /// <summary>Such as <c>S256</c>.</summary>
    public IReadOnlyList<string> CodeChallengeMethodsSupported { get => field ?? []; init; }

    /// <summary>RFC 9449 section 5.1.</summary>
    [JsonPropertyName("dpop_signing_alg_values_supported")]
    public IReadOnlyList<string> DPoPSigningAlgValuesSupported { get => field ?? []; init; }

    /// <summary>The whole document as it came, members that have no property here included.</summary>
    [JsonIgnore]
    public JsonElement Document { get; init; }

    /// <summary>The issuer.</summary>
    public override string ToString() => Issuer;
}
