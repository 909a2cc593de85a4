using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>Puts together what signs people in; the machine puts its own parts together.</summary>
sealed class SignInRoom
{
    public SignInRoom(
        OrgStore store, OrgDirectory directory, RateLimiter limits, RelyingParty relyingParty, Outbox outbox, SignInHooks hooks,
        AuthorizationServers servers)
    {
        (Outbox, Limits, Stores) = (outbox, limits, new SignInStores(store, directory));
        var policies = new SignInPolicies(directory);
        var surroundings = new Surroundings(store, outbox, relyingParty) { Telephony = hooks.Telephony };
        (Policies, Surroundings) = (policies, surroundings);
        Devices = new KnownDevices(policies, Stores.Factors);
        Sessions = new Sessions(Stores.Sessions, store.Time);
        SsoTokens = new SsoTokens(store, Stores.Sessions);
        Passwords = new PasswordSignIn(store, Stores.Credentials, new Passwords(), policies, hooks.Import);
        Machine = new SignInMachine(Stores, directory, policies, Passwords, limits, surroundings, servers);
        Waiting = new PendingAuthorizations(store, Stores.Interactions);
    }

    public SignInStores Stores { get; }

    public SignInPolicies Policies { get; }

    /// <summary>What is around every factor.</summary>
    public Surroundings Surroundings { get; }

    public KnownDevices Devices { get; }

    public Outbox Outbox { get; }

    public RateLimiter Limits { get; }

    public Sessions Sessions { get; }

    /// <summary>By which a sign-in goes on to another app.</summary>
    public SsoTokens SsoTokens { get; }

    public PasswordSignIn Passwords { get; }

    public SignInMachine Machine { get; }

    /// <summary>What waits behind the pages.</summary>
    public PendingAuthorizations Waiting { get; }
}

/// <summary>What the room keeps, each store by what it keeps.</summary>
sealed class SignInStores(OrgStore store, OrgDirectory directory)
{
    public OrgStore Rows => store;

    public CredentialStore Credentials { get; } = new(store, directory);

    public FactorStore Factors { get; } = new(store);

    public PendingFactorStore PendingFactors { get; } = new(store);

    public SessionStore Sessions { get; } = new(store);

    public InteractionStore Interactions { get; } = new(store);
}

/// <summary>The services of somebody else's that sign-ins ask.</summary>
sealed class SignInHooks(PasswordImport import, Telephony telephony)
{
    public PasswordImport Import => import;

    public Telephony Telephony => telephony;
}
