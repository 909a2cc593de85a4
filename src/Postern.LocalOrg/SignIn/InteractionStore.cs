using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// What waits for a person: transactions, authorize requests, grants that clients poll for; and the consents that people have given.
/// </summary>
sealed class InteractionStore(OrgStore store)
{
    /// <summary>For so long a code that has expired can be called expired.</summary>
    const long RememberedSeconds = 60 * 60;

    const string AddingTransaction =
        "insert into transactions (hash, version, document, expires_at) values (@hash, 0, @document, @expiresAt)";

    const string ChangingTransaction =
        "update transactions set document = @document, version = version + 1 where hash = @hash and version = @version";

    const string ChangingWithItsTime =
        "update transactions set document = @document, version = version + 1, expires_at = @expiresAt where hash = @hash and version = " +
        "@version";

    const string PolledColumns =
        "server_id, client_id, scopes, ends_at, push_id, user_id, status, authenticated_at, methods, has_default_scopes, is_too_soon";

    public void AddTransaction(Work work, string stateToken, Transaction transaction, DateTimeOffset expiresAt) =>
        work.Write(AddingTransaction, Columns(stateToken, transaction, expiresAt));

    /// <summary>Also where the request is refused that begins it: the refusal tells how to go on.</summary>
    public void AddTransactionAnyway(Work work, string stateToken, Transaction transaction, DateTimeOffset expiresAt) =>
        work.Spend(AddingTransaction, Columns(stateToken, transaction, expiresAt));

