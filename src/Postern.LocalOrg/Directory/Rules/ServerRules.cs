using Postern.Protocol;

namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a custom authorization server, with its scopes, claims, policies and rules.</summary>
static class ServerRules
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(2_628_000);

    // api-access-management.md 10. A rule may name what is not built, as it may in an org where it is not enabled.
    static readonly string[] Grants =
    [
        GrantTypes.AuthorizationCode, GrantTypes.Implicit, GrantTypes.Password, GrantTypes.ClientCredentials, GrantTypes.DeviceCode,
        GrantTypes.TokenExchange,
        GrantTypes.JwtBearer, GrantTypes.Ciba, GrantTypes.InteractionCode, "urn:ietf:params:oauth:grant-type:saml2-bearer",
        "urn:okta:params:oauth:grant-type:otp",
        "urn:okta:params:oauth:grant-type:oob", "http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-oob",
    ];

    public static IEnumerable<Fault> Check(CustomAuthorizationServer server, Known known) =>
    [
        .. Faults.OfId("id", server.Id),
        .. Faults.OfName("name", server.Name),
        .. Faults.OfName("audience", server.Audience),
        .. Faults.Of("scopes", server.Scopes, OfScope),
        .. Faults.OfDuplicates("scopes", server.Scopes, "name", scope => scope.Name),
        .. Known.Missing(
            "reservedScopes", "reserved scope", [.. (server.ChangedScopes ?? []).Select(scope => scope.Name)],
            [.. ReservedScopes.All.Select(scope => scope.Name)]),
        .. Faults.OfDuplicates("reservedScopes", server.ChangedScopes ?? [], "name", scope => scope.Name),
        .. Known.Missing(
            "standardClaims", "standard claim", [.. (server.ChangedClaims ?? []).Select(claim => claim.Name)],
            [.. StandardClaims.All.Select(claim => claim.Name)]),
        .. Faults.OfDuplicates("standardClaims", server.ChangedClaims ?? [], "name", claim => claim.Name),
        .. Faults.OfDuplicates("resourceKeys", server.ResourceKeys ?? [], "id", key => key.Id),
        .. Faults.Of("claims", server.Claims, claim => ClaimRules.Check(claim, server)),
        .. Faults.OfDuplicates(
            "claims", server.Claims, "name", claim => claim.Type is ClaimType.Identity ? claim.Name + " of ID tokens" : claim.Name),
        .. Faults.Of("policies", server.Policies, policy => Check(policy, server, known)),
        .. Known.Missing("trustedServerIds", "authorization server", server.TrustedServerIds, known.Servers),
    ];

    /// <summary>api-access-management.md 8.</summary>
    public static IEnumerable<Fault> OfScope(OAuth2Scope scope)
    {
        if (ReservedScopes.Contains(scope.Name))
            yield return new("name", $"'{scope.Name}' is a scope that every authorization server has already. Leave it out.");
        if (scope.Name.Length is 0 || !scope.Name.All(c => c is > ' ' and < '\x7f' and not '"' and not '\\'))
            yield return new(
                "name", $"'{scope.Name}' is none: a scope is printable ASCII without space, \" and \\ (RFC 6749 section 3.3).");
        if (scope.Name.StartsWith("okta.", StringComparison.Ordinal) || scope.Name.StartsWith("okta:", StringComparison.Ordinal))
            yield return new("name", $"'{scope.Name}' begins with 'okta.' or 'okta:', as Okta's own do. Choose another.");
    }

    static IEnumerable<Fault> Check(AccessPolicy policy, CustomAuthorizationServer server, Known known) =>
    [
        .. Faults.OfName("name", policy.Name),
        .. Known.Missing("clientIds", "app", policy.ClientIds, known.Apps, " Leave clientIds out for all of them."),
        .. Faults.Of("rules", policy.Rules, rule => OfRule(rule, server, known)),
    ];

    public static IEnumerable<Fault> OfRule(AccessRule rule, CustomAuthorizationServer server, Known known)
    {
        IReadOnlyCollection<string> groups = [AccessRule.Everybody, .. known.Groups];
        string[] scopes =
        [
            AccessRule.EveryScope, .. ReservedScopes.All.Select(scope => scope.Name), .. server.Scopes.Select(scope => scope.Name),
        ];
        var hint = rule.GrantTypes.Contains(GrantTypes.RefreshToken) ? " Refreshing is judged by the grant that it began with." : "";
        return
        [
            .. Faults.OfName("name", rule.Name),
            .. known.MissingUsers("userIds", rule.UserIds),
            .. known.MissingUsers("excludedUserIds", rule.ExcludedUserIds),
            .. Known.Missing("groupIds", "group", rule.GroupIds, groups),
            .. Known.Missing("excludedGroupIds", "group", rule.ExcludedGroupIds, groups),
            .. Known.Missing("scopes", "scope", rule.Scopes, scopes),
            .. Known.Missing("grantTypes", "grant type", rule.GrantTypes, Grants, hint),
            .. Lifetimes(rule),
        ];
    }

    /// <summary>api-access-management.md 10.</summary>
    static IEnumerable<Fault> Lifetimes(AccessRule rule)
    {
        TimeSpan access = rule.AccessTokenLifetime, window = rule.RefreshTokenWindow;
        var isImpossible = rule.RefreshTokenLifetime is { } lifetime && (lifetime < access || lifetime > Longest);
        if (access < TimeSpan.FromMinutes(5) || access > TimeSpan.FromHours(24))
            yield return new("accessTokenLifetime", $"is {access}: Okta allows 5 minutes to 24 hours.");
        if (isImpossible)
            yield return new(
                "refreshTokenLifetime",
                $"is {rule.RefreshTokenLifetime}: no shorter than that of access tokens ({access}) and no longer than 5 years " +
                $"({Longest}).");
        if (window < TimeSpan.FromMinutes(10) || window > Longest)
            yield return new("refreshTokenWindow", $"is {window}: Okta allows 10 minutes to 5 years.");
        else if (window < access || (!isImpossible && window > (rule.RefreshTokenLifetime ?? Longest)))
            yield return new(
                "refreshTokenWindow",
                $"is {window}: no shorter than the lifetime of access tokens and no longer than that of refresh tokens.");
    }
}
