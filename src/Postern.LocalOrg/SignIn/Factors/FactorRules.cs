using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Directory.Rules;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>What Okta would refuse of a factor, and of a policy that names one.</summary>
static class FactorRules
{
    public static IEnumerable<Fault> Check(Factor factor)
    {
        if (FactorKinds.Find(factor.FactorType, factor.Provider) is null)
            yield return new("factorType", $"'{factor.FactorType}' of '{factor.Provider}' is no factor of Okta's. There are [{Kinds}].");
        if (factor is { FactorType: FactorTypes.WebAuthn } and not { CredentialId: not null, PublicKey: not null })
            yield return new(
                "credentialId", "and 'publicKey' must be specified for a webauthn factor: give both, or have the user enroll it.");
        if (factor is { FactorType: FactorTypes.Totp, Secret: { } seed } && !IsBase32(seed))
            yield return new("secret", "is not in Base32 (RFC 4648 section 6): letters A to Z and digits 2 to 7.");
    }

    public static IEnumerable<Fault> Check(FactorRule rule)
    {
        if (FactorKinds.Find(rule.FactorType, rule.Provider) is null)
            yield return new("factorType", $"'{rule.FactorType}' of '{rule.Provider}' is no factor of Okta's. There are [{Kinds}].");
    }

    static string Kinds => string.Join(", ", FactorKinds.All.Select(kind => $"{kind.FactorType} of {kind.Provider}"));

    static bool IsBase32(string seed)
    {
        try
        {
            return Base32.Decode(seed).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
