using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Tokens.Hooks;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Who may have tokens, from which authorization server, for which client, and how they proved themselves.</summary>
sealed record TokenGrant
{
    public required AuthorizationServer Server { get; init; }
    public required string ClientId { get; init; }

    /// <summary>Null where the client acts for itself.</summary>
    public User? User { get; init; }

    /// <summary>The grant that began it; refreshing does not change it.</summary>
    public required string GrantType { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }
    public required TokenLifetimes Lifetimes { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public long AuthenticatedAt { get; init; }

    public IReadOnlyList<string> Methods { get; init; } = [];
    public string? Nonce { get; init; }

    /// <summary>The sign-in that apps of one device share, the <c>sid</c> claim of ID tokens; null where none was asked for.</summary>
    public string? SessionId { get; init; }

    /// <summary>Of the key that the tokens are bound to: RFC 9449 section 6. Null: bearer tokens.</summary>
    public string? KeyThumbprint { get; init; }

    /// <summary>The <c>acr</c> claim, where the client asked for one.</summary>
    public string? Context { get; init; }

    /// <summary>How far the clock is ahead that the tokens are issued by, where somebody has wished so.</summary>
    public long SkewSeconds { get; init; }

    /// <summary>What a token hook wants otherwise; null: nothing.</summary>
    public HookedTokens? Hooked { get; init; }

    /// <summary>Whether a refresh token goes with it: oidc.md 9.1.</summary>
    public bool MayBeRefreshed(App client) =>
        User is not null && Scopes.Contains(Protocol.Scopes.OfflineAccess) && client.GrantTypes.Contains(GrantTypes.RefreshToken);
}

/// <summary>An authorization server of the org.</summary>
sealed record AuthorizationServer
{
    /// <summary>Null: the org authorization server.</summary>
    public string? Id { get; init; }

    public required string Issuer { get; init; }

    /// <summary>The base of its endpoints: <c>…/oauth2</c> or <c>…/oauth2/{id}</c>.</summary>
    public required string BaseUrl { get; init; }

    public required string Audience { get; init; }

    /// <summary>Every one, reserved or custom.</summary>
    public required IReadOnlyList<OAuth2Scope> Scopes { get; init; }

    /// <summary>Null where it has none of its own.</summary>
    public IReadOnlyList<CustomClaim>? Claims { get; init; }

    /// <summary>Claims about users that are not as they were made; null: all are.</summary>
    public IReadOnlyList<ChangedClaim>? ChangedClaims { get; init; }

    public IReadOnlyList<AccessPolicy> Policies { get; init; } = [];

    /// <summary>Other custom authorization servers whose access tokens may be exchanged here.</summary>
    public IReadOnlyList<string> TrustedServerIds { get; init; } = [];

    /// <summary>The same server by the org's custom domain, where its issuer is dynamic; null where it has one name.</summary>
    public AuthorizationServer? UnderCustomUrl { get; init; }

    /// <summary>Of the org's own: what its ID tokens may call it by the custom domain.</summary>
    public string? CustomIssuer { get; init; }

    /// <summary>Of the org's own: whether the request came by the custom domain.</summary>
    public bool IsUnderCustomUrl { get; init; }

    public bool IsOrg => Id is null;

    /// <summary>The <c>iss</c> of an ID token for an app: the org's own server has an app choose, api-access-management.md 6.</summary>
    public string IdentityIssuer(IssuerMode mode) => mode is IssuerMode.CustomUrl || (mode is IssuerMode.Dynamic && IsUnderCustomUrl)
        ? CustomIssuer ?? Issuer
        : Issuer;

    /// <summary>Those of the scopes that are nobody's to grant but the user's: oidc.md 19.</summary>
    public List<OAuth2Scope> NeedingConsent(IReadOnlyList<string> scopes) =>
        [.. Scopes.Where(scope => scope.Consent is not ScopeConsent.Implicit && scopes.Contains(scope.Name))];

    public bool HasScope(string name)
    {
        foreach (var scope in Scopes)
            if (scope.Name == name)
                return true;
        return false;
    }
}
