using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Tests.Storage;

/// <summary>Every store of the org over one database.</summary>
sealed class AllStores
{
    public AllStores(OrgStore store)
    {
        Directory = new(store);
        Credentials = new(store, Directory);
        Factors = new(store);
        Sessions = new(store);
        Interactions = new(store);
        Tokens = new(store);
        Keys = new(store);
        Counters = new(store);
    }

    public OrgDirectory Directory { get; }

    public CredentialStore Credentials { get; }

    public FactorStore Factors { get; }

    public SessionStore Sessions { get; }

    public InteractionStore Interactions { get; }

    public TokenStore Tokens { get; }

    public KeyStore Keys { get; }

    public CounterStore Counters { get; }
}
