using System.Text.Json.Nodes;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;

namespace Postern.LocalOrg.Idx;

/// <summary>Authenticators as Identity Engine has them, several factors of the Authentication API being one: idx.md 4.4.</summary>
sealed class IdxAuthenticators(OrgDirectory directory)
{
    static readonly Dictionary<string, (string Type, string Name)> Known = new(StringComparer.Ordinal)
    {
        [OrgFactors.Password] = ("password", "Password"), [OrgFactors.Email] = ("email", "Email"),
        [OrgFactors.Phone] = ("phone", "Phone"), ["security_question"] = ("security_question", "Security Question"),
        ["google_otp"] = ("app", "Google Authenticator"), ["okta_verify"] = ("app", "Okta Verify"),
        ["webauthn"] = ("security_key", "Security Key or Biometric"), ["symantec_vip"] = ("app", "Symantec VIP"),
        ["rsa_token"] = ("security_key", "RSA SecurID"), ["yubikey_token"] = ("security_key", "YubiKey Authenticator"),
        ["custom_otp"] = ("security_key", "Custom OTP"), ["tac"] = ("tac", "Temporary Access Code"),
    };

    static readonly Dictionary<string, string> Keys = Known.Keys.ToDictionary(IdOf, StringComparer.Ordinal);

    static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["sms"] = "SMS", ["voice"] = "Voice call", ["push"] = "Get a push notification", ["totp"] = "Enter a code",
    };

    public static string IdOf(string key) => OktaIds.Of(OktaIds.Authenticator, key);

    /// <summary>Null where there is none of that id.</summary>
    public static string? KeyOf(string? id) => id is null ? null : Keys.GetValueOrDefault(id);

    public static string LabelOf(string method) => Labels.GetValueOrDefault(method, method);

    public string NameOf(string key) =>
        directory.Org.Authenticators.FirstOrDefault(changed => changed.Key == key)?.Name ?? Known[key].Name;

    /// <summary>The members that every one of them ends with.</summary>
    public JsonObject Complete(JsonObject begun, string key, string id, IEnumerable<string> methods)
    {
        begun["type"] = Known[key].Type;
        begun["key"] = key;
        begun["id"] = id;
        begun["displayName"] = NameOf(key);
        begun["methods"] = new JsonArray([.. methods.Select(method => new JsonObject { ["type"] = method })]);
        return begun;
    }

    public JsonObject Of(string key, IEnumerable<string> methods) => Complete([], key, IdOf(key), methods);

    /// <summary>In the order of their names, as Okta lists them.</summary>
    public IReadOnlyList<Offered> Offer(IEnumerable<Factor> factors, bool withPassword) =>
    [
        .. factors.Select(factor => (Factor: factor, Kind: OrgFactors.Find(factor.FactorType, factor.Provider)!))
            .GroupBy(each => each.Kind.Authenticator)
            .Select(each => new Offered(
                each.Key, [.. each.Select(one => one.Kind.Method).Distinct().Order(StringComparer.Ordinal)],
                [.. each.Select(one => one.Factor)]))
            .Concat(withPassword ? [new Offered(OrgFactors.Password, ["password"], [])] : [])
            .OrderBy(each => NameOf(each.Key), StringComparer.Ordinal),
    ];

    /// <summary>Those that may be set up and are not.</summary>
    public IReadOnlyList<Offered> Offer(IEnumerable<FactorRule> rules) =>
    [
        .. rules.Select(rule => OrgFactors.Find(rule)).OfType<OrgFactor>()
            .GroupBy(kind => kind.Authenticator)
            .Select(each => new Offered(each.Key, [.. each.Select(kind => kind.Method).Order(StringComparer.Ordinal)], []))
            .OrderBy(each => NameOf(each.Key), StringComparer.Ordinal),
    ];
}

/// <summary>An authenticator that may be chosen, with those of the user's factors that are it.</summary>
sealed record Offered(string Key, IReadOnlyList<string> Methods, IReadOnlyList<Factor> Factors);
