using Postern.Protocol;

namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of an app. UNCONFIRMED (oidc.md 18): the texts; RFC 7591 section 2 has the relations.</summary>
static class AppRules
{
    public static readonly IReadOnlyList<string> SigningAlgorithms =
    [
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
    ];

    static readonly string[] Methods =
        [
            ClientAuthMethods.ClientSecretBasic, ClientAuthMethods.ClientSecretPost, ClientAuthMethods.ClientSecretJwt,
            ClientAuthMethods.PrivateKeyJwt, ClientAuthMethods.None,
        ];

    static readonly string[] Grants =
    [
        GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.RefreshToken, GrantTypes.Password, GrantTypes.ClientCredentials,
        GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange, GrantTypes.Ciba, GrantTypes.InteractionCode,
        GrantTypes.Otp, GrantTypes.Oob, GrantTypes.MfaOtp, GrantTypes.MfaOob, GrantTypes.WebAuthn, GrantTypes.MfaWebAuthn,
    ];

    /// <summary>The member that names the apps whose users it takes over, and how many there may be: direct-auth.md 8.1.</summary>
    public const string InterclientAllowed = "interclientAllowedAppIds";
    public const int MostInterclientAllowed = 5;

    static readonly string[] ServiceGrants = [GrantTypes.ClientCredentials, GrantTypes.JwtBearer, GrantTypes.TokenExchange];

    public static bool NeedsSecret(App app) =>
        app.TokenEndpointAuthMethod is ClientAuthMethods.ClientSecretBasic or ClientAuthMethods.ClientSecretPost
            or ClientAuthMethods.ClientSecretJwt;

    /// <summary>All that Okta wants of an app, whoever makes it.</summary>
    public static IEnumerable<Fault> Check(App app, Known known) =>
    [
        .. Authentication(app), .. GrantsOf(app), .. OfRedirectUris(app), .. Credentials(app), .. Policy(app, known), .. Claims(app),
        .. OfInterclient(app, known),
    ];

    /// <summary>Of apps that are no clients too.</summary>
    public static IEnumerable<Fault> OfInterclient(App app, Known known)
    {
        foreach (var fault in Known.Missing(InterclientAllowed, "app", app.InterclientAllowedAppIds, known.Apps))
            yield return fault;
        if (app.InterclientAllowedAppIds is { Count: > MostInterclientAllowed and var count })
            yield return new(InterclientAllowed, $"names {count} apps: Okta allows {MostInterclientAllowed}.");
    }

    /// <summary>
    /// What Okta's console and registration refuse besides: settings that do not fit together. A seed may have them, so that a test can see
    /// what a client is
    /// told then.
    /// </summary>
    public static IEnumerable<Fault> CheckFit(App app)
    {
        if (app.Kind is AppKind.Spa && app.TokenEndpointAuthMethod is not ClientAuthMethods.None)
            yield return new("tokenEndpointAuthMethod", "must be 'none' where 'application_type' is 'browser'.");
        if (app.Kind is AppKind.Service && app.GrantTypes.Except(ServiceGrants).Any())
            yield return new(
                "grantTypes", $"must be some of [{string.Join(", ", ServiceGrants)}], not [{string.Join(", ", app.GrantTypes)}].");
        if (app.GrantTypes.Contains(GrantTypes.AuthorizationCode) != app.ResponseTypes.Contains(ResponseTypes.Code))
            yield return new("responseTypes", "must contain 'code' where 'grant_types' contains 'authorization_code', and only there.");
        var isImplicit = app.ResponseTypes.Any(type => type is ResponseTypes.IdToken or ResponseTypes.Token);
        if (app.Kind is not AppKind.Service && isImplicit && !app.GrantTypes.Contains(GrantTypes.Implicit))
            yield return new("grantTypes", "must contain 'implicit' where 'response_types' contains 'id_token' or 'token'.");
        if (app.RedirectUris.Count == 0 && app.GrantTypes.Any(grant => grant is GrantTypes.AuthorizationCode or GrantTypes.Implicit))
            yield return new("redirectUris", "must be specified.");
    }

    static IEnumerable<Fault> Authentication(App app)
    {
        if (!Methods.Contains(app.TokenEndpointAuthMethod))
            yield return new(
                "tokenEndpointAuthMethod", $"must be one of [{string.Join(", ", Methods)}], not '{app.TokenEndpointAuthMethod}'.");
        if (app is { Jwks: not null, JwksUri: not null })
            // RFC 7591 section 2
            yield return new("jwks", "cannot be specified beside 'jwks_uri'.")
            {
                Whole = "'jwks' and 'jwks_uri' cannot both be specified.",
            };
        if (app.JwksUri is { } uri && !Addresses.IsFetchable(uri))
            yield return new("jwksUri", "must be an http or https URL without user name and fragment.");
        if (app is { TokenEndpointAuthMethod: ClientAuthMethods.PrivateKeyJwt, Jwks: null, JwksUri: null })
            yield return new("jwks", "or 'jwks_uri' must be specified when 'token_endpoint_auth_method' is 'private_key_jwt'.");
        if (app.RequestObjectSigningAlgorithm is { } algorithm && !SigningAlgorithms.Contains(algorithm))
            yield return new(
                "requestObjectSigningAlgorithm", $"must be one of [{string.Join(", ", SigningAlgorithms)}], not '{algorithm}'.")
            {
                Whole = $"'request_object_signing_alg' must be one of [{string.Join(", ", SigningAlgorithms)}], not '{algorithm}'.",
            };
    }

