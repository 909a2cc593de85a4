using Postern.LocalOrg.SignIn;

namespace Postern.LocalOrg;

/// <summary>Another seed for an org that runs.</summary>
public static class LocalOrgSeeding
{
    /// <summary>
    /// Brings the org from its <see cref="LocalOrg.Seed"/> to another one while it runs, in one transaction: what one says and the other
    /// does not is added or removed, what both say otherwise is changed, and everything else that happened to the org stays.
    /// </summary>
    /// <exception cref="ArgumentException">The other seed cannot be used, for the reasons that are told; nothing has changed.</exception>
    public static async Task<SeedChanges> ChangeSeedAsync(this LocalOrg org, OrgSeed seed, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(org);
        var whole = SeedIds.Complete(seed);
        CredentialStore credentials = new(org.Store, org.Directory);
        var changes = await new SeedChanger(org.Store, org.Directory, credentials, org.Options.IsKept).ChangeAsync(org.Seed, whole, ct);
        org.Seed = whole;
        return changes;
    }
}
