using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Brings a new org to life from its seed, and leaves one that is there as it is.</summary>
static class Seeder
{
    public static async Task SeedAsync(OrgStore store, OrgDirectory directory, OrgSeed seed, CancellationToken ct)
    {
        if (await IsThereAsync(directory, ct))
            return;

        SeedRules.Check(seed);
        var now = store.Now;
        var users = seed.Users.Select(user => SeededUser.Of(user, seed, now)).ToList();
        var factors = seed.Users.SelectMany(user => SeededFactors.Of(user).Select(factor => (user.Id, factor))).ToList();
        var (credentials, kept) = (new CredentialStore(store, directory), new FactorStore(store));
        // All at once: a half-seeded org would be mistaken for a whole one at the next start.
        await store.InOneWorkAsync(
            async work =>
            {
                if (await IsThereAsync(directory, ct))
                    return;

                Begin(work);
                SeededDirectory.Add(work, directory, seed, now);
                foreach (var user in users)
                    credentials.AddUser(work, user);
                foreach (var (userId, factor) in factors)
                    kept.AddFactor(work, userId, factor);
                foreach (var user in seed.Users)
                    if (user.ActivationToken is { } token)
                        credentials.AddRecoveryToken(
                            work, token, new(user.Id, "ACCOUNT_ACTIVATION", null), store.Time.GetUtcNow().AddDays(7));
            },
            ct);
    }

    /// <summary>
    /// Of processes that start together one seeds, whatever ids each of them would seed: the others wait here for that one, and find that
    /// it was quicker.
    /// </summary>
    static void Begin(Work work) =>
        work.Change("insert into shared_state (name, value) values ('seeded', 1) on conflict (name) do nothing", []);

    static async Task<bool> IsThereAsync(OrgDirectory directory, CancellationToken ct) => (await directory.Settings.AllAsync(ct)).Count > 0;
}
