namespace Postern.LocalOrg.OAuth;

/// <summary>A discovery document, its members in Okta's order; those that one flavour lacks are null there.</summary>
sealed record MetadataBody
{
    public required string Issuer { get; init; }
    public required string AuthorizationEndpoint { get; init; }
    public required string TokenEndpoint { get; init; }
    public string? UserinfoEndpoint { get; init; }
    public required string RegistrationEndpoint { get; init; }
    public required string JwksUri { get; init; }
    public required IReadOnlyList<string> ResponseTypesSupported { get; init; }
    public required IReadOnlyList<string> ResponseModesSupported { get; init; }
    public required IReadOnlyList<string> GrantTypesSupported { get; init; }
    public required IReadOnlyList<string> SubjectTypesSupported { get; init; }
    public IReadOnlyList<string>? IdTokenSigningAlgValuesSupported { get; init; }
    public required IReadOnlyList<string> ScopesSupported { get; init; }
    public required IReadOnlyList<string> TokenEndpointAuthMethodsSupported { get; init; }
    public required IReadOnlyList<string> ClaimsSupported { get; init; }
    public required IReadOnlyList<string> CodeChallengeMethodsSupported { get; init; }
    public required string IntrospectionEndpoint { get; init; }
    public required IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported { get; init; }
    public required string RevocationEndpoint { get; init; }
    public required IReadOnlyList<string> RevocationEndpointAuthMethodsSupported { get; init; }
    public required string EndSessionEndpoint { get; init; }
    public required bool RequestParameterSupported { get; init; }
    public required IReadOnlyList<string> RequestObjectSigningAlgValuesSupported { get; init; }
    public required string DeviceAuthorizationEndpoint { get; init; }
    public required string PushedAuthorizationRequestEndpoint { get; init; }
    public required string BackchannelAuthenticationEndpoint { get; init; }
    public required IReadOnlyList<string> BackchannelTokenDeliveryModesSupported { get; init; }
    public required IReadOnlyList<string> BackchannelAuthenticationRequestSigningAlgValuesSupported { get; init; }
    public required IReadOnlyList<string> DpopSigningAlgValuesSupported { get; init; }
}
