using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>What is around every factor of the org.</summary>
sealed class Surroundings(OrgStore store, Outbox outbox, RelyingParty relyingParty)
{
    readonly FactorStore _factors = new(store);

    public Outbox Outbox => outbox;

    public FactorSurroundings Of(User user, Work work) => new(user, _factors, outbox, store.Time.GetUtcNow(), relyingParty, work);
}

/// <summary>
/// What a factor may use: the user it belongs to, the store, the outbox, the time, what the org is to an authenticator, and the work that
/// the call does.
/// </summary>
sealed record FactorSurroundings(User User, FactorStore Store, Outbox Outbox, DateTimeOffset Now, RelyingParty RelyingParty, Work Work);
