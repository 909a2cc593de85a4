using Microsoft.IdentityModel.Tokens;
using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>Which of the org's tokens an application takes, and by which clock.</summary>
static class OrgTokens
{
    /// <summary>
    /// The authorization server of an audience that the application takes; where it names none, the one that its authority names, or the
    /// first. Null where the org has none of that audience.
    /// </summary>
    public static string? IssuerFor(TestOrg org, string? authority, IReadOnlyList<string> audiences)
    {
        var servers = org.LocalOrg.Seed.AuthorizationServers;
        if (audiences.Count > 0)
            return servers.Where(server => audiences.Contains(server.Audience)).OrderByDescending(server => IsNamed(org, server, authority))
                .Select(server => org.IssuerOf(server)).FirstOrDefault();

        return servers.FirstOrDefault(server => IsNamed(org, server, authority)) is { } named ? org.IssuerOf(named)
            : authority is not null && !authority.Contains("/oauth2/", StringComparison.Ordinal) ? org.Url
            : org.Issuer;
    }

    /// <summary>Issuers that the application spells out become the org's; rules of its own stay.</summary>
    public static void Take(TokenValidationParameters parameters, string issuer, TimeProvider clock)
    {
        if (parameters.ValidIssuer is not null)
            parameters.ValidIssuer = issuer;
        if (parameters.ValidIssuers is not null)
            parameters.ValidIssuers = [issuer];
        parameters.LifetimeValidator ??= (from, until, _, rules) => IsAlive(from, until, rules, clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>As the library judges it by the system's clock: the same exceptions, which become the same words in an answer.</summary>
    static bool IsAlive(DateTime? from, DateTime? until, TokenValidationParameters rules, DateTime now)
    {
        if (!rules.ValidateLifetime)
            return true;
        if (until is null && rules.RequireExpirationTime)
            throw new SecurityTokenNoExpirationException("The token has no expiration.");
        if (from > until)
            throw new SecurityTokenInvalidLifetimeException("The token ends before it begins.") { NotBefore = from, Expires = until };
        if (from > now + rules.ClockSkew)
            throw new SecurityTokenNotYetValidException("The token is not valid yet.") { NotBefore = from.Value };
        if (until < now - rules.ClockSkew)
            throw new SecurityTokenExpiredException("The token has expired.") { Expires = until.Value };
        return true;
    }

    static bool IsNamed(TestOrg org, SeedAuthorizationServer server, string? authority) =>
        authority?.TrimEnd('/') is { } url
            && (url == org.IssuerOf(server) || url.EndsWith($"/oauth2/{server.Id}", StringComparison.Ordinal));
}
