using System.Text.Json;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>Messages that would have left the org, until a test has read them.</summary>
sealed class OutboxStore(OrgStore store)
{
    public void AddMessage(Work work, OutboxMessage message, DateTimeOffset expiresAt, Action then) => work.Write(
        "insert into outbox (id, document, expires_at) values (@id, @document, @expiresAt)",
        [
            ("@id", message.Id), ("@document", JsonSerializer.Serialize(message, SignInJson.Default.OutboxMessage)),
            ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ],
        then);

    /// <summary>The oldest first.</summary>
    public Task<List<OutboxMessage>> MessagesAsync(CancellationToken ct) =>
        store.Database.AllAsync(
            "select document from outbox where expires_at > @now order by id", [("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.OutboxMessage)!, ct);

    /// <summary>Null where there is no such user any more.</summary>
    public Task<User?> UserOfAsync(OutboxMessage message, CancellationToken ct) => store.Database.FirstAsync(
        "select document from users where login = @login", [("@login", LoginKey.Of(message.Login))],
        row => JsonSerializer.Deserialize(row.GetString(0), DirectoryJson.Default.User)!, ct);

    public Task<int> ClearMessagesAsync(CancellationToken ct) => store.Database.ExecuteAsync("delete from outbox", [], ct);
}
