using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Gives the passwords that have only the first of their rounds the rest, whichever process seeded them, and whenever.</summary>
sealed class FirstHashes(OrgStore store, CredentialStore credentials)
{
    const int AtOnce = 100;

    public async Task CompleteAsync(CancellationToken ct)
    {
        var after = "";
        while (await PageAsync(after, ct) is [.., var last] page)
        {
            foreach (var (id, hash) in page)
            {
                // Each takes as long as a check: whoever calls meanwhile comes between two of them.
                await Task.Yield();
                ct.ThrowIfCancellationRequested();
                // A password that was changed meanwhile stays as it is.
                await credentials.RehashAsync(id, hash, Passwords.WithRest(hash), ct);
            }

            after = last.Id;
        }
    }

    Task<List<(string Id, string Hash)>> PageAsync(string after, CancellationToken ct) => store.Database.AllAsync(
        $"select id, password_hash from users where {Passwords.WantsRest} and id > @after order by id limit {AtOnce}", [("@after", after)],
        row => (row.GetString(0), row.GetString(1)), ct);
}