    /// <summary>
    /// Every call of a transaction gives it its whole lifetime again, unless more of it is left: authn.md 12, idx.md 4.8.
    /// </summary>
    public Task<KeptTransaction?> UseTransactionAsync(string stateToken, DateTimeOffset expiresAt, CancellationToken ct) =>
        store.Database.FirstAsync(
            """
            update transactions set expires_at = case when expires_at > @expiresAt then expires_at else @expiresAt end
            where hash = @hash and expires_at > @now
            returning document, version, expires_at
            """,
            [("@hash", Secrets.Hash(stateToken)), ("@expiresAt", expiresAt.ToUnixTimeSeconds()), ("@now", store.Now)],
            row => new KeptTransaction(
                JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.Transaction)!, row.GetInt64(1), row.GetInt64(2)),
            ct);

    /// <summary>As it stands: looking does not prolong it.</summary>
    public Task<Transaction?> FindTransactionAsync(string stateToken, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select document from transactions where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(stateToken)), ("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.Transaction)!,
            ct);

    /// <summary>Where it still stands as it was read: of calls that saw the same state, one changes it.</summary>
    public void ChangeTransaction(Work work, string stateToken, long version, Transaction transaction, DateTimeOffset expiresAt) =>
        work.Change(
            ChangingWithItsTime, [.. Columns(stateToken, version, transaction), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    /// <summary>The same, also where the request is refused that changes it: the refusal tells how to go on.</summary>
    public void ChangeTransactionAnyway(Work work, string stateToken, long version, Transaction transaction, DateTimeOffset expiresAt) =>
        work.Spend(
            ChangingWithItsTime, [.. Columns(stateToken, version, transaction), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);

    /// <summary>The same of a call that is refused, and remembered.</summary>
    public void SpendAttempt(Work work, string stateToken, long version, Transaction transaction) =>
        work.Spend(ChangingTransaction, Columns(stateToken, version, transaction));

    /// <summary>Where it still stands as it was read: of calls that saw the same state, one ends it.</summary>
    public void EndTransaction(Work work, string stateToken, long version) => work.Change(
        "delete from transactions where hash = @hash and version = @version", [("@hash", Secrets.Hash(stateToken)), ("@version", version)]);

    public void AddAuthorizeRequest(Work work, string key, PendingAuthorization request, DateTimeOffset expiresAt) => work.Write(
        "insert into authorize_requests (hash, document, expires_at) values (@hash, @document, @expiresAt)",
        [
            ("@hash", Secrets.Hash(key)), ("@document", JsonSerializer.Serialize(request, SignInJson.Default.PendingAuthorization)),
            ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ]);

    /// <summary>The page may be sent more than once until the password is right.</summary>
    public Task<PendingAuthorization?> FindAuthorizeRequestAsync(string key, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select document from authorize_requests where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(key)), ("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.PendingAuthorization)!, ct);

    public void SpendAuthorizeRequest(Work work, string key) =>
        work.Spend(
            "delete from authorize_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(key)), ("@now", store.Now)]);

    /// <summary>Nothing is bought with it: whoever comes twice comes to the same page.</summary>
    public void ForgetAuthorizeRequest(Work work, string key) =>
        work.Write("delete from authorize_requests where hash = @hash", [("@hash", Secrets.Hash(key))]);

    public void AddPushedRequest(
        Work work, string requestUri, string? serverId, string clientId, PushedAuthorization request, DateTimeOffset expiresAt) =>
        work.Write(
        "insert into pushed_requests (hash, server_id, client_id, document, expires_at) values (@hash, @serverId, @clientId, @document, " +
        "@expiresAt)",
        [
            ("@hash", Secrets.Hash(requestUri)), ("@serverId", serverId ?? ""), ("@clientId", clientId),
            ("@document", JsonSerializer.Serialize(request, SignInJson.Default.PushedAuthorization)),
            ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ]);

    /// <summary>Only for the client and at the server that it was pushed by and to: nobody else can burn it.</summary>
    public Task<PushedAuthorization?> FindPushedRequestAsync(string requestUri, string? serverId, string clientId, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select document from pushed_requests where hash = @hash and server_id = @serverId and client_id = @clientId and expires_at " +
            "> @now",
            [("@hash", Secrets.Hash(requestUri)), ("@serverId", serverId ?? ""), ("@clientId", clientId), ("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.PushedAuthorization)!,
            ct);

    public void SpendPushedRequest(Work work, string requestUri) =>
        work.Spend(
            "delete from pushed_requests where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(requestUri)), ("@now", store.Now)]);

    /// <summary>Whose it is, to say why somebody else may not redeem it.</summary>
    public Task<string?> PusherAsync(string requestUri, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select client_id from pushed_requests where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(requestUri)), ("@now", store.Now)],
            row => row.GetString(0),
            ct);

    /// <summary>Where nobody else has the user code.</summary>
    public void AddPolledGrant(Work work, string grantType, string code, string? userCode, PolledGrant grant) => work.Change(
        $"""
        insert into polled_grants (hash, user_code_hash, {PolledColumns}, polled_at, expires_at)
        values (@hash, @userCodeHash, @serverId, @clientId, @scopes, @endsAt, @pushId, @userId, @status, @authenticatedAt, @methods, @hasDefaultScopes, 0, 0, @expiresAt)
        on conflict (user_code_hash) do nothing
        """,
        [
            ("@hash", PolledHash(grantType, code)),
            ("@userCodeHash", userCode is null ? null : Secrets.Hash(userCode)), ("@serverId", grant.AuthorizationServerId ?? ""),
            ("@clientId", grant.ClientId),
            ("@scopes", string.Join(' ', grant.Scopes)), ("@endsAt", grant.EndsAt), ("@pushId", grant.PushId), ("@userId", grant.UserId),
            ("@status", grant.Status.ToString()),
            ("@authenticatedAt", grant.AuthenticatedAt), ("@methods", string.Join(' ', grant.Methods)),
            ("@hasDefaultScopes", grant.HasDefaultScopes ? 1 : 0), ("@expiresAt", grant.EndsAt + RememberedSeconds),
        ]);

    /// <summary>Whether so many user codes of the client's wait for somebody to type them.</summary>
    public async Task<bool> AwaitsAsync(int userCodes, string clientId, CancellationToken ct) =>
        await store.Database.FirstAsync(
            """
            select client_id from polled_grants
            where client_id = @clientId and status = 'Pending' and user_code_hash is not null and ends_at > @now
            limit 1 offset @others
            """,
            [("@clientId", clientId), ("@now", store.Now), ("@others", userCodes - 1)],
            row => row.GetString(0),
            ct) is not null;

    /// <summary>How it stands. Looking is polling: one statement notes when, and whether that was too soon after the last time.</summary>
    public Task<PolledGrant?> PollGrantAsync(string grantType, string code, int intervalSeconds, CancellationToken ct) =>
        store.Database.FirstAsync(
            $"""
            update polled_grants set is_too_soon = case when polled_at + @interval > @now then 1 else 0 end, polled_at = @now
            where hash = @hash
            returning {PolledColumns}
            """,
            [("@hash", PolledHash(grantType, code)), ("@interval", intervalSeconds), ("@now", store.Now)],
            ReadPolledGrant,
            ct);

    /// <summary>Once, where the page or the push has approved it: of any number of polls one gets it.</summary>
    public void SpendPolledGrant(Work work, string grantType, string code) => work.Spend(
        """
        delete from polled_grants
        where hash = @hash and ends_at > @now
            and (status = 'Approved' or exists (select 1 from pushes where pushes.id = polled_grants.push_id and pushes.decision = 'SUCCESS'))
        """,
        [("@hash", PolledHash(grantType, code)), ("@now", store.Now)]);

    /// <summary>Null where nothing waits for that code.</summary>
    public Task<PolledGrant?> FindUndecidedAsync(string userCode, CancellationToken ct) =>
        store.Database.FirstAsync(
            $"select {PolledColumns} from polled_grants where user_code_hash = @hash and status = 'Pending' and ends_at > @now",
            [("@hash", Secrets.Hash(userCode)), ("@now", store.Now)], ReadPolledGrant, ct);

    /// <summary>
    /// Lets the session decide about the scopes, with the key that its page holds; an earlier page's key is good no more.
    /// </summary>
    public Task AskToConfirmAsync(string userCode, IReadOnlyList<string> scopes, string key, string sessionHash, CancellationToken ct) =>
        store.Database.ExecuteAsync(
            "update polled_grants set confirmation_hash = @confirmation, scopes = @scopes where user_code_hash = @hash and status = " +
            "'Pending'",
            [("@hash", Secrets.Hash(userCode)), ("@confirmation", Confirmation(key, sessionHash)), ("@scopes", string.Join(' ', scopes))],
            ct);

    /// <summary>Null where the key is not this session's, or somebody has decided already, or the time is up.</summary>
    public Task<PolledGrant?> FindToDecideAsync(string key, string sessionHash, CancellationToken ct) =>
        store.Database.FirstAsync(
            $"select {PolledColumns} from polled_grants where confirmation_hash = @confirmation and status = 'Pending' and ends_at > @now",
            [("@confirmation", Confirmation(key, sessionHash)), ("@now", store.Now)], ReadPolledGrant, ct);

    /// <summary>Of any number of answers one counts.</summary>
    public void DecidePolledGrant(Work work, string key, string sessionHash, PolledStatus decision, Authentication user) => work.Change(
        """
        update polled_grants
        set status = @status, user_id = @userId, authenticated_at = @authenticatedAt, methods = @methods, confirmation_hash = null
        where confirmation_hash = @confirmation and status = 'Pending' and ends_at > @now
        """,
        [
            ("@confirmation", Confirmation(key, sessionHash)), ("@status", decision.ToString()),
            ("@userId", user.UserId), ("@authenticatedAt", user.AuthenticatedAt), ("@methods", user.Methods), ("@now", store.Now),
        ]);

    /// <summary>Scopes that the user has agreed to give the client at the server.</summary>
    public Task<List<string>> ConsentsAsync(string userId, string clientId, string? serverId, CancellationToken ct) =>
        store.Database.AllAsync(
            "select scope from consents where user_id = @userId and client_id = @clientId and server_id = @serverId",
            [("@userId", userId), ("@clientId", clientId), ("@serverId", serverId ?? "")], row => row.GetString(0), ct);

    /// <summary>To be remembered until somebody takes it back.</summary>
    public void AddConsents(Work work, string userId, string clientId, string? serverId, IEnumerable<string> scopes)
    {
        foreach (var scope in scopes)
            work.Write(
                "insert into consents (user_id, client_id, server_id, scope, created_at) values (@userId, @clientId, @serverId, @scope, " +
                "@now) on conflict (user_id, client_id, server_id, scope) do nothing",
                [
                    ("@userId", userId), ("@clientId", clientId), ("@serverId", serverId ?? ""), ("@scope", scope), ("@now", store.Now),
                ]);
    }

    /// <summary>All that the user has agreed to, whatever client it was for.</summary>
    public Task<List<Consent>> AllConsentsAsync(string userId, CancellationToken ct) => store.Database.AllAsync(
        "select client_id, server_id, scope, created_at from consents where user_id = @userId order by client_id, server_id, scope",
        [("@userId", userId)],
        row => new Consent(userId, row.GetString(0), row.GetString(1) is { Length: > 0 } id ? id : null, row.GetString(2), row.GetInt64(3)),
        ct);

    /// <summary>One alone; gone already is gone.</summary>
    public void RevokeConsent(Work work, Consent consent) => work.Write(
        "delete from consents where user_id = @userId and client_id = @clientId and server_id = @serverId and scope = @scope",
        [
            ("@userId", consent.UserId), ("@clientId", consent.ClientId), ("@serverId", consent.ServerId ?? ""),
            ("@scope", consent.Scope),
        ]);

    /// <summary>Whoever comes after it under the same id asks anew.</summary>
    public void ForgetClient(Work work, string clientId) =>
        work.Write("delete from consents where client_id = @clientId", [("@clientId", clientId)]);

    static (string, object?)[] Columns(string stateToken, Transaction transaction, DateTimeOffset expiresAt) =>
        [("@hash", Secrets.Hash(stateToken)), ("@document", Document(transaction)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())];

    static (string, object?)[] Columns(string stateToken, long version, Transaction transaction) =>
        [("@hash", Secrets.Hash(stateToken)), ("@document", Document(transaction)), ("@version", version)];

    static string Document(Transaction transaction) => JsonSerializer.Serialize(transaction, SignInJson.Default.Transaction);

    static string PolledHash(string grantType, string code) => Secrets.Hash(grantType + '\n' + code);

    static string Confirmation(string key, string sessionHash) => Secrets.Hash(key + '\n' + sessionHash);

    static PolledGrant ReadPolledGrant(DbDataReader row) => new()
    {
        AuthorizationServerId = row.GetString(0) is { Length: > 0 } id ? id : null, ClientId = row.GetString(1),
        Scopes = row.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries), EndsAt = row.GetInt64(3),
        PushId = row.IsDBNull(4) ? null : row.GetString(4),
        UserId = row.IsDBNull(5) ? null : row.GetString(5),
        Status = Enum.Parse<PolledStatus>(row.GetString(6)),
        AuthenticatedAt = row.GetInt64(7),
        Methods = row.GetString(8).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        HasDefaultScopes = row.GetInt32(9) == 1,
        IsTooSoon = row.GetInt32(10) == 1,
    };
}
