using System.Text.Json;

namespace Postern.LocalOrg.Directory;

/// <summary>The authenticators that Okta has, and what a new org has of them: management.md 18.</summary>
static class KnownAuthenticators
{
    const string SigningMethod = """{"algorithms":["ES256","RS256"],"keyProtection":"ANY","transactionTypes":["LOGIN"]}""";
    const string NonceMethod = """{"algorithms":["ES256","RS256"],"keyProtection":"ANY","showSignInWithOV":"NEVER"}""";
    const string OneTimeMethod = """{"timeIntervalInSeconds":30,"encoding":"Base32","algorithm":"HMACSHA1","passCodeLength":6}""";

    static readonly KnownAuthenticator[] All =
    [
        new("okta_email", "email", "Email", Method("email")) { Settings = """{"allowedFor":"any","tokenLifetimeInMinutes":5}""" },
        new(
            "okta_verify", "app", "Okta Verify", Method("totp", OneTimeMethod), Method("push", SigningMethod),
            Method("signed_nonce", NonceMethod, Lifecycle.Inactive))
        {
            Settings = """
                {"compliance":{"fips":"OPTIONAL"},"channelBinding":{"style":"NUMBER_CHALLENGE","required":"NEVER"},
                 "userVerification":"PREFERRED","userVerificationMethods":["BIOMETRICS","PIN"],"appInstanceId":""}
                """,
        },
        new("okta_password", "password", "Password", Method("password")),
        new("phone_number", "phone", "Phone", Method("sms"), Method("voice")) { Settings = """{"allowedFor":"any"}""" },
        new(
            "webauthn", "security_key", "Security Key or Biometric",
            Method("webauthn", """{"userVerification":"PREFERRED","attachment":"ANY"}""")),
        new("security_question", "security_question", "Security Question", Method("security_question"))
        {
            Settings = """{"allowedFor":"any"}""",
        },
        new("google_otp", "app", "Google Authenticator", Method("otp", OneTimeMethod)) { IsAdded = true },
        new("symantec_vip", "app", "Symantec VIP", Method("otp")) { IsAdded = true },
        new("rsa_token", "security_key", "RSA SecurID", Method("otp")) { IsAdded = true },
        new("onprem_mfa", "security_key", "On-Prem MFA", Method("otp")) { IsAdded = true },
        new("yubikey_token", "security_key", "YubiKey Authenticator", Method("otp")) { IsAdded = true },
        new("custom_otp", "security_key", "Custom OTP", Method("otp")) { IsAdded = true },
        new("custom_app", "app", "Custom App", Method("push", SigningMethod)) { IsAdded = true },
        new("duo", "app", "Duo Security", Method("duo")) { IsAdded = true },
        new("external_idp", "federated", "IdP Authenticator", Method("idp")) { IsAdded = true },
        new("smart_card_idp", "federated", "Smart Card Authenticator", Method("cert")) { IsAdded = true },
        new("tac", "tac", "Temporary Access Code", Method("tac")) { IsAdded = true },
    ];

    /// <summary>Those that a new org has.</summary>
    public static IEnumerable<Authenticator> Standing(OrgSettings org) =>
        All.Where(known => !known.IsAdded).Select(known => Of(known, org.CreatedAt));

    /// <summary>One that can be added; null: there is none of that key, or every org has it.</summary>
    public static Authenticator? New(string? key, long now) =>
        Array.Find(All, known => known.Key == key && known.IsAdded) is { } found ? Of(found, now) : null;

    /// <summary>Whether or not an org has it from the beginning; null: there is none of that key.</summary>
    public static Authenticator? Find(string key, long now) =>
        Array.Find(All, known => known.Key == key) is { } found ? Of(found, now) : null;

    public static string TypeOf(string key) => Array.Find(All, known => known.Key == key)?.Type ?? "app";

    static Authenticator Of(KnownAuthenticator known, long now) => new()
    {
        Id = OktaIds.Of(OktaIds.Authenticator, known.Key), Key = known.Key, Name = known.Name, CreatedAt = now, LastUpdatedAt = now,
        Methods = known.Methods, Settings = Json(known.Settings),
    };

    static AuthenticatorMethod Method(string type, string? settings = null, Lifecycle status = Lifecycle.Active) =>
        new() { Type = type, Status = status, Settings = Json(settings) };

    static JsonElement? Json(string? text)
    {
        if (text is null)
            return null;

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    sealed record KnownAuthenticator(string Key, string Type, string Name, params IReadOnlyList<AuthenticatorMethod> Methods)
    {
        public string? Settings { get; init; }

        /// <summary>Whether an org has it only once an admin adds it.</summary>
        public bool IsAdded { get; init; }
    }
}
