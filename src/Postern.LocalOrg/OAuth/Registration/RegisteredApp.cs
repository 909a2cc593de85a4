using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Registration;

/// <summary>Makes an app of what a client says of itself, or says what is wrong with it. UNCONFIRMED (oidc.md 18): the texts; RFC 7591 section 3.2.2 has the codes.</summary>
static class RegisteredApp
{
    static readonly string[] Methods =
        [ClientAuthMethods.ClientSecretBasic, ClientAuthMethods.ClientSecretPost, ClientAuthMethods.ClientSecretJwt, ClientAuthMethods.PrivateKeyJwt, ClientAuthMethods.None];

    static readonly string[] Grants =
    [
        GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.RefreshToken, GrantTypes.Password, GrantTypes.ClientCredentials,
        GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange, GrantTypes.Ciba,
    ];

    static readonly string[] ServiceGrants = [GrantTypes.ClientCredentials, GrantTypes.JwtBearer, GrantTypes.TokenExchange];

    /// <summary>The secret stays what it was, where the client has had one and still needs it; otherwise see <see cref="WithNewSecret"/>.</summary>
    public static App Of(string clientId, ClientMetadata metadata, App? before)
    {
        var kind = ApplicationTypes.Find(metadata.ApplicationType) ?? throw Wrong($"'application_type' must be one of [web, native, browser, service], not '{metadata.ApplicationType}'.");
        if (before is not null && before.Kind != kind)
            throw Wrong("'application_type' cannot be changed.");

        var method = metadata.TokenEndpointAuthMethod ?? (kind is AppKind.Spa ? ClientAuthMethods.None : ClientAuthMethods.ClientSecretBasic);
        var app = new App
        {
            ClientId = clientId, Name = metadata.ClientName is { Length: > 0 } name ? name : throw Wrong("'client_name' must be specified."), Kind = kind,
            TokenEndpointAuthMethod = method, PkceRequired = method is ClientAuthMethods.None,
            RedirectUris = metadata.RedirectUris ?? [], PostLogoutRedirectUris = metadata.PostLogoutRedirectUris ?? [],
            GrantTypes = metadata.GrantTypes ?? [kind is AppKind.Service ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode],
            ResponseTypes = metadata.ResponseTypes ?? [kind is AppKind.Service ? ResponseTypes.Token : ResponseTypes.Code],
            RotatesRefreshTokens = kind is AppKind.Spa, RefreshTokenLeewaySeconds = 30,
            RequiresConsent = metadata.ConsentMethod is not "TRUSTED", // oidc.md 18: unlike apps made by the Apps API
            Jwks = metadata.Jwks is { ValueKind: JsonValueKind.Object } jwks ? jwks.GetRawText() : null, JwksUri = metadata.JwksUri,
            RequestObjectSigningAlgorithm = metadata.RequestObjectSigningAlg, DpopBoundAccessTokens = metadata.DpopBoundAccessTokens ?? false,
            Registration = new()
            {
                ClientUri = metadata.ClientUri, LogoUri = metadata.LogoUri, InitiateLoginUri = metadata.InitiateLoginUri, PolicyUri = metadata.PolicyUri, TosUri = metadata.TosUri,
            },
            RequiresFactor = before?.RequiresFactor ?? false, ReauthenticateInSeconds = before?.ReauthenticateInSeconds,
            OrgAuthorizationServerOnly = before?.OrgAuthorizationServerOnly ?? false, Networks = before?.Networks,
            AssignedUserIds = before?.AssignedUserIds ?? [], AssignedGroupIds = before?.AssignedGroupIds ?? [],
        };
        Check(app, metadata);
        return before is null || !NeedsSecret(app) ? app : Keeping(before, app);
    }

    public static bool NeedsSecret(App app) => app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretBasic or ClientAuthMethods.ClientSecretPost or ClientAuthMethods.ClientSecretJwt;

    /// <summary>In clear only where an HMAC must be checked with it.</summary>
    public static (App App, string Secret) WithNewSecret(App app)
    {
        var secret = Secrets.New();
        var keepsClear = app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretJwt || app.RequestObjectSigningAlgorithm is { } algorithm && algorithm.StartsWith("HS", StringComparison.Ordinal);
        return (app with { SecretHash = Secrets.Hash(secret), Secret = keepsClear ? secret : null }, secret);
    }

