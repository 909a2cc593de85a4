using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;
using Postern.Protocol;

namespace Postern.LocalOrg.Management.Apps;

/// <summary>Reads what makes an app a client, its <c>oauthClient</c> of settings and of credentials: management.md 10.2.</summary>
static class ClientReader
{
    const int SecretBytes = 48; // 64 characters
    const int UsualLeeway = 30;

    /// <exception cref="OktaError">Something of it cannot be.</exception>
    public static App Read(App app, RequestObject body, App? before, long now)
    {
        var credentials = body.ObjectOrNothing("credentials").ObjectOrNothing("oauthClient");
        var settings = body.ObjectOrNothing("settings").ObjectOrNothing("oauthClient");
        app = WithIds(app with { Kind = Kind(settings, before) }, credentials, before);
        app = WithFlow(app, settings, credentials, before);
        app = WithRefreshing(app, settings.Object("refresh_token"));
        app = WithPages(app, settings, now);
        app = WithKeys(app, settings, now);
        // UNCONFIRMED: an empty one is none, since Terraform sends that of whoever omits it.
        return WithSecret(app, credentials.Text("client_secret") is { Length: > 0 } given ? given : null, now);
    }

    static AppKind Kind(RequestObject settings, App? before)
    {
        var kind = settings.Text("application_type") is null && before is not null
            ? before.Kind
            : ApplicationTypes.Find(settings.Text("application_type")) ?? throw OktaError.Malformed();
        return before is null || before.Kind == kind
            ? kind
            // UNCONFIRMED (api-access-management.md 6.2): the text
            : throw OktaError.Invalid("application_type", "application_type: 'application_type' can't be changed.");
    }

    /// <summary>An admin may choose the client id when the app is made; the app's own is always the org's to choose.</summary>
    static App WithIds(App app, RequestObject credentials, App? before)
    {
        if (before is not null || credentials.Text("client_id") is not { Length: > 0 } chosen)
            return app;

        SecretTexts.CheckId(chosen);
        return app with { AppId = app.ClientId, ClientId = chosen };
    }

    static App WithFlow(App app, RequestObject settings, RequestObject credentials, App? before) => app with
    {
        TokenEndpointAuthMethod = credentials.Text("token_endpoint_auth_method") ?? before?.TokenEndpointAuthMethod
            ?? (app.Kind is AppKind.Spa ? ClientAuthMethods.None : ClientAuthMethods.ClientSecretBasic),
        PkceRequired = credentials.Flag("pkce_required") ?? before?.PkceRequired ?? app.Kind is AppKind.Spa or AppKind.Native,
        AllowsSubdomains = Choice(settings, "wildcard_redirect", "DISABLED", "SUBDOMAIN") is "SUBDOMAIN",
        RedirectUris = settings.Texts("redirect_uris") ?? [],
        PostLogoutRedirectUris = settings.Texts("post_logout_redirect_uris") ?? [],
        ResponseTypes = settings.Texts("response_types") ?? [app.Kind is AppKind.Service ? ResponseTypes.Token : ResponseTypes.Code],
        GrantTypes = settings.Texts("grant_types")
            ?? [app.Kind is AppKind.Service ? GrantTypes.ClientCredentials : GrantTypes.AuthorizationCode],
        RequiresConsent = Choice(settings, "consent_method", "TRUSTED", "REQUIRED") is "REQUIRED",
        DpopBoundAccessTokens = settings.Flag("dpop_bound_access_tokens") ?? false,
        RequestObjectSigningAlgorithm = settings.Text("request_object_signing_alg"),
        IssuerMode = Choice(settings, "issuer_mode", "ORG_URL", "CUSTOM_URL", "DYNAMIC") switch
        {
            "CUSTOM_URL" => IssuerMode.CustomUrl,
            "DYNAMIC" => IssuerMode.Dynamic,
            _ => IssuerMode.OrgUrl,
        },
        Networks = Included(settings.ObjectOrNothing("network")),
        ExcludedNetworks = Excluded(settings.ObjectOrNothing("network")),
    };

    /// <summary>Null: anywhere. Who only leaves some out means all others.</summary>
    static IReadOnlyList<string>? Included(RequestObject network) => network.Text("connection") is not "ZONE" ? null
        : network.Texts("include") is { Count: > 0 } included ? included
        : Excluded(network) is null ? [] : null;

    /// <summary>Null: nowhere.</summary>
    static IReadOnlyList<string>? Excluded(RequestObject network) =>
        network.Text("connection") is "ZONE" && network.Texts("exclude") is { Count: > 0 } excluded ? excluded : null;

    /// <summary>UNCONFIRMED (management.md 10.2): where nothing is said a page's tokens are rotated, others are not.</summary>
    static App WithRefreshing(App app, RequestObject? refreshing)
    {
        var rotates = refreshing is null
            ? app.Kind is AppKind.Spa
            : Choice(refreshing, "rotation_type", app.Kind is AppKind.Spa ? "ROTATE" : "STATIC", "ROTATE", "STATIC") is "ROTATE";
        return app with
        {
            RotatesRefreshTokens = rotates,
            RefreshTokenLeewaySeconds = refreshing?.Number("leeway") ?? (rotates ? UsualLeeway : 0),
        };
    }

    static App WithPages(App app, RequestObject settings, long now) => app with
    {
        Registration = new()
        {
            IssuedAt = app.Registration?.IssuedAt ?? now,
            ClientUri = settings.Text("client_uri"),
            LogoUri = settings.Text("logo_uri"),
            TosUri = settings.Text("tos_uri"),
            PolicyUri = settings.Text("policy_uri"),
            InitiateLoginUri = settings.Text("initiate_login_uri"),
        },
    };

    static App WithKeys(App app, RequestObject settings, long now) =>
        app.WithKeys(JwkReader.Read(settings.Object("jwks")?.Objects("keys"), app.AllKeys(), now)) with
        {
            JwksUri = settings.Text("jwks_uri"),
        };

    /// <summary>One that is not said stays; one that is said takes the place of the first.</summary>
    static App WithSecret(App app, string? given, long now)
    {
        if (given is not null && app.TokenEndpointAuthMethod is not ClientAuthMethods.None)
            SecretTexts.CheckSecret(given, app.TokenEndpointAuthMethod);
        if (!AppRules.NeedsSecret(app))
            return app with { SecretHash = null, Secret = null, ClientSecrets = null };

        var secrets = app.AllSecrets;
        if (given is not null ? !app.HasSecret(given) : !app.ActiveSecrets.Any(secret => IsOfUse(secret, app)))
            secrets = [ClientSecret.New(given ?? Secrets.New(SecretBytes), now), .. secrets.Skip(1)];
        return app with { SecretHash = null, Secret = null, ClientSecrets = secrets };
    }

    /// <summary>With a hash no HMAC can be checked.</summary>
    static bool IsOfUse(ClientSecret secret, App app) =>
        secret.Value is not null || app.TokenEndpointAuthMethod is not ClientAuthMethods.ClientSecretJwt;

    /// <summary>management.md 10.7: a value that an enumeration does not have makes the body malformed.</summary>
    static string Choice(RequestObject of, string member, string usual, params ReadOnlySpan<string> others)
    {
        var value = of.Text(member) ?? usual;
        return value == usual || others.Contains(value) ? value : throw OktaError.Malformed();
    }
}
