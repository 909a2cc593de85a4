using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Puts together what signs people in; the machine puts its own parts together.</summary>
sealed class SignInRoom
{
    public SignInRoom(OrgStore store, OrgDirectory directory, RateLimiter limits, RelyingParty relyingParty, Outbox outbox)
    {
        (Outbox, Limits) = (outbox, limits);
        var policies = new SignInPolicies(directory);
        Sessions = new Sessions(store, store.Time);
        Passwords = new PasswordSignIn(store, new Passwords(), policies);
        Machine = new SignInMachine(store, policies, Passwords, limits, new Surroundings(store, outbox, relyingParty));
        Waiting = new PendingAuthorizations(store);
    }

    public Outbox Outbox { get; }

    public RateLimiter Limits { get; }

    public Sessions Sessions { get; }

    public PasswordSignIn Passwords { get; }

    public SignInMachine Machine { get; }

    /// <summary>What waits behind the pages.</summary>
    public PendingAuthorizations Waiting { get; }
}
