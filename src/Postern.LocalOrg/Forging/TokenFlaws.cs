using System.Text.Json;

namespace Postern.LocalOrg;

/// <summary>What there is to say about every <see cref="TokenFlaw"/>.</summary>
public static class TokenFlaws
{
    const string Refused = "401, with WWW-Authenticate: Bearer error=\"invalid_token\"";
    const string Malformed = "401 or 400";
    const string MayBeTaken = "401; no rule demands it, so taking it is told and counts for nothing";

    /// <summary>All of them, in the order of the enumeration.</summary>
    public static IReadOnlyList<ExplainedFlaw> All { get; } = [.. Enum.GetValues<TokenFlaw>().Select(Explain)];

    /// <summary>What there is to say about this one.</summary>
    public static ExplainedFlaw Of(TokenFlaw flaw) => All[(int)flaw];

    static ExplainedFlaw Explain(TokenFlaw flaw) => flaw switch
    {
        TokenFlaw.Expired => Must(
            flaw, "It expired an hour ago.", "Check exp, and allow no more than a few minutes for clocks that differ."),
        TokenFlaw.NotYetValid => Must(
            flaw, "It is not valid before an hour from now (nbf).", "Check nbf where a token has one (RFC 7519 section 4.1.5)."),
        TokenFlaw.IssuedInTheFuture => May(
            flaw, "It says that it was issued an hour from now (iat).",
            "Refuse an iat that is later than clocks may differ; RFC 7519 leaves that to you."),
        TokenFlaw.WithoutExpiry => Must(
            flaw, "It never expires: it has no exp.", "Demand exp (RFC 9068 section 2.2), as libraries do unless told otherwise."),
        TokenFlaw.WrongAudience => Must(
            flaw, "It is meant for another API.",
            "Compare aud, whole, with the audience of your authorization server: switch the check on, and name one audience."),
        TokenFlaw.WithoutAudience => Must(
            flaw, "It does not say whom it is meant for: it has no aud.",
            "Demand aud; a check that is skipped where it is absent is none."),
        TokenFlaw.WrongIssuer => Must(
            flaw, "It says that another server has issued it.",
            "Compare iss, whole, with your authorization server's issuer, not with how it begins."),
        TokenFlaw.WithoutIssuer => Must(
            flaw, "It does not say who has issued it: it has no iss.", "Demand iss; a check that is skipped where it is absent is none."),
        TokenFlaw.OtherOrg => Must(
            flaw, "It is another org's, of the same shape: anybody can make an org, and name its audience and scopes like yours.",
            "Take keys from the one issuer that you configured, never from the one that a token names."),
        TokenFlaw.OtherServersKey => Must(
            flaw, "It is signed with the key of another authorization server of the org.",
            "Take keys from your authorization server's own key set; orgs have several, for different APIs."),
        TokenFlaw.UnknownKey => Must(
            flaw, "It is signed with a key that no server publishes.", "Verify the signature by the keys that your server publishes."),
        TokenFlaw.WrongSignature => Must(
            flaw, "One bit of its signature is wrong.", "Verify the signature: decoding a token is not checking it."),
        TokenFlaw.NoSignature => Must(
            flaw, "Its signature is empty.", "Verify the signature, and take no token without one."),
        TokenFlaw.AlgNone => Must(
            flaw, "It says that it needs no signature (alg none), and has none.",
            "Name the algorithms that you take (RS256); a list of those that you do not take misses other spellings."),
        TokenFlaw.HmacWithPublicKey => Must(
            flaw, "It is signed with HS256, and the secret is your server's public key, which everybody has.",
            "Name the algorithms that you take (RS256), and never hand one key to verifiers of both kinds (RFC 8725 section 3.1)."),
        TokenFlaw.EmbeddedKey => Must(
            flaw, "It is signed with a stranger's key, which it brings along (jwk).",
            "Never take a key from the token that it is to verify (RFC 8725 section 3.10)."),
        TokenFlaw.KeyUrl => Must(
            flaw, "It is signed with a stranger's key, which lies where its header says (jku).",
            "Never fetch keys from where the token says (RFC 8725 section 3.10)."),
        TokenFlaw.IdToken => Must(
            flaw, "It is an ID token: it tells an app who signed in, and is no key to any API.",
            "Check aud: an ID token's is the app, an access token's is your API."),
        TokenFlaw.WithoutScope => new()
        {
            Flaw = flaw, Name = NameOf(flaw), Status = 403, MustBeRefused = true,
            Wrong = "It is good, and has none of the scopes that the call needs.",
            Answer = "403, with WWW-Authenticate: Bearer error=\"insufficient_scope\"",
            Fix = "Demand the scope for each operation; Okta has them in scp, an array.",
        },
        TokenFlaw.WithoutKid => May(
            flaw, "It does not say which key has signed it; one that is published has.",
            "Nothing need be done: kid is optional (RFC 7515)."),
        TokenFlaw.KidOfAnotherKey => May(
            flaw, "It names another key than the published one that has signed it.",
            "Nothing need be done: whoever tries all published keys verifies the signature all the same."),
        TokenFlaw.UnknownCritical => May(
            flaw, "Its header demands an extension that nobody knows (crit).",
            "RFC 7515 section 4.1.11 wants it refused. Many libraries do not look, and Okta issues none; nobody can forge one."),
        TokenFlaw.ExtraPart => Must(
            flaw, "It has four parts, where three are a signed token.", "Leave the taking apart to a library.", Malformed),
        TokenFlaw.EmptyPart => Must(
            flaw, "Its payload or its header is empty.", "Leave the taking apart to a library, and treat what is absent as wrong.",
            Malformed),
        _ => May(
            flaw, "It has sub twice, first somebody else's: parsers differ in which they take.",
            "RFC 7519 section 4 lets you refuse it, or take the last. See that everybody behind you takes the same one."),
    };

    static ExplainedFlaw Must(TokenFlaw flaw, string wrong, string fix, string answer = Refused) => new()
    {
        Flaw = flaw, Name = NameOf(flaw), Wrong = wrong, Answer = answer, Fix = fix, Status = 401, MustBeRefused = true,
        IsMalformed = answer == Malformed,
    };

    static ExplainedFlaw May(TokenFlaw flaw, string wrong, string fix) => new()
    {
        Flaw = flaw, Name = NameOf(flaw), Wrong = wrong, Answer = MayBeTaken, Fix = fix, Status = 401, MustBeRefused = false,
    };

    static string NameOf(TokenFlaw flaw) => JsonNamingPolicy.CamelCase.ConvertName(flaw.ToString());
}

/// <summary>A flaw in words.</summary>
public sealed record ExplainedFlaw
{
    /// <summary>Which it is.</summary>
    public required TokenFlaw Flaw { get; init; }

    /// <summary>As JSON and reports have it: <c>hmacWithPublicKey</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A sentence: what is wrong with the token.</summary>
    public required string Wrong { get; init; }

    /// <summary>What an API should answer.</summary>
    public required string Answer { get; init; }

    /// <summary>A sentence: what to do about an API that takes it.</summary>
    public required string Fix { get; init; }

    /// <summary>Of HTTP, as RFC 6750 section 3.1 has it: 401, or 403 where a scope is missing.</summary>
    public required int Status { get; init; }

    /// <summary>False: common libraries take it and no rule forbids that, so an exam only remarks on it.</summary>
    public required bool MustBeRefused { get; init; }

    /// <summary>Whether 400 is as good an answer: RFC 6750 section 3.1 has it for requests that cannot be read.</summary>
    internal bool IsMalformed { get; init; }
}
