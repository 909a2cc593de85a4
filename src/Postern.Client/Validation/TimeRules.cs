using Postern.Protocol;

namespace Postern.Client;

/// <summary>What is checked of a token's times, by our clock and with the skew that is allowed.</summary>
sealed class TimeRules(OktaClient client, Jwt token, TokenExpectations expected)
{
    readonly TimeSpan _skew = client.Options.ClockSkew;
    readonly ClockDifference _clocks = new(client, token, expected);

    /// <summary>Those that every token passes.</summary>
    public IReadOnlyList<TokenRule> All =>
    [
        TokenRule.Of(Claims.ExpiresAt, CheckExpiry),
        TokenRule.Of(Claims.IssuedAt, CheckIssue),
        TokenRule.Of(Claims.NotBefore, CheckStart),
    ];

    DateTimeOffset Now => client.Options.Time.GetUtcNow();

    public Finding CheckExpiry()
    {
        var expires = token.Time(Claims.ExpiresAt) ?? throw NoTime(Claims.ExpiresAt, "does not say when it expires");
        return expires + _skew <= Now
            ? throw token.Failed(
                Claims.ExpiresAt,
                $"expired at {expires:u}; here it is {Now:u}{_clocks.Words}",
                _clocks.HintOr("Get a new one. If it is new, set this machine's clock, or allow more ClockSkew."),
                $"after {Now:u}",
                $"{expires:u}")
            : token.Passed($"expires at {expires:u}");
    }

    Finding CheckIssue()
    {
        var issued = token.Time(Claims.IssuedAt) ?? throw NoTime(Claims.IssuedAt, "does not say when it was issued");
        return issued - _skew > Now
            ? throw token.Failed(
                Claims.IssuedAt,
                $"was issued at {issued:u}, which is in the future; here it is {Now:u}{_clocks.Words}",
                _clocks.HintOr("Set this machine's clock, or allow more ClockSkew."),
                $"before {Now:u}",
                $"{issued:u}")
            : token.Passed($"was issued at {issued:u}");
    }

    public Finding CheckStart()
    {
        if (token.Time(Claims.NotBefore) is not { } start)
            return token.Has(Claims.NotBefore)
                ? throw NoTime(Claims.NotBefore, "")
                : token.Skipped("names no moment before which it is not valid");

        return start - _skew > Now
            ? throw token.Failed(
                Claims.NotBefore,
                $"is valid from {start:u} on; here it is {Now:u}{_clocks.Words}",
                _clocks.HintOr("Set this machine's clock, or allow more ClockSkew."),
                $"before {Now:u}",
                $"{start:u}")
            : token.Passed($"is valid from {start:u} on");
    }

    // OpenID Connect Core 3.1.3.7, rule 11; the clock skew counts in the user's favour.
    public Finding CheckSignIn()
    {
        var at = token.Time(Claims.AuthenticationTime);
        if (expected.MaxAge is not { } maxAge)
            return token.Skipped(
                at is null
                    ? "does not say when the user signed in; it was not asked for"
                    : $"says that the user signed in at {at:u}; no age was asked for");

        if (at is not { } signedIn)
            throw token.Has(Claims.AuthenticationTime)
                ? NoTime(Claims.AuthenticationTime, "")
                : token.Failed(
                    Claims.AuthenticationTime,
                    "does not say when the user signed in, which max_age asks for",
                    "Whatever made this token ignores max_age: leave it out, or use another server.");

        return signedIn + maxAge + _skew < Now
            ? throw token.Failed(
                Claims.AuthenticationTime,
                $"says that the user signed in at {signedIn:u}, longer ago than was allowed",
                "Sign in again, or allow more.",
                $"after {Now - maxAge:u}",
                $"{signedIn:u}")
            : token.Passed($"says that the user signed in at {signedIn:u}");
    }

    // RFC 7519 section 2: a NumericDate is a number. Text in its place is no time, and is not guessed at where it is signed.
    TokenValidationException NoTime(string claim, string absent) =>
        token.Failed(
            claim,
            token.Has(claim) ? $"says {claim} in a way that is no number of seconds since 1970" : absent,
            TokenRules.NoServer);
}
