using System.Text.Json;
using Postern.Local.Tokens;

namespace Postern.Local.Storage;

/// <summary>What waits for a person: authentication transactions, and authorize requests behind the sign-in page.</summary>
sealed partial class OrgStore
{
    public Task AddStateTokenAsync(string token, PendingTransaction transaction, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into state_tokens (hash, user_id, status, relay_state, expires_at) values (@hash, @userId, @status, @relayState, @expiresAt)",
            [
                ("@hash", Secrets.Hash(token)), ("@userId", transaction.UserId), ("@status", transaction.Status), ("@relayState", transaction.RelayState),
                ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
            ],
            ct);

    /// <summary>Every call of a transaction gives it its whole lifetime again: authn.md 12.</summary>
    public Task<PendingTransaction?> UseStateTokenAsync(string token, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.FirstAsync(
            "update state_tokens set expires_at = @expiresAt where hash = @hash and expires_at > @now returning user_id, status, relay_state",
            [("@hash", Secrets.Hash(token)), ("@expiresAt", expiresAt.ToUnixTimeSeconds()), ("@now", Now)],
            row => new PendingTransaction(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)),
            ct);

    public Task AddAuthorizeRequestAsync(string key, PendingAuthorization request, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into authorize_requests (hash, document, expires_at) values (@hash, @document, @expiresAt)",
            [("@hash", Secrets.Hash(key)), ("@document", JsonSerializer.Serialize(request, StorageJson.Default.PendingAuthorization)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);

    public async Task<bool> IsAuthorizeRequestAliveAsync(string key, CancellationToken ct) =>
        await database.FirstAsync("select hash from authorize_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(key)), ("@now", Now)], row => row.GetString(0), ct) is not null;

    public Task<PendingAuthorization?> RedeemAuthorizeRequestAsync(string key, CancellationToken ct) =>
        database.FirstAsync(
            "delete from authorize_requests where hash = @hash and expires_at > @now returning document",
            [("@hash", Secrets.Hash(key)), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.PendingAuthorization)!,
            ct);
}

/// <summary>An authentication transaction that waits for its user.</summary>
sealed record PendingTransaction(string UserId, string Status, string? RelayState);
