using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>
/// Factors by the names that <c>enroll_amr_values</c> has for them. UNCONFIRMED (oidc.md 3): which there are; security keys need a script,
/// which the hosted pages do not have.
/// </summary>
static class Authenticators
{
    static readonly Dictionary<string, (string FactorType, string Provider)[]> Known = new(StringComparer.Ordinal)
    {
        ["kba"] = [(FactorTypes.Question, "OKTA")], ["sms"] = [(FactorTypes.Sms, "OKTA")], ["tel"] = [(FactorTypes.Call, "OKTA")],
        ["email"] = [(FactorTypes.Email, "OKTA")],
        ["okta_verify"] = [(FactorTypes.Push, "OKTA"), (FactorTypes.Totp, "OKTA")], ["google_otp"] = [(FactorTypes.Totp, "GOOGLE")],
        ["otp"] = [(FactorTypes.HmacToken, "CUSTOM")],
    };

    public static bool IsKnown(string name) => Known.ContainsKey(name);

    public static bool Covers(string name, FactorRule rule) => Known[name].Contains((rule.FactorType, rule.Provider));

    public static bool IsEnrolled(string name, IEnumerable<Factor> enrolled) =>
        enrolled.Any(factor => Known[name].Contains((factor.FactorType, factor.Provider)));
}
