using Postern.LocalOrg.Callers;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.OAuth;

/// <summary>
/// What discovery says: oidc.md 2. It names Okta's endpoints as Okta does, those too that the local org only refuses politely yet.
/// </summary>
static class Metadata
{
    static readonly string[] AuthMethods = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];
    static readonly string[] ResponseTypes = ["code", "id_token", "code id_token", "code token", "id_token token", "code id_token token"];
    static readonly string[] GrantTypes =
    [
        "authorization_code", "implicit", "refresh_token", "password", "urn:ietf:params:oauth:grant-type:device_code",
        "urn:openid:params:grant-type:ciba",
    ];

    static readonly string[] OpenIdClaims =
    [
        "iss", "ver", "sub", "aud", "iat", "exp", "jti", "auth_time", "amr", "idp", "nonce", "name", "nickname", "preferred_username",
        "given_name", "middle_name", "family_name", "email", "email_verified", "profile", "zoneinfo", "locale", "address", "phone_number",
        "picture", "website", "gender", "birthdate", "updated_at", "at_hash", "c_hash",
    ];

    public static MetadataBody ForOpenId(AuthorizationServer server, OrgUrls urls) =>
        Shared(server, urls) with { UserinfoEndpoint = server.BaseUrl + "/v1/userinfo", IdTokenSigningAlgValuesSupported = ["RS256"] };

    /// <summary>No userinfo, no ID token members; <c>token</c> alone is a response type; claims are the access token's.</summary>
    public static MetadataBody ForOAuth(AuthorizationServer server, OrgUrls urls) => Shared(server, urls) with
    {
        ResponseTypesSupported = ["code", "token", .. ResponseTypes[1..]],
        GrantTypesSupported = [.. GrantTypes[..4], "client_credentials", .. GrantTypes[4..]],
        ClaimsSupported = ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
    };

    /// <summary>With the grants that this org's engine has besides: direct-auth.md 0.</summary>
    public static MetadataBody With(MetadataBody whole, IReadOnlyList<string> grantTypes) =>
        grantTypes.Count == 0 ? whole : whole with { GrantTypesSupported = [.. whole.GrantTypesSupported, .. grantTypes] };

    /// <summary>What the client may use of it. UNCONFIRMED (oidc.md 2): which members Okta filters.</summary>
    public static MetadataBody For(App client, MetadataBody whole) => whole with
    {
        ResponseTypesSupported = [.. whole.ResponseTypesSupported.Where(type => type.Split(' ').All(client.ResponseTypes.Contains))],
        GrantTypesSupported = [.. whole.GrantTypesSupported.Where(client.GrantTypes.Contains)],
        TokenEndpointAuthMethodsSupported = [client.TokenEndpointAuthMethod],
        IntrospectionEndpointAuthMethodsSupported = [client.TokenEndpointAuthMethod],
        RevocationEndpointAuthMethodsSupported = [client.TokenEndpointAuthMethod],
    };

    static MetadataBody Shared(AuthorizationServer server, OrgUrls urls)
    {
        var v1 = server.BaseUrl + "/v1";
        return new()
        {
            Issuer = server.Issuer,
            AuthorizationEndpoint = v1 + "/authorize",
            TokenEndpoint = v1 + "/token",
            RegistrationEndpoint = urls.Public + "/oauth2/v1/clients",
            JwksUri = v1 + "/keys",
            ResponseTypesSupported = ResponseTypes,
            ResponseModesSupported = ["query", "fragment", "form_post", "okta_post_message"],
            GrantTypesSupported = GrantTypes,
            SubjectTypesSupported = ["public"],
            ScopesSupported = server.IsOrg
                ? ["openid", "email", "profile", "address", "phone", "offline_access", "groups"]
                : [.. server.Scopes.Where(scope => scope.IsPublished).Select(scope => scope.Name)],
            TokenEndpointAuthMethodsSupported = AuthMethods,
            ClaimsSupported = OpenIdClaims,
            CodeChallengeMethodsSupported = ["S256"],
            IntrospectionEndpoint = v1 + "/introspect",
            IntrospectionEndpointAuthMethodsSupported = AuthMethods,
            RevocationEndpoint = v1 + "/revoke",
            RevocationEndpointAuthMethodsSupported = AuthMethods,
            EndSessionEndpoint = v1 + "/logout",
            RequestParameterSupported = true,
            RequestObjectSigningAlgValuesSupported = AppRules.SigningAlgorithms,
            DeviceAuthorizationEndpoint = v1 + "/device/authorize",
            PushedAuthorizationRequestEndpoint = v1 + "/par",
            // As a 2026 trial org lists them (oidc.md 2.3), with the endpoint that CIBA section 4 wants beside them.
            BackchannelAuthenticationEndpoint = v1 + "/bc/authorize",
            BackchannelTokenDeliveryModesSupported = ["poll"],
            BackchannelAuthenticationRequestSigningAlgValuesSupported = AppRules.SigningAlgorithms,
            DpopSigningAlgValuesSupported = DpopProofs.Algorithms,
        };
    }
}
