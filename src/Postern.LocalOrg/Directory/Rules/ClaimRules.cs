using Postern.LocalOrg.Expressions;

namespace Postern.LocalOrg.Directory.Rules;

/// <summary>What Okta would refuse of a claim: api-access-management.md 9.</summary>
static class ClaimRules
{
    /// <summary>
    /// Of every token; api-access-management.md 9 ends its list with an ellipsis, RFC 7519, RFC 7800 and OpenID Connect Core end ours.
    /// </summary>
    static readonly string[] Reserved =
    [
        "acr", "amr", "at_hash", "aud", "auth_time", "azp", "c_hash", "cid", "cnf", "exp", "iat", "idp", "iss", "jti", "nbf", "nonce",
        "scp", "sid", "uid", "ver",
    ];

    // UNCONFIRMED (api-access-management.md 9): what an ID token says by its scopes is not said twice.
    static readonly string[] OfIdentity =
    [
        "sub", "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
        "gender", "birthdate",
        "zoneinfo", "locale", "updated_at", "email", "email_verified", "phone_number", "phone_number_verified", "address",
    ];

    public static IEnumerable<Fault> Check(OAuth2Claim claim, CustomAuthorizationServer server)
    {
        foreach (var fault in OfName("name", claim.Name, claim.Type))
            yield return fault;
        if ((claim.Expression is null) == (claim.Groups is null))
            yield return new("expression", "a claim needs an expression or a group filter, and not both.");
        if (claim is { Name: Protocol.Claims.Subject, Expression: null })
            yield return new("groups", "cannot be 'sub': one value names the subject, and groups do not.");
        foreach (var (number, scope) in claim.Scopes.Index())
            if (!ReservedScopes.Contains(scope) && server.Scopes.All(custom => custom.Name != scope))
                yield return new($"scopes[{number}]", $"'{scope}' is no scope of this server.");
        foreach (var fault in Expressible(claim))
            yield return fault;
    }

    /// <summary>A token has each of its members once.</summary>
    public static IEnumerable<Fault> OfName(string member, string name, ClaimType type)
    {
        if (Reserved.Contains(name) || (type is ClaimType.Identity && OfIdentity.Contains(name)))
            yield return new(member, $"'{name}' is Okta's own. Choose another name.");
        if (name.Length is 0)
            yield return new(member, "cannot be left blank.");
    }

    public static IEnumerable<Fault> OfPattern(GroupPattern groups)
    {
        if (groups.Match is GroupMatch.Regex && Failure(() => Evaluator.WholeMatch("", groups.Value)) is { } wrong)
            yield return new("value", $"cannot be evaluated: {wrong}.");
    }

    public static IEnumerable<Fault> OfExpression(string member, string text)
    {
        if (Failure(() => Expression.Parse(text)) is { } wrong)
            yield return new(member, $"cannot be evaluated: {wrong}.");
    }

    static IEnumerable<Fault> Expressible(OAuth2Claim claim)
    {
        foreach (var fault in claim.Expression is { } text ? OfExpression("expression", text) : [])
            yield return fault;
        foreach (var fault in claim.Groups is { } groups ? OfPattern(groups) : [])
            yield return fault.Within("groups");
    }

    static string? Failure(Action evaluate)
    {
        try
        {
            evaluate();
            return null;
        }
        catch (ExpressionError wrong)
        {
            return wrong.Message;
        }
    }
}
