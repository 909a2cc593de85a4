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

        var question = new AccessQuestion(clientId, user, grantTypes, asked);
        AccessRule? first = null;
        foreach (var policy in server.Policies)
        {
            if (Judge(policy, clientId) is not PolicySays.Asked)
                continue;

            foreach (var rule in policy.Rules)
            {
                var verdict = Judge(rule, question);
                if (verdict.Says is RuleSays.Gives)
                    return new(verdict.Scopes, LifetimesBy(rule) with { Asks = AskedBy(policy, rule) });
                if (verdict.Says is RuleSays.Denies)
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

    /// <summary>Whether a policy's rules are asked.</summary>
    public static PolicySays Judge(AccessPolicy policy, string clientId) =>
        !policy.IsActive ? PolicySays.Off
        : policy.ClientIds?.Contains(clientId) == false ? PolicySays.OtherClients
        : PolicySays.Asked;

    /// <summary>What one rule says.</summary>
    public static RuleVerdict Judge(AccessRule rule, AccessQuestion question) =>
        !rule.IsActive ? new(RuleSays.Off)
        : !IsFor(rule, question.GrantTypes) ? new(RuleSays.OtherGrants)
        : !Includes(rule, question.User) ? new(RuleSays.OtherPeople)
        : Granted(rule, question.Scopes) is { Count: > 0 } scopes ? new(RuleSays.Gives) { Scopes = scopes }
        : new(RuleSays.Denies);

    static AskedHook? AskedBy(AccessPolicy policy, AccessRule rule) =>
        rule.InlineHookId is { } hook ? new(hook, policy.Id, rule.Id) : null;

    public static TokenLifetimes LifetimesBy(AccessRule rule) => new(
        (int)rule.AccessTokenLifetime.TotalSeconds,
        (long)(rule.RefreshTokenLifetime?.TotalSeconds ?? 0),
        (long)rule.RefreshTokenWindow.TotalSeconds);

    public static IReadOnlyList<string> DeniedBy(AccessRule rule, IReadOnlyList<string> scopes) =>
        [.. scopes.Where(scope => !Grants(rule, scope))];

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
        var denied = DeniedBy(rule, scopes);
        return OAuthError.AccessDenied(denied.Count == scopes.Count
            ? "Policy evaluation succeeded, but all the requested scopes were rejected."
            : $"Some of the requested scopes were denied by the policy. Denied scopes: [{string.Join(", ", denied)}].");
    }
}

/// <summary>What access policies are asked.</summary>
readonly record struct AccessQuestion(string ClientId, User? User, IReadOnlyList<string> GrantTypes, AskedScopes Scopes);

/// <summary>What a rule says, and of which scopes.</summary>
readonly record struct RuleVerdict(RuleSays Says)
{
    public IReadOnlyList<string> Scopes { get; init; } = [];
}

/// <summary>Whether a policy's rules are asked, or why not.</summary>
enum PolicySays
{
    Asked,
    Off,
    OtherClients,
}

/// <summary>What a rule says, or why it does not matter.</summary>
enum RuleSays
{
    Off,
    OtherGrants,
    OtherPeople,

    /// <summary>It matches but for a scope: the next is asked, and where none gives it, the first of these has the word.</summary>
    Denies,
    Gives,
}
