using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Management.Calls;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Authenticators;

/// <summary>The org's authenticators: those that are stored, and those that every org has.</summary>
sealed class AuthenticatorShelf(OrgDirectory directory, TimeProvider time)
{
    readonly Standing<Authenticator> _standing = new(
        directory.Authenticators, () => KnownAuthenticators.Standing(directory.Org.Settings), authenticator => authenticator.Id);

    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>By name, as recorded.</summary>
    public async Task<IReadOnlyList<Authenticator>> AllAsync(CancellationToken ct) =>
        [.. (await _standing.AllAsync(ct)).OrderBy(authenticator => authenticator.Name, StringComparer.Ordinal)];

    /// <exception cref="OktaError">There is none. UNCONFIRMED (management.md 24): what it is called.</exception>
    public async Task<Authenticator> FindAsync(string id, CancellationToken ct) =>
        await _standing.FindAsync(id, ct) ?? throw OktaError.NotFound(id, "Authenticator");

    /// <summary>To be changed.</summary>
    /// <exception cref="OktaError">There is none.</exception>
    public async Task<Taken<Authenticator>> TakeAsync(string id, CancellationToken ct) =>
        await _standing.TakeAsync(id, ct) ?? throw OktaError.NotFound(id, "Authenticator");

    public void Add(Work work, Authenticator added) => directory.Authenticators.AddIfFree(work, added);

    public Authenticator Put(Work work, Taken<Authenticator> before, Authenticator after)
    {
        var changed = after with { LastUpdatedAt = Now };
        _standing.Put(work, before, changed);
        return changed;
    }
}
