using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.Protocol;

namespace Postern.LocalOrg;

/// <summary>What a seed's factors become in the store.</summary>
static class SeededFactors
{
    /// <summary>Stable ids: the user's own, behind the kind's three letters; a second of one kind differs by its number.</summary>
    public static IEnumerable<Factor> Of(SeedUser user, SeedHashes hashes) => All(user).Index().Select(factor =>
    {
        var kind = FactorKinds.Find(factor.Item.FactorType, factor.Item.Provider)!;
        var id = factor.Index == 0 && user.Id.Length > OktaIds.User.Length
            ? kind.Prefix + user.Id[OktaIds.User.Length..]
            : OktaIds.Of(kind.Prefix, user.Id, $"{factor.Index}");
        return Stored(factor.Item, user) with
        {
            Id = id,
            AnswerHash = factor.Item.FactorType is FactorTypes.Question ? hashes.OfAnswer(factor.Item.Secret ?? "") : null,
        };
    });

    /// <summary>Whether two seeds of one user come to the same factors.</summary>
    public static bool AreSame(SeedUser one, SeedUser other) =>
        All(one).SequenceEqual(All(other)) && one.Phone == other.Phone && (one.Email ?? one.Login) == (other.Email ?? other.Login);

    public static SeedFactor Totp(string secret) => new() { FactorType = FactorTypes.Totp, Secret = secret };

    /// <summary>Two of one kind differ in something, such as the phone.</summary>
    static IEnumerable<SeedFactor> All(SeedUser user) =>
        (user.TotpSecret is { } secret ? user.Factors.Prepend(Totp(secret)) : user.Factors).Distinct();

    /// <summary>Without an id, and without the hash of an answer, which takes its time.</summary>
    public static Factor Stored(SeedFactor seed, SeedUser user) => new()
    {
        Id = "", FactorType = seed.FactorType, Provider = seed.Provider, ShowsNumber = seed.ShowsNumber,
        CredentialId = seed.FactorType is FactorTypes.WebAuthn ? seed.CredentialId : user.Login, PublicKey = seed.PublicKey,
        Secret = seed.FactorType is FactorTypes.Question ? null : seed.Secret,
        Question = seed.FactorType is FactorTypes.Question ? seed.Question : null,
        PhoneNumber = seed.FactorType is FactorTypes.Sms or FactorTypes.Call ? seed.PhoneNumber ?? user.Phone ?? "+15550100142" : null,
        Email = seed.FactorType is FactorTypes.Email ? user.Email ?? user.Login : null,
    };
}
