using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Puts together what signs people in.</summary>
sealed class SignInRoom
{
    public SignInRoom(OrgStore store, OrgDirectory directory, RateLimiter limits, RelyingParty relyingParty, Outbox outbox)
    {
        (Outbox, Limits, RelyingParty) = (outbox, limits, relyingParty);
        Policies = new SignInPolicies(directory);
        Sessions = new Sessions(store, store.Time);
        Passwords = new PasswordSignIn(store, new Passwords(), Policies);
        NewPasswords = new NewPasswords(store, Policies);
    }

    public Outbox Outbox { get; }

    public RateLimiter Limits { get; }

    public SignInPolicies Policies { get; }

    public Sessions Sessions { get; }

    public PasswordSignIn Passwords { get; }

    public NewPasswords NewPasswords { get; }

    public RelyingParty RelyingParty { get; }
}
