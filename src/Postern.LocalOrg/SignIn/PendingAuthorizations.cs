using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Keeps what waits behind a page, an app's request or the way to a page of the org's own, under the page's key.</summary>
sealed class PendingAuthorizations(OrgStore store, InteractionStore interactionStore)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <returns>The key that it is taken up again under.</returns>
    public string Keep(Work work, PendingAuthorization pending)
    {
        var key = Secrets.New();
        interactionStore.AddAuthorizeRequest(work, key, pending, store.Time.GetUtcNow() + Lifetime);
        return key;
    }

    /// <summary>The page may be sent more than once until the password is right.</summary>
    public Task<PendingAuthorization?> FindAsync(string key, CancellationToken ct) => interactionStore.FindAuthorizeRequestAsync(key, ct);

    /// <summary>Once; whoever comes too late finds nothing.</summary>
    public void Spend(Work work, string key) => interactionStore.SpendAuthorizeRequest(work, key);

    /// <summary>Nothing is bought with it: whoever comes twice comes to the same page.</summary>
    public void Forget(Work work, string key) => interactionStore.ForgetAuthorizeRequest(work, key);
}
