using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>Every kind of factor that the org knows.</summary>
static class FactorKinds
{
    /// <summary>Those that people set up, policies name and seeds have: not what an admin hands out.</summary>
    public static readonly FactorKind[] All =
    [
        new TotpFactor("OKTA", "ost"), new TotpFactor("GOOGLE", "uft"), new QuestionFactor(), new PushFactor(), new WebAuthnFactor(),
        new CodeFactor(FactorTypes.Sms, "sms", "sms", digits: 6), new CodeFactor(FactorTypes.Call, "clf", "tel", digits: 5),
        new CodeFactor(FactorTypes.Email, "emf", "email", digits: 6),
        new FixedCodeFactor(FactorTypes.Token, "RSA", "rsa"), new FixedCodeFactor(FactorTypes.Token, "SYMANTEC", "ufv"),
        new FixedCodeFactor(FactorTypes.HardwareToken, "YUBICO", "ykf"), new FixedCodeFactor(FactorTypes.HmacToken, "CUSTOM", "hot"),
    ];

    /// <summary>Null: it is none of those.</summary>
    public static FactorKind? Find(string? factorType, string? provider) =>
        Array.Find(All, kind => kind.FactorType == factorType && kind.Provider == provider);

    public static FactorKind Of(Factor factor) => TemporaryCodeFactor.Is(factor.FactorType, factor.Provider)
        ? TemporaryCodeFactor.Kind
        : Find(factor.FactorType, factor.Provider)
            ?? throw new InvalidOperationException($"The store holds a factor of no kind that this version knows: {factor}.");
}