    /// <summary>What was not asked about stays; a secret of which only the hash is left will not do where an HMAC is to be checked.</summary>
    static App Keeping(App before, App app) => app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretJwt && before.Secret is null
        ? app
        : app with { SecretHash = before.SecretHash, Secret = before.Secret };

    static void Check(App app, ClientMetadata metadata)
    {
        if (!Methods.Contains(app.TokenEndpointAuthMethod))
            throw Wrong($"'token_endpoint_auth_method' must be one of [{string.Join(", ", Methods)}], not '{app.TokenEndpointAuthMethod}'.");
        if (app.Kind is AppKind.Spa && app.TokenEndpointAuthMethod is not ClientAuthMethods.None)
            throw Wrong("'token_endpoint_auth_method' must be 'none' where 'application_type' is 'browser'.");
        if (app is { Jwks: not null, JwksUri: not null })
            throw Wrong("'jwks' and 'jwks_uri' cannot both be specified."); // RFC 7591 section 2
        if (app.JwksUri is { } uri && !RemoteKeySets.IsFetchable(uri))
            throw Wrong("'jwks_uri' must be an http or https URL without user name and fragment.");
        if (app is { TokenEndpointAuthMethod: ClientAuthMethods.PrivateKeyJwt, Jwks: null, JwksUri: null })
            throw Wrong("'jwks' or 'jwks_uri' must be specified when 'token_endpoint_auth_method' is 'private_key_jwt'.");
        if (metadata.ConsentMethod is not (null or "REQUIRED" or "TRUSTED"))
            throw Wrong($"'consent_method' must be one of [REQUIRED, TRUSTED], not '{metadata.ConsentMethod}'.");
        if (app.RequestObjectSigningAlgorithm is { } algorithm && !RequestObjects.Algorithms.Contains(algorithm))
            throw Wrong($"'request_object_signing_alg' must be one of [{string.Join(", ", RequestObjects.Algorithms)}], not '{algorithm}'.");
        CheckGrants(app);
        CheckRedirectUris(app);
    }

    static void CheckGrants(App app)
    {
        var allowed = app.Kind is AppKind.Service ? ServiceGrants : Grants;
        if (app.GrantTypes.Count == 0 || app.GrantTypes.Except(allowed).Any())
            throw Wrong($"'grant_types' must be some of [{string.Join(", ", allowed)}], not [{string.Join(", ", app.GrantTypes)}].");
        if (app.ResponseTypes.Except([ResponseTypes.Code, ResponseTypes.IdToken, ResponseTypes.Token]).Any())
            throw Wrong($"'response_types' must be some of [code, id_token, token], not [{string.Join(", ", app.ResponseTypes)}].");
        if (app.GrantTypes.Contains(GrantTypes.AuthorizationCode) != app.ResponseTypes.Contains(ResponseTypes.Code))
            throw Wrong("'response_types' must contain 'code' where 'grant_types' contains 'authorization_code', and only there.");
        if (app.Kind is not AppKind.Service && app.ResponseTypes.Any(type => type is ResponseTypes.IdToken or ResponseTypes.Token) && !app.GrantTypes.Contains(GrantTypes.Implicit))
            throw Wrong("'grant_types' must contain 'implicit' where 'response_types' contains 'id_token' or 'token'.");
        if (app.DpopBoundAccessTokens && app.GrantTypes.Contains(GrantTypes.Implicit))
            throw Wrong("'grant_types' cannot contain 'implicit' where 'dpop_bound_access_tokens' is true.");
    }

    static void CheckRedirectUris(App app)
    {
        if (app.RedirectUris.Count == 0 && app.GrantTypes.Any(grant => grant is GrantTypes.AuthorizationCode or GrantTypes.Implicit))
            throw new OAuthError("invalid_redirect_uri", "'redirect_uris' must be specified.");
        foreach (var uri in app.RedirectUris.Concat(app.PostLogoutRedirectUris))
            if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || !uri.StartsWith(parsed.Scheme + ":", StringComparison.OrdinalIgnoreCase)
                || !uri.All(c => c is > ' ' and < '\x7f') || uri.Contains('#', StringComparison.Ordinal) || parsed.Scheme is "javascript" or "data")
                throw new OAuthError("invalid_redirect_uri", "A redirect URI must be an absolute URI in ASCII without fragment.");
    }

    static OAuthError Wrong(string description) => new(OAuthErrors.InvalidClientMetadata, description);
}
