using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>What a seed's factors become in the store.</summary>
static class SeededFactors
{
    public static IEnumerable<Factor> Of(SeedUser user)
    {
        // Stable ids: the user's own, behind the kind's three letters; a second of one kind differs in its last characters.
        var number = 0;
        foreach (var seed in All(user))
        {
            var kind = FactorKinds.Find(seed.FactorType, seed.Provider)
                ?? throw new ArgumentException($"The seed gives {user.Login} a factor that is none of Okta's: {seed}.", nameof(user));
            if (seed is { FactorType: FactorTypes.WebAuthn } and not { CredentialId: not null, PublicKey: not null })
                throw new ArgumentException($"The seed gives {user.Login} a webauthn factor without CredentialId and PublicKey: give both, or have the user enroll it.", nameof(user));
            yield return Stored(seed, user) with { Id = number == 0 ? kind.Prefix + user.Id[3..] : $"{kind.Prefix}{user.Id[3..^2]}{number:00}" };
            number++;
        }
    }

    static IEnumerable<SeedFactor> All(SeedUser user) =>
        user.TotpSecret is { } secret ? user.Factors.Prepend(new() { FactorType = FactorTypes.Totp, Secret = secret }) : user.Factors;

    static Factor Stored(SeedFactor seed, SeedUser user) => new()
    {
        Id = "", FactorType = seed.FactorType, Provider = seed.Provider, ShowsNumber = seed.ShowsNumber,
        CredentialId = seed.FactorType is FactorTypes.WebAuthn ? seed.CredentialId : user.Login, PublicKey = seed.PublicKey,
        Secret = seed.FactorType is FactorTypes.Question ? null : seed.Secret,
        AnswerHash = seed.FactorType is FactorTypes.Question ? Passwords.HashAnswer(seed.Secret ?? "") : null,
        Question = seed.FactorType is FactorTypes.Question ? seed.Question : null,
        PhoneNumber = seed.FactorType is FactorTypes.Sms or FactorTypes.Call ? seed.PhoneNumber ?? user.Phone ?? "+15550100142" : null,
        Email = seed.FactorType is FactorTypes.Email ? user.Email ?? user.Login : null,
    };
}
