using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A kind of factor by the names that policies and the org's settings have for it: management.md 18.</summary>
/// <param name="Key">Classic Engine's: <c>okta_sms</c>.</param>
/// <param name="FactorType">As the Authentication API has it: <c>sms</c>.</param>
/// <param name="Provider">As the Authentication API has it: <c>OKTA</c>.</param>
/// <param name="Authenticator">Identity Engine's, of which it may be one method among several: <c>phone_number</c>.</param>
/// <param name="Method">Which of them: <c>sms</c>.</param>
sealed record OrgFactor(string Key, string FactorType, string Provider, string Authenticator, string Method);

/// <summary>Every kind of factor, in Okta's names.</summary>
static class OrgFactors
{
    /// <summary>Authenticators that are more than a factor: the password is none, and the other two recover one.</summary>
    public const string Password = "okta_password", Email = "okta_email", Phone = "phone_number";

    public static readonly IReadOnlyList<OrgFactor> All =
    [
        new("okta_sms", FactorTypes.Sms, "OKTA", "phone_number", "sms"),
        new("okta_call", FactorTypes.Call, "OKTA", "phone_number", "voice"),
        new("okta_email", FactorTypes.Email, "OKTA", "okta_email", "email"),
        new("okta_otp", FactorTypes.Totp, "OKTA", "okta_verify", "totp"),
        new("okta_push", FactorTypes.Push, "OKTA", "okta_verify", "push"),
        new("okta_question", FactorTypes.Question, "OKTA", "security_question", "security_question"),
        new("google_otp", FactorTypes.Totp, "GOOGLE", "google_otp", "otp"),
        new("fido_webauthn", FactorTypes.WebAuthn, "FIDO", "webauthn", "webauthn"),
        new("symantec_vip", FactorTypes.Token, "SYMANTEC", "symantec_vip", "otp"),
        new("rsa_token", FactorTypes.Token, "RSA", "rsa_token", "otp"),
        new("yubikey_token", FactorTypes.HardwareToken, "YUBICO", "yubikey_token", "otp"),
        new("hotp", FactorTypes.HmacToken, "CUSTOM", "custom_otp", "otp"),
    ];

    /// <summary>What an admin hands out; nobody sets it up.</summary>
    static readonly OrgFactor Temporary =
        new(TemporaryCodeFactor.Type, TemporaryCodeFactor.Type, TemporaryCodeFactor.Provided, "tac", "tac");

    /// <summary>Null where there is none of that key.</summary>
    public static OrgFactor? Find(string key) => All.FirstOrDefault(factor => factor.Key == key);

    /// <summary>Null where it has no name in Okta's policies.</summary>
    public static OrgFactor? Find(FactorRule rule) => Find(rule.FactorType, rule.Provider);

    /// <inheritdoc cref="Find(FactorRule)"/>
    public static OrgFactor? Find(string factorType, string provider) =>
        All.FirstOrDefault(factor => factor.FactorType == factorType && factor.Provider == provider)
            ?? (TemporaryCodeFactor.Is(factorType, provider) ? Temporary : null);

    /// <summary>Whether factors of the kind may be set up.</summary>
    public static bool IsOn(this Organization org, FactorKind kind) =>
        Find(kind.FactorType, kind.Provider) is not { } factor || org.IsOn(factor.Authenticator, factor.Method);

    public static IEnumerable<OrgFactor> OfAuthenticator(string key) => All.Where(factor => factor.Authenticator == key);
}
