using Postern.LocalOrg.Expressions;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg;

/// <summary>What Okta would refuse to make of a custom authorization server: said when it is seeded, not when its first token is asked for.</summary>
static class AuthorizationServerChecks
{
    /// <summary>Of every token; api-access-management.md 9 ends its list with an ellipsis, RFC 7519, RFC 7800 and OpenID Connect Core end ours.</summary>
    static readonly string[] ReservedClaims =
    [
        "acr", "amr", "at_hash", "aud", "auth_time", "azp", "c_hash", "cid", "cnf", "exp", "iat", "idp", "iss", "jti", "nbf", "nonce", "scp", "sid", "uid", "ver",
    ];

    // UNCONFIRMED (api-access-management.md 9): what an ID token says by its scopes is not said twice.
    static readonly string[] IdentityClaims =
    [
        "sub", "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender", "birthdate",
        "zoneinfo", "locale", "updated_at", "email", "email_verified", "phone_number", "phone_number_verified", "address",
    ];

    /// <exception cref="ArgumentException">What is wrong, and with which server.</exception>
    public static void Check(SeedAuthorizationServer server)
    {
        for (var i = 0; i < server.Scopes.Count; i++)
        {
            CheckScope(server, server.Scopes[i]);
            if (server.Scopes.Take(i).Any(earlier => earlier.Name == server.Scopes[i].Name))
                throw Wrong(server, $"has the scope '{server.Scopes[i].Name}' twice. Leave one out.");
        }

        foreach (var rule in server.Policies.SelectMany(policy => policy.Rules))
            CheckLifetimes(server, rule);

        foreach (var claim in server.Claims)
        {
            CheckClaim(server, claim);
            if (server.Claims.Count(other => other.Name == claim.Name && other.Type == claim.Type) > 1)
                throw Wrong(server, $"has the claim '{claim.Name}' twice for the same token. Leave one out.");
        }
    }

    /// <summary>api-access-management.md 10.</summary>
    static void CheckLifetimes(SeedAuthorizationServer server, SeedAccessRule rule)
    {
        TimeSpan access = rule.AccessTokenLifetime, window = rule.RefreshTokenWindow, longest = TimeSpan.FromMinutes(2_628_000);
        if (access < TimeSpan.FromMinutes(5) || access > TimeSpan.FromHours(24))
            throw Wrong(server, $"has the rule '{rule.Name}' whose access tokens live {access}: Okta allows 5 minutes to 24 hours.");
        if (rule.RefreshTokenLifetime is { } refresh && (refresh < access || refresh > longest))
            throw Wrong(server, $"has the rule '{rule.Name}' whose refresh tokens live {refresh}: no shorter than its access tokens ({access}) and no longer than 5 years ({longest}).");
        if (window < TimeSpan.FromMinutes(10) || window > longest)
            throw Wrong(server, $"has the rule '{rule.Name}' whose refresh tokens live {window} unused: Okta allows 10 minutes to 5 years.");
        if (window < access || window > (rule.RefreshTokenLifetime ?? longest))
            throw Wrong(server, $"has the rule '{rule.Name}' whose refresh tokens live {window} unused: no shorter than its access tokens and no longer than its refresh tokens.");
    }

    /// <summary>The claim that the org authorization server takes from an app.</summary>
    public static void CheckGroupsClaim(SeedApp app)
    {
        try
        {
            if (app.GroupsClaim is { Match: GroupMatch.Regex, Value: var pattern })
                Evaluator.WholeMatch("", pattern);
        }
        catch (ExpressionError wrong)
        {
            throw new ArgumentException($"The seed's app {app.Name} has a groups claim that cannot be evaluated: {wrong.Message}.");
        }
    }

    /// <summary>api-access-management.md 9.</summary>
    static void CheckClaim(SeedAuthorizationServer server, SeedClaim claim)
    {
        if (ReservedClaims.Contains(claim.Name) || (claim.Type is ClaimType.Identity && IdentityClaims.Contains(claim.Name)))
            throw Wrong(server, $"names the claim '{claim.Name}', which is Okta's own. Choose another name.");
        if (claim.Name.Length is 0)
            throw Wrong(server, "has a claim without a name.");
        if ((claim.Expression is null) == (claim.Groups is null))
            throw Wrong(server, $"has the claim '{claim.Name}', which needs an expression or a group filter, and not both.");
        if (claim is { Name: Protocol.Claims.Subject, Expression: null })
            throw Wrong(server, "has a claim 'sub' that is no expression: one value names the subject, and groups do not.");
        if (claim.Scopes.FirstOrDefault(scope => !ReservedScopes.Contains(scope) && server.Scopes.All(custom => custom.Name != scope)) is { } unknown)
            throw Wrong(server, $"ties the claim '{claim.Name}' to the scope '{unknown}', which it does not have.");

        try
        {
            if (claim.Expression is { } text)
                Expression.Parse(text);
            if (claim.Groups is { Match: GroupMatch.Regex, Value: var pattern })
                Evaluator.WholeMatch("", pattern);
        }
        catch (ExpressionError wrong)
        {
            throw Wrong(server, $"has the claim '{claim.Name}', which cannot be evaluated: {wrong.Message}.");
        }
    }

    /// <summary>api-access-management.md 8.</summary>
    static void CheckScope(SeedAuthorizationServer server, SeedScope scope)
    {
        if (ReservedScopes.Contains(scope.Name))
            throw Wrong(server, $"names the scope '{scope.Name}', which every authorization server has already. Leave it out.");
        if (scope.Name.Length is 0 || !scope.Name.All(c => c is > ' ' and < '\x7f' and not '"' and not '\\'))
            throw Wrong(server, $"names a scope '{scope.Name}': a scope is printable ASCII without space, \" and \\ (RFC 6749 section 3.3).");
        if (scope.Name.StartsWith("okta.", StringComparison.Ordinal) || scope.Name.StartsWith("okta:", StringComparison.Ordinal))
            throw Wrong(server, $"names the scope '{scope.Name}': names that begin with 'okta.' or 'okta:' are Okta's. Choose another.");
    }

    static ArgumentException Wrong(SeedAuthorizationServer server, string what) => new($"The seed's authorization server '{server.Id}' {what}");
}
