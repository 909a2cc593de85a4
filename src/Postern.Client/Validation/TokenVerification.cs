using System.Text.Json;

namespace Postern.Client;

/// <summary>
/// Every check of a token with what came of it: the same checks, in the same order, that guard each token which a flow hands out.
/// </summary>
public sealed record TokenVerification
{
    /// <summary>Null where the token could not be read.</summary>
    public TokenKind? Kind { get; init; }

    /// <summary>In the order in which they were made.</summary>
    public required IReadOnlyList<TokenCheck> Checks { get; init; }

    /// <summary>The JOSE header; undefined where the token could not be read.</summary>
    public JsonElement Header { get; init; }

    /// <summary>The claims, to be believed only if <see cref="IsValid"/>; undefined where the token could not be read.</summary>
    public JsonElement Claims { get; init; }

    /// <summary>Whether no check failed.</summary>
    public bool IsValid => Checks.All(check => check.Verdict != Verdict.Failed);

    /// <summary>The verdict alone.</summary>
    public override string ToString() =>
        IsValid
            ? "valid"
            : $"invalid: {string.Join(", ", Checks.Where(check => check.Verdict == Verdict.Failed).Select(check => check.Name))}";

    internal static async Task<TokenVerification> RunAsync(
        OktaClient client, string token, TokenExpectations expectations, CancellationToken ct)
    {
        try
        {
            var kind = expectations.Kind ?? KindOf(Jwt.Read(token, "token"));
            var jwt = Jwt.Read(token, kind == TokenKind.IdToken ? Protocol.Parameters.IdToken : Protocol.Parameters.AccessToken);
            var rules = new TokenRules(client, jwt, expectations with { Kind = kind });
            var checks = await CheckAsync(kind == TokenKind.IdToken ? rules.IdToken : rules.AccessToken, ct).ConfigureAwait(false);
            return new()
            {
                Kind = kind,
                Header = jwt.Header,
                Claims = jwt.Claims,
                Checks =
                [
                    new() { Name = "format", Verdict = Verdict.Passed, Explanation = jwt.Passed("is a JSON Web Token").Explanation },
                    .. checks,
                ],
            };
        }
        catch (TokenValidationException unreadable)
        {
            return new() { Checks = [Failed(unreadable.Check, unreadable)] };
        }
    }

    static async Task<List<TokenCheck>> CheckAsync(IReadOnlyList<TokenRule> rules, CancellationToken ct)
    {
        var checks = new List<TokenCheck>();
        foreach (var rule in rules)
            checks.Add(await CheckAsync(rule, ct).ConfigureAwait(false));
        return checks;
    }

    static async Task<TokenCheck> CheckAsync(TokenRule rule, CancellationToken ct)
    {
        try
        {
            var finding = await rule.ApplyAsync(ct).ConfigureAwait(false);
            return new() { Name = rule.Name, Verdict = finding.Verdict, Explanation = finding.Explanation };
        }
        // Where the keys cannot be had there is no verdict: that exception is another one, and goes to the caller.
        catch (TokenValidationException failure) when (failure.Subject != "discovery")
        {
            return Failed(rule.Name, failure);
        }
    }

    static TokenCheck Failed(string name, TokenValidationException failure) => new()
    {
        Name = name,
        Verdict = Verdict.Failed,
        Explanation = failure.Message,
        Hint = failure.Hint,
        Expected = failure.Expected,
        Actual = failure.Actual,
    };

    // RFC 9068 section 2.1 marks access tokens; Okta's carry cid and scp, which no ID token has.
    static TokenKind KindOf(Jwt token) =>
        token.Type is "at+jwt" or "application/at+jwt"
            || token.Has(Protocol.Claims.ClientId)
            || token.Has(Protocol.Claims.Scopes)
            || token.Has(Protocol.Claims.Scope)
            || token.Has(Protocol.Claims.OAuthClientId)
            ? TokenKind.AccessToken
            : TokenKind.IdToken;
}

/// <summary>One check of a token.</summary>
public sealed record TokenCheck
{
    /// <summary>The claim or header it looked at, such as <c>aud</c>; or <c>format</c>, or <c>signature</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What came of it.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Explanation { get; init; }

    /// <summary>What to do next; null unless it failed.</summary>
    public string? Hint { get; init; }

    /// <summary>What it should have been; null unless it failed and there is a single value that is no secret.</summary>
    public string? Expected { get; init; }

    /// <summary>What it was; null unless it failed, and where it is a secret or was absent.</summary>
    public string? Actual { get; init; }
}

/// <summary>What came of one check.</summary>
public enum Verdict
{
    /// <summary>The token obeys the rule.</summary>
    Passed,

    /// <summary>The token must not be accepted.</summary>
    Failed,

    /// <summary>Nothing was asked for, or an earlier failure leaves nothing to look at.</summary>
    Skipped,
}
