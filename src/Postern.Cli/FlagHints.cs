using Postern.Client;
using Postern.Protocol;

namespace Postern.Cli;

/// <summary>Which flag answers what Okta asked for.</summary>
static class FlagHints
{
    /// <summary>Null where the library's own hint says it.</summary>
    public static string? For(OktaException exception) => exception switch
    {
        AuthnException refused => For(refused),
        OAuthException refused when refused.Error is OAuthErrors.InvalidDpopProof || refused.ErrorDescription?.Contains("DPoP", StringComparison.Ordinal) is true => "--dpop binds the tokens to a new key; --dpop-key REF takes the one that the code or token is bound to. If one was given, see that this machine's clock is right.",
        TokenValidationException { Subject: "userinfo", Check: Claims.Audience } => "The answer came signed, for one app: --client-id names it. What 'postern token' printed names it by itself.",
        _ => null,
    };

    static string? For(AuthnException refused) => refused.Transaction switch
    {
        AuthnTransaction.MfaRequired => $"{string.Join(" ", refused.Transaction.Factors.Select(factor => Flag(factor.FactorType)).OfType<string>().Distinct())} {refused.Hint}".Trim(),
        AuthnTransaction.MfaEnroll => $"--enroll-totp FILE enrolls one-time passwords and keeps their seed. {refused.Hint}",
        AuthnTransaction.PasswordExpired => $"--new-password REF changes it. {refused.Hint}",
        _ => null,
    };

    static string? Flag(string factorType) => factorType switch
    {
        FactorTypes.Totp => "--totp-secret REF gives the seed of the one-time passwords.",
        FactorTypes.Question => "--answer REF answers the question.",
        FactorTypes.Push => "--factor push sends a push and waits for it.",
        FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email or FactorTypes.Token or FactorTypes.HardwareToken or FactorTypes.HmacToken =>
            "--mfa-code REF or --mfa-code 'cmd:COMMAND' fetches the code that is sent or shown.",
        _ => null,
    };
}
