using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>What to do next, for whoever has flags and no library: which flag answers what Okta asked for.</summary>
static class FlagHints
{
    /// <summary>
    /// What the library's sentences name, and the flag that sets it; where there is none, the sentence is of no use here.
    /// </summary>
    public static IReadOnlyList<(string Member, string? Flag)> Members { get; } =
    [
        ("ClockSkew", "--clock-skew"),
        ("MaxRateLimitWait", "--max-wait"),
        ("OktaClientOptions.DPoPKey", "--dpop-key"),
        ("AllowAutoRedirect", null),
        ("CreateHandler", null),
        ("HttpClient", null),
        ("FactorOrder", "--factor"),
        ("RecognizesFederatedUsers = false", "--ignore-routing"),
        ("MaxResponseBytes", null),
        ("MaxResponseHeadersLength", null),
        ("OktaClientOptions.Time", null),
        ("SignInOptions.Via", "--via"),
        ("RecordingHandler", "--record"),
        ("LocalOrgOptions.MovesOrg", "--move-org"),
    ];

    public static string For(OktaException exception, VerbFlags flags) => Own(exception, flags) ?? InFlags(exception.Hint);

    /// <summary>The library's words for somebody who has the command.</summary>
    public static string InFlags(string words)
    {
        var sentences = words.Split(". ")
            .Where(sentence => !Members.Any(named => named.Flag is null && sentence.Contains(named.Member, StringComparison.Ordinal)))
            .ToList();
        var told = sentences.Count is 0 ? words : $"{string.Join(". ", sentences).TrimEnd('.')}.";
        return Members.Where(named => named.Flag is not null)
            .Aggregate(told, (text, named) => text.Replace(named.Member, named.Flag, StringComparison.Ordinal));
    }

    // Null where the library's own hint says it.
    static string? Own(OktaException exception, VerbFlags flags) => exception switch
    {
        AuthnException refused => Own(refused),
        OAuthException { Error: OAuthErrors.MfaRequired } required =>
            $"{Flag(FactorTypes.Totp)} {Flag(FactorTypes.Push)} {Flag(FactorTypes.Sms)} {InFlags(required.Hint)}",
        IdxException { Failure: IdxFailure.Unanswered } refused => Own(refused),
        OAuthException refused when flags.Has("--dpop") && IsAboutProof(refused) =>
            "--dpop binds the tokens to a new key; --dpop-key REF takes the one that the code or token is bound to. If one was given, " +
            "see that this machine's clock is right.",
        OAuthException refused when flags.Has("--dpop-key") && IsAboutProof(refused) =>
            "--dpop-key REF gives the key that the token is bound to. If it was given, see that this machine's clock is right.",
        TokenValidationException { Subject: "userinfo", Check: Claims.Audience } when flags.Has("--client-id") =>
            "The answer came signed, for one app: --client-id names it. What 'postern token' printed names it by itself.",
        { StatusCode: 407 } =>
            "The proxy wants a user and password: give them in the variable that names it, as in " +
            "HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
        _ => null,
    };

    static bool IsAboutProof(OAuthException refused) =>
        refused.Error is OAuthErrors.InvalidDpopProof || refused.ErrorDescription?.Contains("DPoP", StringComparison.Ordinal) is true;

    static string? Own(AuthnException refused) => refused.Transaction switch
    {
        AuthnTransaction.MfaRequired =>
            $"{string.Join(" ", refused.Transaction.Factors.Select(factor => Flag(factor.FactorType)).OfType<string>().Distinct())} " +
            $"{InFlags(refused.Hint)}".Trim(),
        AuthnTransaction.MfaEnroll => $"--enroll-totp FILE enrolls one-time passwords and keeps their seed. {InFlags(refused.Hint)}",
        AuthnTransaction.MfaChallenge { FactorResult: FactorResults.Rejected } =>
            "Whoever holds the phone said no. Run it again and approve the push, or take another factor with --factor TYPE.",
        AuthnTransaction.MfaChallenge when refused.Factor?.FactorType is FactorTypes.Push =>
            "Run it again with the phone at hand, or take another factor with --factor TYPE.",
        AuthnTransaction.PasswordExpired => $"--new-password REF changes it. {InFlags(refused.Hint)}",
        _ => null,
    };

    static string? Own(IdxException refused) => refused.Transaction switch
    {
        _ when refused.Factor?.FactorType is FactorTypes.Push && refused.Factors.Count == 1 =>
            $"{Flag(FactorTypes.Push)} Have the phone at hand, or take another factor with --factor TYPE.",
        _ when refused.Factors.Count > 0 =>
            $"{string.Join(" ", refused.Factors.Select(factor => Flag(factor.FactorType)).OfType<string>().Distinct())} " +
            $"{InFlags(refused.Hint)}".Trim(),
        _ when refused.Transaction.Find(IdxStepKind.SelectEnrollment) is not null =>
            $"--enroll-totp FILE enrolls one-time passwords and keeps their seed. {InFlags(refused.Hint)}",
        _ when refused.Transaction.Find(IdxStepKind.Reenroll) is not null => $"--new-password REF changes it. {InFlags(refused.Hint)}",
        _ => null,
    };

    static string? Flag(string factorType) => factorType switch
    {
        FactorTypes.Totp => "--totp-secret REF gives the seed of the one-time passwords.",
        FactorTypes.Question => "--answer REF answers the question.",
        FactorTypes.Push => "--factor push sends a push and waits for it.",
        FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email or FactorTypes.Token or FactorTypes.HardwareToken
            or FactorTypes.HmacToken =>
            "--mfa-code REF or --mfa-code 'cmd:COMMAND' fetches the code that is sent or shown.",
        _ => null,
    };
}
