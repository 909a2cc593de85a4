using Postern.LocalOrg.Directory;
using Postern.LocalOrg.SignIn;
using Postern.LocalOrg.SignIn.Factors;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg;

/// <summary>Brings users from one seed to another: of each only what the seed says otherwise.</summary>
sealed class UserChanger(OrgStore store, OrgDirectory directory, CredentialStore credentials, SeedHashes hashes)
{
    readonly FactorStore _factors = new(store);

    public static UserDifference Between(OrgSeed before, OrgSeed after) => new(
        SeedDifference<SeedUser>.Of(before.Users, after.Users, user => user.Id, SeedJson.File.SeedUser),
        before.Users.ToDictionary(user => user.Id, StringComparer.Ordinal));

    public async Task ChangeAsync(
        Work work, UserDifference difference, OrgSeed seed, List<SeedChange> done, CancellationToken ct)
    {
        foreach (var user in difference.Users.Removed)
            if (await directory.Users.FindToChangeAsync(user.Id, ct) is { } there)
            {
                directory.Users.Delete(work, there);
                credentials.ForgetUser(work, user.Id);
                done.Add(new(SeedChange.Removed, Called(user)));
            }

        foreach (var user in difference.Users.Added)
        {
            await PutAsync(work, null, user, seed, ct);
            done.Add(new(SeedChange.Added, Called(user)));
        }

        foreach (var user in difference.Users.Changed)
        {
            await PutAsync(work, difference.Before[user.Id], user, seed, ct);
            done.Add(new(SeedChange.Changed, Called(user)));
        }
    }

    /// <summary>Another process that watches the same file may have been quicker: who is there is changed.</summary>
    async Task PutAsync(Work work, SeedUser? before, SeedUser after, OrgSeed seed, CancellationToken ct)
    {
        if (await directory.Users.FindToChangeAsync(after.Id, ct) is { } there)
            await ChangeAsync(work, there, before, after, seed, ct);
        else
            Add(work, after, seed);
    }

    void Add(Work work, SeedUser user, OrgSeed seed)
    {
        credentials.AddUser(work, SeededUser.Of(user, seed, hashes, store.Now));
        foreach (var factor in SeededFactors.Of(user, hashes))
            _factors.AddFactor(work, user.Id, factor);
        AddActivation(work, user);
    }

    async Task ChangeAsync(Work work, Kept<User> there, SeedUser? before, SeedUser after, OrgSeed seed, CancellationToken ct)
    {
        var now = SeededUser.Of(after, seed, hashes, store.Now);
        directory.Users.Change(
            work, there,
            now.User with
            {
                CreatedAt = there.Document.CreatedAt,
                RequiresFactor = before?.State == after.State ? there.Document.RequiresFactor : now.User.RequiresFactor,
            });
        if (before?.Password != after.Password || before?.PasswordHash != after.PasswordHash)
            credentials.PutPassword(work, after.Id, now.PasswordHash, now.PasswordChangedAt);
        if (before?.State != after.State)
            credentials.PutState(work, after.Id, now.State);
        if (before is null || !SeededFactors.AreSame(before, after))
        {
            foreach (var old in await _factors.FactorsOfAsync(after.Id, ct))
                _factors.RemoveFactor(work, old.Id);
            foreach (var factor in SeededFactors.Of(after, hashes))
                _factors.AddFactor(work, after.Id, factor);
        }

        if (before?.ActivationToken != after.ActivationToken)
            AddActivation(work, after);
    }

    void AddActivation(Work work, SeedUser user)
    {
        if (user.ActivationToken is { } token)
            credentials.RecoveryTokens.AddActivation(work, token, user.Id);
    }

    static string Called(SeedUser user) => $"user {user.Login}";
}

/// <summary>The users that differ, and all that the earlier seed had, by id.</summary>
sealed record UserDifference(SeedDifference<SeedUser> Users, IReadOnlyDictionary<string, SeedUser> Before);
