using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>Recovery and activation tokens, and the outbox in which a test reads them.</summary>
sealed partial class OrgStore
{
    public void AddRecoveryToken(Work work, string token, Recovery recovery, DateTimeOffset expiresAt) => work.Write(
        "insert into recovery_tokens (hash, document, is_used, expires_at) values (@hash, @document, 0, @expiresAt)",
        [("@hash", Secrets.Hash(token)), ("@document", JsonSerializer.Serialize(recovery, StorageJson.Default.Recovery)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    /// <summary>Null where it is unknown, used or expired.</summary>
    public Task<Recovery?> FindRecoveryTokenAsync(string token, CancellationToken ct) =>
        database.FirstAsync(
            "select document from recovery_tokens where hash = @hash and is_used = 0 and expires_at > @now", [("@hash", Secrets.Hash(token)), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.Recovery)!, ct);

    /// <summary>Once; what was used stays, so that it can be called used.</summary>
    public void SpendRecoveryToken(Work work, string token) =>
        work.Spend("update recovery_tokens set is_used = 1 where hash = @hash and is_used = 0 and expires_at > @now", [("@hash", Secrets.Hash(token)), ("@now", Now)]);

    public async Task<bool> IsRecoveryTokenUsedAsync(string token, CancellationToken ct) =>
        await database.FirstAsync("select hash from recovery_tokens where hash = @hash and is_used = 1", [("@hash", Secrets.Hash(token))], row => row.GetString(0), ct) is not null;

    public void AddMessage(Work work, OutboxMessage message, DateTimeOffset expiresAt, Action then) => work.Write(
        "insert into outbox (id, document, expires_at) values (@id, @document, @expiresAt)",
        [("@id", message.Id), ("@document", JsonSerializer.Serialize(message, StorageJson.Default.OutboxMessage)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
        then);

    /// <summary>The oldest first.</summary>
    public Task<List<OutboxMessage>> MessagesAsync(CancellationToken ct) =>
        database.AllAsync(
            "select document from outbox where expires_at > @now order by id", [("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.OutboxMessage)!, ct);

    public Task<int> ClearMessagesAsync(CancellationToken ct) => database.ExecuteAsync("delete from outbox", [], ct);
}
