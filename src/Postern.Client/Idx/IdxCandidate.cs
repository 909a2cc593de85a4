using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// An authenticator's method, with the name that it has as a factor of the Authentication API: the same answers answer it there and here.
/// </summary>
sealed record IdxCandidate(AuthnFactor Factor, IdxOption Option, string? Method)
{
    const string Password = "password";

    public bool IsPassword => Factor.FactorType is Password;

    /// <summary>Every method of everything that a step lets choose.</summary>
    public static List<IdxCandidate> Of(IdxTransaction open, IdxStep step) =>
    [
        .. step.Options.SelectMany(option => MethodsOf(option).Select(
            method => new IdxCandidate(FactorOf(EnrolledOf(open, option), option, method), option, method))),
    ];

    // Of one that has but one, which goes without saying, there is one candidate all the same.
    static IReadOnlyList<string?> MethodsOf(IdxOption option) => option.Methods is [] ? [null] : [.. option.Methods];

    /// <summary>Of the authenticator that is asked now.</summary>
    public static AuthnFactor Asked(IdxTransaction open)
    {
        var asked = open.Authenticator;
        var method = asked?.Methods is [var only] ? only : open.Find(IdxStepKind.ChallengePoll) is null ? null : "push";
        var (type, provider) = KindOf(asked?.Key, method ?? MethodAskedFor(open));
        return new()
        {
            Id = asked?.Id, FactorType = type, Provider = provider, VendorName = provider,
            Profile = asked is null ? default : ProfileOf(asked),
        };
    }

    // A phone may be asked by either method: the form does not say which. What Okta Verify is asked to type is its code.
    static string? MethodAskedFor(IdxTransaction open) =>
        open.Authenticator?.Key is "okta_verify" && open.Find(IdxStepKind.Challenge) is not null ? "totp" : null;

    static IdxAuthenticator? EnrolledOf(IdxTransaction open, IdxOption option) =>
        open.Enrollments.FirstOrDefault(enrolled => enrolled.Id is not null && enrolled.Id == option.Authenticator?.Id)
            ?? open.Enrollments.FirstOrDefault(enrolled => enrolled.Key == option.Authenticator?.Key) ?? option.Authenticator;

    static AuthnFactor FactorOf(IdxAuthenticator? enrolled, IdxOption option, string? method)
    {
        var known = option.Authenticator ?? enrolled;
        var (type, provider) = KindOf(known?.Key, method ?? (known?.Methods is [var only] ? only : null));
        return new()
        {
            Id = enrolled?.Id ?? option.Id, FactorType = type, Provider = provider, VendorName = provider,
            Profile = enrolled is null ? default : ProfileOf(enrolled),
        };
    }

    /// <summary>idx.md 4.4, authn.md 7: which factor an authenticator's method is.</summary>
    static (string Type, string Provider) KindOf(string? key, string? method) => (key, method) switch
    {
        ("okta_password", _) or (_, Password) => (Password, "OKTA"),
        ("okta_email", _) => (FactorTypes.Email, "OKTA"),
        ("phone_number", "voice") => (FactorTypes.Call, "OKTA"),
        ("phone_number", _) => (FactorTypes.Sms, "OKTA"),
        ("security_question", _) => (FactorTypes.Question, "OKTA"),
        ("google_otp", _) => (FactorTypes.Totp, "GOOGLE"),
        ("okta_verify", "totp" or "otp") => (FactorTypes.Totp, "OKTA"),
        ("okta_verify", "push" or null) => (FactorTypes.Push, "OKTA"),
        ("custom_app", "push" or null) => (FactorTypes.Push, "CUSTOM"),
        ("webauthn", _) => (FactorTypes.WebAuthn, "FIDO"),
        ("symantec_vip", _) => (FactorTypes.Token, "SYMANTEC"),
        ("rsa_token", _) => (FactorTypes.Token, "RSA"),
        ("onprem_mfa", _) => (FactorTypes.Token, "DEL_OATH"),
        ("yubikey_token", _) => (FactorTypes.HardwareToken, "YUBICO"),
        ("custom_otp", _) => (FactorTypes.HmacToken, "CUSTOM"),
        _ => (OfMethod(method) ?? key ?? "unnamed", "OKTA"),
    };

    static string? OfMethod(string? method) => method switch
    {
        "sms" => FactorTypes.Sms,
        "voice" => FactorTypes.Call,
        "totp" or "otp" => FactorTypes.Totp,
        "security_question" => FactorTypes.Question,
        var other => other,
    };

    /// <summary>In the Authentication API's members, for whoever shows it.</summary>
    static JsonElement ProfileOf(IdxAuthenticator authenticator)
    {
        var question = authenticator.ContextualData.Member("enrolledQuestion") is { ValueKind: JsonValueKind.Object } asked
            ? asked
            : authenticator.Profile;
        JsonObject? told = (question.Text("question"), authenticator.Profile.Text("deviceName")) switch
        {
            ({ } text, _) => new() { ["question"] = question.Text("questionKey"), ["questionText"] = ForeignWords.Of(text) },
            (_, { } device) => new() { ["name"] = device },
            _ => null,
        };
        return told is null ? authenticator.Profile : JsonElement.Parse(told.ToJsonString());
    }
}
