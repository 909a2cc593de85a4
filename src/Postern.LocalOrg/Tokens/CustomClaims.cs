using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Expressions;
using Postern.Protocol;

namespace Postern.LocalOrg.Tokens;

/// <summary>Works out the claims that a custom authorization server was given; one without any costs nothing.</summary>
sealed class CustomClaims(OrgDirectory directory, ClaimReferences references)
{
    /// <summary>
    /// What access tokens have for <c>sub</c>, where the server's own claim does not say otherwise (api-access-management.md 9).
    /// </summary>
    public async Task AddToAccessTokenAsync(ClaimSet claims, TokenGrant grant)
    {
        var subject = grant.User?.Login ?? grant.ClientId;
        if (grant.Server.Claims is not { } custom)
        {
            claims.Add(Claims.Subject, subject);
            return;
        }

        var scope = await references.ForAsync(grant);
        claims.Add(Claims.Subject, custom.FirstOrDefault(IsSubject) is { } own ? SubjectOf(own, scope) : subject);
        foreach (var claim in custom)
            if (claim.Seed.Type is ClaimType.Resource && !IsSubject(claim) && claim.IsFor(grant.Scopes))
                claims.AddValue(claim.Seed.Name, Evaluate(claim, scope));
    }

    /// <summary>To an ID token, or to userinfo, which is as full as an ID token alone.</summary>
    public async Task AddToIdentityAsync(ClaimSet claims, TokenGrant grant, bool isThin)
    {
        if (grant.Server.IsOrg)
        {
            await AddOrgGroupsAsync(claims, grant);
            return;
        }

        if (grant.Server.Claims is not { } custom || !custom.Any(IsWanted))
            return;

        var scope = await references.ForAsync(grant);
        foreach (var claim in custom.Where(IsWanted))
            claims.AddValue(claim.Seed.Name, Evaluate(claim, scope));

        bool IsWanted(CustomClaim claim) =>
            claim.Seed.Type is ClaimType.Identity && (!isThin || claim.Seed.AlwaysInclude) && claim.IsFor(grant.Scopes);
    }

    /// <summary>
    /// The org server's only custom claim is the app's. UNCONFIRMED (oidc.md 10.1): also in a thin token; the documents conflict.
    /// </summary>
    async Task AddOrgGroupsAsync(ClaimSet claims, TokenGrant grant)
    {
        if (grant.User is { } user
            && grant.Scopes.Contains(Scopes.Groups)
            && (await directory.FindAppAsync(grant.ClientId, CancellationToken.None))?.GroupsClaim is { } filter)
            claims.AddValue(
                Scopes.Groups, GroupFilter.Names(filter, ClaimGroups.Of(await directory.GroupsOfAsync(user, CancellationToken.None))));
    }

    static bool IsSubject(CustomClaim claim) => claim.Seed is { Name: Claims.Subject, Type: ClaimType.Resource };

    static string SubjectOf(CustomClaim claim, ExpressionScope scope)
    {
        try
        {
            return Evaluator.Evaluate(claim.Expression!, scope) is not null and var subject
                ? Values.Text(subject)
                : throw new ExpressionError("A subject cannot be null");
        }
        catch (ExpressionError)
        {
            throw new OAuthError(OAuthErrors.ServerError, "The 'sub' system claim could not be evaluated.");
        }
    }

    static object? Evaluate(CustomClaim claim, ExpressionScope scope)
    {
        try
        {
            return claim.Expression is { } expression
                ? Evaluator.Evaluate(expression, scope)
                : GroupFilter.Names(claim.Seed.Groups!, scope.Groups);
        }
        catch (ExpressionError)
        {
            // The equals sign is Okta's (oidc.md 22).
            throw new OAuthError(OAuthErrors.ServerError, $"=The '{claim.Seed.Name}' user claim could not be evaluated.");
        }
    }
}
