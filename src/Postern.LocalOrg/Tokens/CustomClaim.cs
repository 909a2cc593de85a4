using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Expressions;

namespace Postern.LocalOrg.Tokens;

/// <summary>A seeded claim, its expression parsed.</summary>
sealed record CustomClaim(OAuth2Claim Seed, Expression? Expression)
{
    /// <summary>Null where there is none: then nobody need ask.</summary>
    public static IReadOnlyList<CustomClaim>? Of(CustomAuthorizationServer server) =>
        server.Claims.Where(claim => claim.IsActive).Select(Of).ToList() is { Count: > 0 } claims ? claims : null;

    /// <summary>Okta's <c>conditions.scopes</c>.</summary>
    public bool IsFor(IReadOnlyList<string> granted) => Seed.Scopes.Count == 0 || Seed.Scopes.Any(granted.Contains);

    /// <summary>As an admin wrote it.</summary>
    public string Source => Seed.Expression ?? $"groups, {Seed.Groups!.Match} '{Seed.Groups.Value}'";

    static CustomClaim Of(OAuth2Claim seed) => new(seed, seed.Expression is { } text ? Expressions.Expression.Parse(text) : null);
}
