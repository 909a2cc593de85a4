using System.Text.Json;

namespace Postern.LocalOrg.OAuth.Registration;

/// <summary>
/// What a client says of itself: RFC 7591 section 2 and OpenID Connect Dynamic Client Registration section 2. All of it may be missing.
/// </summary>
sealed record ClientMetadata
{
    public string? ClientName { get; init; }
    public string? ClientUri { get; init; }
    public string? LogoUri { get; init; }
    public IReadOnlyList<string>? RedirectUris { get; init; }
    public IReadOnlyList<string>? PostLogoutRedirectUris { get; init; }
    public IReadOnlyList<string>? ResponseTypes { get; init; }
    public IReadOnlyList<string>? GrantTypes { get; init; }
    public string? TokenEndpointAuthMethod { get; init; }
    public string? ApplicationType { get; init; }
    public string? InitiateLoginUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
    public JsonElement? Jwks { get; init; }
    public string? JwksUri { get; init; }
    public string? RequestObjectSigningAlg { get; init; }
    public bool? DpopBoundAccessTokens { get; init; }
    public string? ConsentMethod { get; init; }
}
