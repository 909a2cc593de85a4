using System.Text.Json;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Explaining;

/// <summary>Where each claim comes from that a server was given, and what it is worth: worked out by <see cref="CustomClaims"/>.</summary>
sealed class ClaimReasons(CustomClaims custom)
{
    public async Task<IReadOnlyList<ExplainedClaim>> OfAsync(TokenGrant grant, string? kind, JsonElement? token)
    {
        List<ExplainedClaim> claims = [];
        foreach (var claim in await custom.ValuesAsync(grant))
        {
            var isIn = claim.Type is ClaimType.Resource ? "access token" : "ID token";
            if (kind is not null && kind != isIn && kind is not "request")
                continue;
            claims.Add(
                new()
                {
                    Name = claim.Name,
                    In = isIn,
                    From = claim.From,
                    Says = Words(claim),
                    Value = claim.Value,
                    InToken = token?.TryGetProperty(claim.Name, out var told) is true ? told : null,
                });
        }

        return claims;
    }

    static string Words(ClaimValue claim) =>
        claim.Error is { } error ? $"cannot be evaluated: {error}"
        : !claim.IsWanted ? $"is for the scopes {string.Join(' ', claim.Scopes)}"
        : claim.Value is null ? "is null, and left out"
        : claim.Type is ClaimType.Identity && !claim.IsAlways ? "is in an ID token that comes alone, and at userinfo"
        : "is in";
}
