using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Brings a new org to life from its seed, and leaves one that is there as it is.</summary>
static class Seeder
{
    public static async Task SeedAsync(OrgStore store, OrgSeed seed, CancellationToken ct)
    {
        if (await IsThereAsync(store, ct))
            return;

        SeedRules.Check(seed);
        var now = store.Now;
        var users = seed.Users.Select(user => SeededUser.Of(user, seed, now)).ToList();
        var factors = seed.Users.SelectMany(user => SeededFactors.Of(user).Select(factor => (user.Id, factor))).ToList();
        // All at once: a half-seeded org would be mistaken for a whole one at the next start.
        await store.InOneWorkAsync(
            async work =>
            {
                if (await IsThereAsync(store, ct))
                    return;

                store.BeginSeed(work);
                SeededDirectory.Add(work, store.Directory, seed, now);
                foreach (var user in users)
                    store.AddUser(work, user);
                foreach (var (userId, factor) in factors)
                    store.AddFactor(work, userId, factor);
                foreach (var user in seed.Users)
                    if (user.ActivationToken is { } token)
                        store.AddRecoveryToken(work, token, new(user.Id, "ACCOUNT_ACTIVATION", null), store.Time.GetUtcNow().AddDays(7));
            },
            ct);
    }

    static async Task<bool> IsThereAsync(OrgStore store, CancellationToken ct) => (await store.Directory.Settings.AllAsync(ct)).Count > 0;
}
