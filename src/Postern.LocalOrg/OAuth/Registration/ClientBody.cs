using System.Text.Json;
using Postern.LocalOrg.Directory;

namespace Postern.LocalOrg.OAuth.Registration;

/// <summary>A client as it is answered: RFC 7591 section 3.2.1, its members in Okta's order (oidc.md 18).</summary>
sealed record ClientBody
{
    public required string ClientId { get; init; }

    /// <summary>
    /// Only in the answer that makes it. UNCONFIRMED (api-access-management.md 6.1): Okta may repeat it later; here only the Apps API does.
    /// </summary>
    public string? ClientSecret { get; init; }

    public long? ClientIdIssuedAt { get; init; }
    public long? ClientSecretExpiresAt { get; init; }
    public required string ClientName { get; init; }
    public string? ClientUri { get; init; }
    public string? LogoUri { get; init; }
    public required IReadOnlyList<string> RedirectUris { get; init; }
    public required IReadOnlyList<string> PostLogoutRedirectUris { get; init; }
    public required IReadOnlyList<string> ResponseTypes { get; init; }
    public required IReadOnlyList<string> GrantTypes { get; init; }
    public required string TokenEndpointAuthMethod { get; init; }
    public required string ApplicationType { get; init; }
    public string? InitiateLoginUri { get; init; }
    public string? PolicyUri { get; init; }
    public string? TosUri { get; init; }
    public JsonElement? Jwks { get; init; }
    public string? JwksUri { get; init; }
    public string? RequestObjectSigningAlg { get; init; }
    public bool DpopBoundAccessTokens { get; init; }

    public override string ToString() => $"{ClientName} ({ClientId})";

    public static ClientBody Of(App app, string? secret = null) => new()
    {
        ClientId = app.ClientId,
        ClientSecret = secret,
        ClientIdIssuedAt = app.Registration?.IssuedAt,
        ClientSecretExpiresAt = app.AllSecrets.Count == 0 ? null : 0,
        ClientName = app.Name, ClientUri = app.Registration?.ClientUri, LogoUri = app.Registration?.LogoUri,
        RedirectUris = app.RedirectUris,
        PostLogoutRedirectUris = app.PostLogoutRedirectUris,
        ResponseTypes = app.ResponseTypes,
        GrantTypes = app.GrantTypes,
        TokenEndpointAuthMethod = app.TokenEndpointAuthMethod, ApplicationType = ApplicationTypes.NameOf(app.Kind),
        InitiateLoginUri = app.Registration?.InitiateLoginUri, PolicyUri = app.Registration?.PolicyUri, TosUri = app.Registration?.TosUri,
        Jwks = app.Jwks is { } jwks ? Parse(jwks) : null,
        JwksUri = app.JwksUri,
        RequestObjectSigningAlg = app.RequestObjectSigningAlgorithm,
        DpopBoundAccessTokens = app.DpopBoundAccessTokens,
    };

    static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
