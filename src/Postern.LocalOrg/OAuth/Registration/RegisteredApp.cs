using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;
using Postern.Protocol;

namespace Postern.LocalOrg.OAuth.Registration;

/// <summary>
/// Makes an app of what a client says of itself, or says what is wrong with it. UNCONFIRMED (oidc.md 18): the texts; RFC 7591 section 3.2.2
/// has the codes.
/// </summary>
static class RegisteredApp
{
    /// <summary>
    /// The secret stays what it was, where the client has had one and still needs it; otherwise see <see cref="WithNewSecret"/>.
    /// </summary>
    public static App Of(string clientId, ClientMetadata metadata, App? before)
    {
        var kind = ApplicationTypes.Find(metadata.ApplicationType)
            ?? throw Wrong($"'application_type' must be one of [web, native, browser, service], not '{metadata.ApplicationType}'.");
        if (before is not null && before.Kind != kind)
            throw Wrong("'application_type' cannot be changed.");

        var method = metadata.TokenEndpointAuthMethod
            ?? (kind is AppKind.Spa ? ClientAuthMethods.None : ClientAuthMethods.ClientSecretBasic);
        var app = new App
        {
            ClientId = clientId,
            Name = metadata.ClientName is { Length: > 0 } name ? name : throw Wrong("'client_name' must be specified."),
            Kind = kind,
            TokenEndpointAuthMethod = method, PkceRequired = method is ClientAuthMethods.None,
            RedirectUris = metadata.RedirectUris ?? [], PostLogoutRedirectUris = metadata.PostLogoutRedirectUris ?? [],
            GrantTypes = metadata.GrantTypes ?? [kind is AppKind.Service ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode],
            ResponseTypes = metadata.ResponseTypes ?? [kind is AppKind.Service ? ResponseTypes.Token : ResponseTypes.Code],
            RotatesRefreshTokens = kind is AppKind.Spa, RefreshTokenLeewaySeconds = 30,
            RequiresConsent = metadata.ConsentMethod is not "TRUSTED", // oidc.md 18: unlike apps made by the Apps API
            Jwks = metadata.Jwks is { ValueKind: JsonValueKind.Object } jwks ? PublicKeys.OfSet(jwks).ToJsonString() : null,
            JwksUri = metadata.JwksUri,
            RequestObjectSigningAlgorithm = metadata.RequestObjectSigningAlg,
            DpopBoundAccessTokens = metadata.DpopBoundAccessTokens ?? false,
            Registration = new()
            {
                ClientUri = metadata.ClientUri,
                LogoUri = metadata.LogoUri,
                InitiateLoginUri = metadata.InitiateLoginUri,
                PolicyUri = metadata.PolicyUri,
                TosUri = metadata.TosUri,
            },
            RequiresFactor = before?.RequiresFactor ?? false, ReauthenticateInSeconds = before?.ReauthenticateInSeconds,
            OrgAuthorizationServerOnly = before?.OrgAuthorizationServerOnly ?? false, Networks = before?.Networks,
            ExcludedNetworks = before?.ExcludedNetworks, IssuerMode = before?.IssuerMode ?? IssuerMode.OrgUrl,
            AssignedUserIds = before?.AssignedUserIds ?? [], AssignedGroupIds = before?.AssignedGroupIds ?? [],
        };
        if (metadata.ConsentMethod is not (null or "REQUIRED" or "TRUSTED"))
            throw Wrong($"'consent_method' must be one of [REQUIRED, TRUSTED], not '{metadata.ConsentMethod}'.");
        return before is null || !AppRules.NeedsSecret(app) ? app : Keeping(before, app);
    }

    /// <summary>In the place of whatever it had.</summary>
    public static (App App, string Secret) WithNewSecret(App app, long now)
    {
        var secret = Secrets.New();
        return (app with { SecretHash = null, Secret = null, ClientSecrets = [ClientSecret.New(secret, now)] }, secret);
    }

    /// <summary>
    /// What was not asked about stays; a secret of which only the hash is left will not do where an HMAC is to be checked.
    /// </summary>
    static App Keeping(App before, App app) =>
        app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretJwt && before.ActiveSecrets.All(secret => secret.Value is null)
        ? app
        : app with { SecretHash = before.SecretHash, Secret = before.Secret, ClientSecrets = before.ClientSecrets };

    /// <summary>The first thing that is wrong, in this surface's words. Whom it is assigned to is not the client's to say.</summary>
    public static void Check(App app)
    {
        Known known = new()
        {
            Groups = app.AssignedGroupIds,
            Users = [.. app.AssignedUserIds, .. app.UserAssignments?.Select(user => user.UserId) ?? []],
            Apps = app.InterclientAllowedAppIds ?? [],
            Servers = [],
            Zones = [.. app.Networks ?? [], .. app.ExcludedNetworks ?? []],
        };
        if (AppRules.Check(app, known).Concat(AppRules.CheckFit(app)).FirstOrDefault() is not { } fault)
            return;

        var code = fault.Where.Contains("edirectUris", StringComparison.Ordinal)
            ? "invalid_redirect_uri"
            : OAuthErrors.InvalidClientMetadata;
        throw new OAuthError(code, fault.Whole ?? $"'{JsonNamingPolicy.SnakeCaseLower.ConvertName(fault.Where)}' {fault.What}");
    }

    static OAuthError Wrong(string description) => new(OAuthErrors.InvalidClientMetadata, description);
}
