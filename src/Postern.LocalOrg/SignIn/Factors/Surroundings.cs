using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>What is around every factor of the org.</summary>
sealed class Surroundings(OrgStore store, Outbox outbox, RelyingParty relyingParty)
{
    readonly FactorStore _factors = new(store);

    public Outbox Outbox => outbox;

    /// <inheritdoc cref="FactorSurroundings.Telephony"/>
    public Telephony? Telephony { get; init; }

    public FactorSurroundings Of(User user, Work work) =>
        new(user, _factors, outbox, store.Time.GetUtcNow(), relyingParty, work) { Telephony = Telephony };
}

/// <summary>
/// What a factor may use: the user it belongs to, the store, the outbox, the time, what the org is to an authenticator, and the work that
/// the call does.
/// </summary>
sealed record FactorSurroundings(User User, FactorStore Store, Outbox Outbox, DateTimeOffset Now, RelyingParty RelyingParty, Work Work)
{
    /// <summary>Of the sign-in that a link in a mail is to lead back to; null: none can be.</summary>
    public string? StateToken { get; init; }

    /// <summary>Who takes messages and calls besides the outbox; null: nobody.</summary>
    public Telephony? Telephony { get; init; }

    /// <summary>What a security key is to sign, where that is settled; null: something new.</summary>
    public string? Nonce { get; init; }
}
