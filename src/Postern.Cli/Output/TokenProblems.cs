using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What is wrong with a token as far as it can be seen without keys.</summary>
static class TokenProblems
{
    // As in the client's validation: clocks may disagree by this much.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    public static IReadOnlyList<string> Find(DecodedToken token, DateTimeOffset now) =>
        [.. Signature(token), .. Times(token, now), .. Names(token)];

    static IEnumerable<string> Signature(DecodedToken token)
    {
        var algorithm = token.Header.Text("alg");
        if (!token.IsWhole)
            yield return "It is claims alone: without header and signature, nothing says who wrote them.";
        else if (algorithm is null or "none" || !token.IsSigned)
            yield return "It is not signed: anyone can write such a token.";
        else if (algorithm.StartsWith("HS", StringComparison.Ordinal))
            yield return $"It is signed with a shared secret ({algorithm}); Okta signs with a key pair (RS256).";
        else if (token.Header["kid"] is null)
            yield return "Its header names no key (kid), so a verifier cannot choose one.";
    }

    static IEnumerable<string> Times(DecodedToken token, DateTimeOffset now)
    {
        var expiresAt = token.TimeOf(Claims.ExpiresAt);
        if (expiresAt is null)
            yield return "It never expires (no exp).";
        else if (expiresAt <= now)
            yield return $"It expired {Words.Relative(expiresAt.Value, now)}.";

        if (token.TimeOf(Claims.NotBefore) is { } notBefore && notBefore > now + Skew)
            yield return $"It is not valid yet, only {Words.Relative(notBefore, now)} (nbf).";

        if (token.TimeOf(Claims.IssuedAt) is not { } issuedAt)
            yield break;

        if (issuedAt > now + Skew)
            yield return $"It was issued in the future, {Words.Relative(issuedAt, now)}: check both clocks.";

        if (expiresAt <= issuedAt)
            yield return "It expires before it was issued.";
    }

    static IEnumerable<string> Names(DecodedToken token)
    {
        if (token.Claims.Text(Claims.Issuer) is not { } issuer)
        {
            yield return "It names no issuer (iss).";
            yield break;
        }

        if (!token.Has(Claims.Audience))
            yield return "It names no audience (aud).";

        if (token.Has(Claims.ClientId) && !issuer.Contains(Paths.OAuth, StringComparison.Ordinal))
            yield return "It is an access token of the org authorization server, which only Okta can check: for an API of your own use a " +
                "custom one (postern token --auth-server).";
    }
}