    static IEnumerable<Fault> GrantsOf(App app)
    {
        if (app.GrantTypes.Count == 0 || app.GrantTypes.Except(Grants).Any())
            yield return new("grantTypes", $"must be some of [{string.Join(", ", Grants)}], not [{string.Join(", ", app.GrantTypes)}].");
        if (app.ResponseTypes.Except([ResponseTypes.Code, ResponseTypes.IdToken, ResponseTypes.Token]).Any())
            yield return new("responseTypes", $"must be some of [code, id_token, token], not [{string.Join(", ", app.ResponseTypes)}].");
        if (app.DpopBoundAccessTokens && app.GrantTypes.Contains(GrantTypes.Implicit))
            yield return new("grantTypes", "cannot contain 'implicit' where 'dpop_bound_access_tokens' is true.");
    }

    static IEnumerable<Fault> OfRedirectUris(App app)
    {
        foreach (var (member, uris) in new[] { ("redirectUris", app.RedirectUris), ("postLogoutRedirectUris", app.PostLogoutRedirectUris) })
            foreach (var (number, uri) in uris.Index())
                if (!Addresses.IsRedirectUri(RedirectUris.Plain(app, uri)) || IsWild(RedirectUris.Plain(app, uri)))
                    yield return new(
                        $"{member}[{number}]", $"'{uri}' must be an absolute URI in ASCII without fragment (RFC 6749 section 3.1.2).")
                    {
                        Whole = "A redirect URI must be an absolute URI in ASCII without fragment.",
                    };
    }

    static bool IsWild(string uri) => uri.Split('/') is [_, "", var host, ..] && host.Contains('*', StringComparison.Ordinal);

    static IEnumerable<Fault> Credentials(App app)
    {
        if (NeedsSecret(app) && app.AllSecrets.Count == 0)
            yield return new("clientSecret", $"must be specified where 'token_endpoint_auth_method' is '{app.TokenEndpointAuthMethod}'.");
    }

    static IEnumerable<Fault> Policy(App app, Known known)
    {
        foreach (var fault in Faults.OfId("clientId", app.ClientId).Concat(Faults.OfName("name", app.Name)))
            yield return fault;
        foreach (var (number, scope) in app.GrantedOrgScopes.Index())
            if (!ReservedScopes.IsOfOkta(scope))
                yield return new($"grantedOrgScopes[{number}]", $"'{scope}' is no scope of Okta's own APIs: those begin with 'okta.'.");
        if (app.ReauthenticateInSeconds < 0)
            yield return new("reauthenticateIn", "cannot be negative: it is zero, for every request, or more.");
        if (app.RefreshTokenLeewaySeconds is < 0 or > 60)
            yield return new("refreshTokenLeeway", $"is {app.RefreshTokenLeewaySeconds} seconds: Okta allows 0 to 60.");
        foreach (
            var fault in Addresses.OfNetworks("networks", app.Networks, known)
                .Concat(Addresses.OfNetworks("excludedNetworks", app.ExcludedNetworks, known)))
            yield return fault;
        foreach (var fault in known.MissingUsers("userNames", app.UserAssignments?.Select(user => user.UserId).ToList()))
            yield return fault;
        foreach (
            var fault in known.MissingUsers("assignedUserIds", app.AssignedUserIds)
                .Concat(known.MissingGroups("assignedGroupIds", app.AssignedGroupIds)))
            yield return fault;
    }

    static IEnumerable<Fault> Claims(App app) =>
    [
        .. app.GroupsClaim is { } groups ? ClaimRules.OfPattern(groups).Select(fault => fault.Within("groupsClaim")) : [],
        .. app.GroupsExpression is { } text ? ClaimRules.OfExpression("groupsExpression", text) : [],
        .. app.GroupsClaimName is { } name ? ClaimRules.OfName("groupsClaimName", name, ClaimType.Identity) : [],
        .. app is { GroupsClaim: not null, GroupsExpression: not null }
            ? [new("groupsExpression", "cannot be specified beside 'groupsClaim'.")]
            : Enumerable.Empty<Fault>(),
    ];
}
