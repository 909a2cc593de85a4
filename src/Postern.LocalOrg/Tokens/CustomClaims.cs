using System.Text.Json;
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
        var subject = await SubjectAsync(grant);
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

    /// <summary>Every claim that the server was given, and <c>sub</c>, which all access tokens have: from where, and its worth.</summary>
    public async Task<IReadOnlyList<ClaimValue>> ValuesAsync(TokenGrant grant)
    {
        List<ClaimValue> values = [];
        var custom = grant.Server.Claims ?? [];
        if (!custom.Any(IsSubject))
            values.Add(
                new(Claims.Subject, ClaimType.Resource, grant.User is null ? "the client's id" : "the user's login")
                {
                    Value = Json(await SubjectAsync(grant)),
                });
        var scope = custom.Count == 0 ? null : await references.ForAsync(grant);
        foreach (var claim in custom)
            values.Add(ValueOf(claim, grant.Scopes, scope!));
        return values;
    }

    /// <summary>The user's name in the app, which is the login where nobody says otherwise.</summary>
    async ValueTask<string> SubjectAsync(TokenGrant grant) => grant.User is not { } user
        ? grant.ClientId
        : await directory.FindAppAsync(grant.ClientId, CancellationToken.None) is { } app
            ? app.UserNameOf(user)
            : user.Login;

    static ClaimValue ValueOf(CustomClaim claim, IReadOnlyList<string> granted, ExpressionScope scope)
    {
        var value = new ClaimValue(claim.Seed.Name, claim.Seed.Type, claim.Source)
        {
            Scopes = claim.Seed.Scopes, IsWanted = IsSubject(claim) || claim.IsFor(granted), IsAlways = claim.Seed.AlwaysInclude,
        };
        try
        {
            return value with { Value = Json(IsSubject(claim) ? SubjectOf(claim, scope) : Evaluate(claim, scope)) };
        }
        catch (OAuthError failed)
        {
            return value with { Error = failed.Description };
        }
    }

    /// <summary>As a token would have it; null is left out.</summary>
    static JsonElement? Json(object? value)
    {
        if (value is null)
            return null;

        using var claims = new ClaimSet();
        return JsonDocument.Parse(claims.AddValue("value", value).Finish().ToArray()).RootElement.GetProperty("value");
    }

    /// <summary>
    /// The org server's only custom claim is the app's. UNCONFIRMED (oidc.md 10.1): also in a thin token; the documents conflict.
    /// </summary>
    async Task AddOrgGroupsAsync(ClaimSet claims, TokenGrant grant)
    {
        if (grant.User is not { } user || !grant.Scopes.Contains(Scopes.Groups)
            || await directory.FindAppAsync(grant.ClientId, CancellationToken.None) is not { } app)
            return;

        var name = app.GroupsClaimName ?? Scopes.Groups;
        if (app.GroupsExpression is { } text)
            claims.AddValue(name, Evaluate(name, () => Expression.Parse(text), await references.ForAsync(grant)));
        else if (app.GroupsClaim is { } filter)
            claims.AddValue(
                name, GroupFilter.Names(filter, ClaimGroups.Of(await directory.GroupsOfAsync(user, CancellationToken.None))));
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
            throw new OAuthError(OAuthErrors.ServerError, "The 'sub' system claim could not be evaluated.") { Claim = Claims.Subject };
        }
    }

    static object? Evaluate(CustomClaim claim, ExpressionScope scope) => claim.Expression is { } expression
        ? Evaluate(claim.Seed.Name, () => expression, scope)
        : GroupFilter.Names(claim.Seed.Groups!, scope.Groups);

    static object? Evaluate(string name, Func<Expression> expression, ExpressionScope scope)
    {
        try
        {
            return Evaluator.Evaluate(expression(), scope);
        }
        catch (ExpressionError)
        {
            // The equals sign is Okta's (oidc.md 22).
            throw new OAuthError(OAuthErrors.ServerError, $"=The '{name}' user claim could not be evaluated.") { Claim = name };
        }
    }
}

/// <summary>A claim, where it is from, and what it is worth.</summary>
sealed record ClaimValue(string Name, ClaimType Type, string From)
{
    /// <summary>Those that it needs one of; none: it is always there.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Whether it is there for what was granted.</summary>
    public bool IsWanted { get; init; } = true;

    /// <summary>Whether an ID token has it also beside an access token.</summary>
    public bool IsAlways { get; init; }

    public JsonElement? Value { get; init; }

    /// <summary>Why it has no value; null where that is none.</summary>
    public string? Error { get; init; }
}
