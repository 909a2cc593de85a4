using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg.Html;

/// <summary>What factors are called on a page, in words that nothing else on it has.</summary>
static class FactorNames
{
    /// <summary>Each with what tells it from one before that has the same name: nothing, or a number.</summary>
    public static IEnumerable<(ShownFactor Factor, string Number)> Numbered(IReadOnlyList<ShownFactor> factors)
    {
        Dictionary<string, int> seen = [];
        foreach (var factor in factors)
        {
            var count = seen[Name(factor)] = seen.GetValueOrDefault(Name(factor)) + 1;
            yield return (factor, count == 1 ? "" : $" ({count})");
        }
    }

    /// <summary>Of one that the user has.</summary>
    public static string Name(ShownFactor factor) => factor.FactorType switch
    {
        FactorTypes.Sms => $"SMS {factor.PhoneNumber}",
        FactorTypes.Call => $"phone call {factor.PhoneNumber}",
        FactorTypes.Email => $"e-mail {factor.Email}",
        FactorTypes.Push => "Okta Verify on your phone",
        FactorTypes.Question => factor.QuestionText ?? "Security question",
        FactorTypes.WebAuthn => "your security key",
        TemporaryCodeFactor.Type => "Temporary access code",
        _ => $"Code of {Device(factor)}",
    };

    /// <summary>What a button does that has the user asked elsewhere.</summary>
    public static string Send(ShownFactor factor) => factor.FactorType switch
    {
        FactorTypes.Push => $"Send push to {Name(factor)}",
        FactorTypes.WebAuthn => $"Verify with {Name(factor)}",
        _ => $"Send code by {Channel(factor)}",
    };

    /// <summary>What is asked for then.</summary>
    public static string Sent(ShownFactor factor) => $"Code sent by {Channel(factor)}";

    /// <summary>What a button does that takes what the user has typed.</summary>
    public static string Verify(ShownFactor factor) =>
        factor.FactorType switch
        {
            FactorTypes.Question => "Verify with your answer",
            TemporaryCodeFactor.Type => "Verify with your temporary access code",
            _ => $"Verify with {Device(factor)}",
        };

    /// <summary>Of one that the user does not have yet.</summary>
    public static string SetUp(ShownFactor factor) => factor.FactorType switch
    {
        FactorTypes.Sms => "SMS",
        FactorTypes.Call => "phone call",
        FactorTypes.Email => "e-mail",
        FactorTypes.Push => "Okta Verify push",
        FactorTypes.Question => "security question",
        FactorTypes.Totp => Device(factor),
        FactorTypes.WebAuthn => "security key",
        _ => $"{factor.Provider} token",
    };

    /// <summary>Of one whose code is asked for: where it was sent counts.</summary>
    public static string BeingSetUp(ShownFactor factor) =>
        factor.FactorType is FactorTypes.Sms or FactorTypes.Call or FactorTypes.Email ? Name(factor) : SetUp(factor);

    static string Channel(ShownFactor factor) => factor.FactorType switch
    {
        FactorTypes.Sms => $"SMS to {factor.PhoneNumber}",
        FactorTypes.Call => $"phone call to {factor.PhoneNumber}",
        _ => $"e-mail to {factor.Email}",
    };

    static string Device(ShownFactor factor) => factor.FactorType is FactorTypes.Totp
        ? factor.Provider is "GOOGLE" ? "Google Authenticator" : "Okta Verify"
        : $"your {factor.Provider} token";
}
