using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Brings a new org to life from its seed, and leaves one that is there as it is.</summary>
static class Seeder
{
    /// <summary>Whether it was this seeding that began the org.</summary>
    public static async Task<bool> SeedAsync(OrgStore store, OrgDirectory directory, OrgSeed seed, bool isKept, CancellationToken ct)
    {
        if (await IsThereAsync(directory, ct))
            return false;

        SeedRules.Check(seed);
        seed = SeededAdmins.With(seed);
        var now = store.Now;
        SeedHashes hashes = new(isKept);
        var isFirst = false;
        var users = hashes.Each(
            seed.Users, user => (Credentials: SeededUser.Of(user, seed, hashes, now), Factors: SeededFactors.Of(user, hashes).ToList()));
        var (credentials, kept) = (new CredentialStore(store, directory), new FactorStore(store));
        // All at once: a half-seeded org would be mistaken for a whole one at the next start.
        await store.InOneWorkAsync(
            async work =>
            {
                isFirst = !await IsThereAsync(directory, ct);
                if (!isFirst)
                    return;

                Begin(work);
                SeededDirectory.Add(work, directory, seed, now);
                foreach (var user in users)
                    credentials.AddUser(work, user.Credentials);
                foreach (var user in users)
                    foreach (var factor in user.Factors)
                        kept.AddFactor(work, user.Credentials.User.Id, factor);
                foreach (var user in seed.Users)
                    if (user.ActivationToken is { } token)
                        credentials.RecoveryTokens.AddActivation(work, token, user.Id);
            },
            ct);
        if (isFirst)
            await SeededGroupRules.RunAsync(store, directory, ct);
        return isFirst;
    }

    /// <summary>
    /// Of processes that start together one seeds, whatever ids each of them would seed: the others wait here for that one, and find that
    /// it was quicker.
    /// </summary>
    static void Begin(Work work) =>
        work.Change("insert into shared_state (name, value) values ('seeded', 1) on conflict (name) do nothing", []);

    static async Task<bool> IsThereAsync(OrgDirectory directory, CancellationToken ct) => (await directory.Settings.AllAsync(ct)).Count > 0;
}
