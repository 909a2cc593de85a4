using Microsoft.AspNetCore.Http;
using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// Decides whether a custom authorization server gives this user, through this client, these scopes: api-access-management.md 10.
/// </summary>
static class AccessPolicies
{
    public const string Everybody = "EVERYONE";
    public const string EveryScope = "*";

    /// <summary>By the first rule that matches. A client that acts for itself has no user, and people do not matter.</summary>
    public static Permission Evaluate(
        AuthorizationServer server, string clientId, User? user, IReadOnlyList<string> grantTypes, AskedScopes asked)
    {
        if (server.IsOrg)
            return new(asked.Names, TokenLifetimes.Org);

        AccessRule? first = null;
        foreach (var policy in server.Policies)
        {
            if (!policy.IsActive || policy.ClientIds?.Contains(clientId) == false)
                continue;

            foreach (var rule in policy.Rules)
            {
                if (!rule.IsActive || !IsFor(rule, grantTypes) || !Includes(rule, user))
                    continue;
                if (Granted(rule, asked) is { Count: > 0 } scopes)
                    return new(
                        scopes,
                        new(
                            (int)rule.AccessTokenLifetime.TotalSeconds,
                            (long)(rule.RefreshTokenLifetime?.TotalSeconds ?? 0),
                            (long)rule.RefreshTokenWindow.TotalSeconds));
                first ??= rule;
            }
        }

        throw first is null
            ? new OAuthError(
                OAuthErrors.AccessDenied,
                "Policy evaluation failed for this request, please check the policy configurations.",
                StatusCodes.Status401Unauthorized)
            : Denied(first, asked.Names);
    }

    static bool IsFor(AccessRule rule, IReadOnlyList<string> grantTypes)
    {
        foreach (var grantType in grantTypes)
            if (!rule.GrantTypes.Contains(grantType))
                return false;
        return true;
    }

    /// <summary>None where a scope that was named is not among them.</summary>
    static IReadOnlyList<string> Granted(AccessRule rule, AskedScopes asked)
    {
        if (asked.AreDefaults)
            return [.. asked.Names.Where(scope => Grants(rule, scope))];

        foreach (var scope in asked.Names)
            if (!Grants(rule, scope))
                return [];
        return asked.Names;
    }

    static bool Includes(AccessRule rule, User? user)
    {
        if (user is null || rule.UserIds.Contains(user.Id))
            return user is null || !rule.ExcludedUserIds.Contains(user.Id);
        if (rule.ExcludedUserIds.Contains(user.Id) || rule.ExcludedGroupIds.Any(user.GroupIds.Contains))
            return false;

        return (rule.UserIds.Count == 0 && rule.GroupIds.Count == 0)
            || rule.GroupIds.Any(group => group is Everybody || user.GroupIds.Contains(group));
    }

    // UNCONFIRMED (api-access-management.md 10): a rule that lists no OpenID scope lets them all pass; one that lists any allows only
    // those.
    static bool Grants(AccessRule rule, string scope) =>
        rule.Scopes.Contains(EveryScope) || rule.Scopes.Contains(scope)
        || (AuthorizationServers.OpenIdScopes.Contains(scope) && !rule.Scopes.Any(AuthorizationServers.OpenIdScopes.Contains));

    static OAuthError Denied(AccessRule rule, IReadOnlyList<string> scopes)
    {
        var denied = scopes.Where(scope => !Grants(rule, scope)).ToList();
        return OAuthError.AccessDenied(denied.Count == scopes.Count
            ? "Policy evaluation succeeded, but all the requested scopes were rejected."
            : $"Some of the requested scopes were denied by the policy. Denied scopes: [{string.Join(", ", denied)}].");
    }
}
