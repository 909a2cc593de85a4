using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Management.Authenticators;

/// <summary>The org's authenticators: those that are stored, and those that every org has.</summary>
sealed class AuthenticatorShelf(OrgDirectory directory, TimeProvider time)
{
    public long Now => time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>By name, as recorded.</summary>
    public async Task<IReadOnlyList<Authenticator>> AllAsync(CancellationToken ct)
    {
        var stored = await directory.Authenticators.AllAsync(ct);
        return
        [
            .. KnownAuthenticators.Standing(directory.Org.Settings)
                .Where(known => !stored.Any(other => other.Id == known.Id)).Concat(stored)
                .OrderBy(authenticator => authenticator.Name, StringComparer.Ordinal),
        ];
    }

    /// <exception cref="OktaError">There is none. UNCONFIRMED (management.md 24): what it is called.</exception>
    public async Task<Authenticator> FindAsync(string id, CancellationToken ct) =>
        (await AllAsync(ct)).FirstOrDefault(authenticator => authenticator.Id == id) ?? throw OktaError.NotFound(id, "Authenticator");

    /// <summary>To be changed.</summary>
    /// <exception cref="OktaError">There is none.</exception>
    public async Task<TakenAuthenticator> TakeAsync(string id, CancellationToken ct) =>
        await directory.Authenticators.FindToChangeAsync(id, ct) is { } kept
            ? new(kept.Document, kept)
            : new(
                KnownAuthenticators.Standing(directory.Org.Settings).FirstOrDefault(known => known.Id == id)
                    ?? throw OktaError.NotFound(id, "Authenticator"),
                null);

    public void Add(Work work, Authenticator added) => directory.Authenticators.AddIfFree(work, added);

    /// <summary>One that every org has is stored when it is first changed.</summary>
    public Authenticator Put(Work work, TakenAuthenticator before, Authenticator after)
    {
        var changed = after with { LastUpdatedAt = Now };
        if (before.Kept is { } kept)
            directory.Authenticators.Change(work, kept, changed);
        else
            directory.Authenticators.AddIfFree(work, changed);
        return changed;
    }
}

/// <summary>An authenticator as a call found it, which wants to change it.</summary>
/// <param name="Authenticator">As it stands.</param>
/// <param name="Kept">Null: nobody has changed it yet.</param>
sealed record TakenAuthenticator(Authenticator Authenticator, Kept<Authenticator>? Kept);
