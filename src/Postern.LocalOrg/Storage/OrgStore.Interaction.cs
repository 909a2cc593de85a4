using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>What waits for a person: authentication transactions, and authorize requests behind the sign-in page.</summary>
sealed partial class OrgStore
{
    const string ChangingTransaction = "update transactions set document = @document, version = version + 1 where hash = @hash and version = @version";

    public void AddTransaction(Work work, string stateToken, Transaction transaction, DateTimeOffset expiresAt) => work.Write(
        "insert into transactions (hash, version, document, expires_at) values (@hash, 0, @document, @expiresAt)",
        [("@hash", Secrets.Hash(stateToken)), ("@document", Document(transaction)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    /// <summary>Every call of a transaction gives it its whole lifetime again: authn.md 12.</summary>
    public Task<KeptTransaction?> UseTransactionAsync(string stateToken, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.FirstAsync(
            "update transactions set expires_at = @expiresAt where hash = @hash and expires_at > @now returning document, version",
            [("@hash", Secrets.Hash(stateToken)), ("@expiresAt", expiresAt.ToUnixTimeSeconds()), ("@now", Now)],
            row => new KeptTransaction(JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.Transaction)!, row.GetInt64(1)),
            ct);

    /// <summary>Where it still stands as it was read: of calls that saw the same state, one changes it.</summary>
    public void ChangeTransaction(Work work, string stateToken, long version, Transaction transaction) => work.Change(ChangingTransaction, Columns(stateToken, version, transaction));

    /// <summary>The same of a call that is refused, and remembered.</summary>
    public void SpendAttempt(Work work, string stateToken, long version, Transaction transaction) => work.Spend(ChangingTransaction, Columns(stateToken, version, transaction));

    /// <summary>Where it still stands as it was read: of calls that saw the same state, one ends it.</summary>
    public void EndTransaction(Work work, string stateToken, long version) => work.Change(
        "delete from transactions where hash = @hash and version = @version", [("@hash", Secrets.Hash(stateToken)), ("@version", version)]);

    public void AddAuthorizeRequest(Work work, string key, PendingAuthorization request, DateTimeOffset expiresAt) => work.Write(
        "insert into authorize_requests (hash, document, expires_at) values (@hash, @document, @expiresAt)",
        [("@hash", Secrets.Hash(key)), ("@document", JsonSerializer.Serialize(request, StorageJson.Default.PendingAuthorization)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    /// <summary>The page may be sent more than once until the password is right.</summary>
    public Task<PendingAuthorization?> FindAuthorizeRequestAsync(string key, CancellationToken ct) =>
        database.FirstAsync(
            "select document from authorize_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(key)), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.PendingAuthorization)!, ct);

    public void SpendAuthorizeRequest(Work work, string key) =>
        work.Spend("delete from authorize_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(key)), ("@now", Now)]);

    /// <summary>Nothing is bought with it: whoever comes twice comes to the same page.</summary>
    public void ForgetAuthorizeRequest(Work work, string key) => work.Write("delete from authorize_requests where hash = @hash", [("@hash", Secrets.Hash(key))]);

    static (string, object?)[] Columns(string stateToken, long version, Transaction transaction) =>
        [("@hash", Secrets.Hash(stateToken)), ("@document", Document(transaction)), ("@version", version)];

    static string Document(Transaction transaction) => JsonSerializer.Serialize(transaction, StorageJson.Default.Transaction);
}
