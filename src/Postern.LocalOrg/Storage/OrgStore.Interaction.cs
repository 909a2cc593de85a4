using System.Text.Json;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Storage;

/// <summary>What waits for a person: authentication transactions, and authorize requests behind the sign-in page.</summary>
sealed partial class OrgStore
{
    public Task AddTransactionAsync(string stateToken, Transaction transaction, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into transactions (hash, version, document, expires_at) values (@hash, 0, @document, @expiresAt)",
            [("@hash", Secrets.Hash(stateToken)), ("@document", Document(transaction)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);

    /// <summary>Every call of a transaction gives it its whole lifetime again: authn.md 12.</summary>
    public Task<KeptTransaction?> UseTransactionAsync(string stateToken, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.FirstAsync(
            "update transactions set expires_at = @expiresAt where hash = @hash and expires_at > @now returning document, version",
            [("@hash", Secrets.Hash(stateToken)), ("@expiresAt", expiresAt.ToUnixTimeSeconds()), ("@now", Now)],
            row => new KeptTransaction(JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.Transaction)!, row.GetInt64(1)),
            ct);

    /// <summary>Whether it still stood as it was read: of calls that saw the same state, one changes it.</summary>
    public async Task<bool> ChangeTransactionAsync(string stateToken, long version, Transaction transaction, CancellationToken ct) =>
        await database.ExecuteAsync(
            "update transactions set document = @document, version = version + 1 where hash = @hash and version = @version",
            [("@hash", Secrets.Hash(stateToken)), ("@document", Document(transaction)), ("@version", version)],
            ct) == 1;

    /// <summary>Whether it still stood as it was read: of calls that saw the same state, one ends it.</summary>
    public async Task<bool> EndTransactionAsync(string stateToken, long version, CancellationToken ct) =>
        await database.ExecuteAsync(
            "delete from transactions where hash = @hash and version = @version", [("@hash", Secrets.Hash(stateToken)), ("@version", version)], ct) == 1;

    public Task AddAuthorizeRequestAsync(string key, PendingAuthorization request, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into authorize_requests (hash, document, expires_at) values (@hash, @document, @expiresAt)",
            [("@hash", Secrets.Hash(key)), ("@document", JsonSerializer.Serialize(request, StorageJson.Default.PendingAuthorization)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);

    /// <summary>Without redeeming it: the page may be sent more than once until the password is right.</summary>
    public Task<PendingAuthorization?> FindAuthorizeRequestAsync(string key, CancellationToken ct) =>
        database.FirstAsync(
            "select document from authorize_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(key)), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.PendingAuthorization)!, ct);

    public Task<PendingAuthorization?> RedeemAuthorizeRequestAsync(string key, CancellationToken ct) =>
        database.FirstAsync(
            "delete from authorize_requests where hash = @hash and expires_at > @now returning document",
            [("@hash", Secrets.Hash(key)), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.PendingAuthorization)!,
            ct);

    static string Document(Transaction transaction) => JsonSerializer.Serialize(transaction, StorageJson.Default.Transaction);
}
