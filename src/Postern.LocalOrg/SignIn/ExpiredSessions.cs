using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Takes away the sessions that nobody used in time, and tells the System Log, of any number of processes in one.</summary>
sealed class ExpiredSessions(OrgStore store)
{
    const int AtATime = 500;

    public async Task EndAsync(CancellationToken ct)
    {
        for (var ended = AtATime; ended == AtATime;)
        {
            var users = await store.Database.AllAsync(
                """
                delete from sessions where hash in (select hash from sessions where has_begun = 1 and expires_at <= @now limit @most)
                returning (select document from users where users.id = sessions.user_id)
                """,
                [("@now", store.Now), ("@most", AtATime)],
                row => row.IsDBNull(0) ? null : JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User),
                ct);
            ended = users.Count;
            await store.Journal.AddAsync(
                Origin.Itself, [.. users.OfType<User>().Select(user => SignInEvents.Expired(user).Written())], ct);
        }
    }
}
