using System.Data.Common;

namespace Postern.LocalOrg.Storage;

/// <summary>Grants that clients poll for. A code is hashed with its grant type: none passes for one of the other kind.</summary>
sealed partial class OrgStore
{
    /// <summary>For so long a code that has expired can be called expired.</summary>
    const long RememberedSeconds = 60 * 60;

    const string PolledColumns = "server_id, client_id, scopes, ends_at, push_id, user_id, status, authenticated_at, methods, has_default_scopes, is_too_soon";

    /// <summary>Where nobody else has the user code.</summary>
    public void AddPolledGrant(Work work, string grantType, string code, string? userCode, PolledGrant grant) => work.Change(
        $"""
        insert into polled_grants (hash, user_code_hash, {PolledColumns}, polled_at, expires_at)
        values (@hash, @userCodeHash, @serverId, @clientId, @scopes, @endsAt, @pushId, @userId, @status, @authenticatedAt, @methods, @hasDefaultScopes, 0, 0, @expiresAt)
        on conflict (user_code_hash) do nothing
        """,
        [
            ("@hash", PolledHash(grantType, code)), ("@userCodeHash", userCode is null ? null : Secrets.Hash(userCode)), ("@serverId", grant.AuthorizationServerId ?? ""),
            ("@clientId", grant.ClientId), ("@scopes", string.Join(' ', grant.Scopes)), ("@endsAt", grant.EndsAt), ("@pushId", grant.PushId), ("@userId", grant.UserId),
            ("@status", grant.Status.ToString()), ("@authenticatedAt", grant.AuthenticatedAt), ("@methods", string.Join(' ', grant.Methods)),
            ("@hasDefaultScopes", grant.HasDefaultScopes ? 1 : 0), ("@expiresAt", grant.EndsAt + RememberedSeconds),
        ]);

    /// <summary>Whether so many user codes of the client's wait for somebody to type them.</summary>
    public async Task<bool> AwaitsAsync(int userCodes, string clientId, CancellationToken ct) =>
        await database.FirstAsync(
            """
            select client_id from polled_grants
            where client_id = @clientId and status = 'Pending' and user_code_hash is not null and ends_at > @now
            limit 1 offset @others
            """,
            [("@clientId", clientId), ("@now", Now), ("@others", userCodes - 1)],
            row => row.GetString(0),
            ct) is not null;

    /// <summary>How it stands. Looking is polling: one statement notes when, and whether that was too soon after the last time.</summary>
    public Task<PolledGrant?> PollGrantAsync(string grantType, string code, int intervalSeconds, CancellationToken ct) =>
        database.FirstAsync(
            $"""
            update polled_grants set is_too_soon = case when polled_at + @interval > @now then 1 else 0 end, polled_at = @now
            where hash = @hash
            returning {PolledColumns}
            """,
            [("@hash", PolledHash(grantType, code)), ("@interval", intervalSeconds), ("@now", Now)],
            ReadPolledGrant,
            ct);

    /// <summary>Once, where the page or the push has approved it: of any number of polls one gets it.</summary>
    public void SpendPolledGrant(Work work, string grantType, string code) => work.Spend(
        """
        delete from polled_grants
        where hash = @hash and ends_at > @now
            and (status = 'Approved' or exists (select 1 from pushes where pushes.id = polled_grants.push_id and pushes.decision = 'SUCCESS'))
        """,
        [("@hash", PolledHash(grantType, code)), ("@now", Now)]);

    /// <summary>Null where nothing waits for that code.</summary>
    public Task<PolledGrant?> FindUndecidedAsync(string userCode, CancellationToken ct) =>
        database.FirstAsync(
            $"select {PolledColumns} from polled_grants where user_code_hash = @hash and status = 'Pending' and ends_at > @now",
            [("@hash", Secrets.Hash(userCode)), ("@now", Now)], ReadPolledGrant, ct);

    /// <summary>Lets the session decide about the scopes, with the key that its page holds; an earlier page's key is good no more.</summary>
    public Task AskToConfirmAsync(string userCode, IReadOnlyList<string> scopes, string key, string sessionHash, CancellationToken ct) =>
        database.ExecuteAsync(
            "update polled_grants set confirmation_hash = @confirmation, scopes = @scopes where user_code_hash = @hash and status = 'Pending'",
            [("@hash", Secrets.Hash(userCode)), ("@confirmation", Confirmation(key, sessionHash)), ("@scopes", string.Join(' ', scopes))],
            ct);

    /// <summary>Null where the key is not this session's, or somebody has decided already, or the time is up.</summary>
    public Task<PolledGrant?> FindToDecideAsync(string key, string sessionHash, CancellationToken ct) =>
        database.FirstAsync(
            $"select {PolledColumns} from polled_grants where confirmation_hash = @confirmation and status = 'Pending' and ends_at > @now",
            [("@confirmation", Confirmation(key, sessionHash)), ("@now", Now)], ReadPolledGrant, ct);

    /// <summary>Of any number of answers one counts.</summary>
    public void DecidePolledGrant(Work work, string key, string sessionHash, PolledStatus decision, Authentication user) => work.Change(
        """
        update polled_grants
        set status = @status, user_id = @userId, authenticated_at = @authenticatedAt, methods = @methods, confirmation_hash = null
        where confirmation_hash = @confirmation and status = 'Pending' and ends_at > @now
        """,
        [
            ("@confirmation", Confirmation(key, sessionHash)), ("@status", decision.ToString()),
            ("@userId", user.UserId), ("@authenticatedAt", user.AuthenticatedAt), ("@methods", user.Methods), ("@now", Now),
        ]);

    static string PolledHash(string grantType, string code) => Secrets.Hash(grantType + '\n' + code);

    static string Confirmation(string key, string sessionHash) => Secrets.Hash(key + '\n' + sessionHash);

    static PolledGrant ReadPolledGrant(DbDataReader row) => new()
    {
        AuthorizationServerId = row.GetString(0) is { Length: > 0 } id ? id : null, ClientId = row.GetString(1),
        Scopes = row.GetString(2).Split(' ', StringSplitOptions.RemoveEmptyEntries), EndsAt = row.GetInt64(3),
        PushId = row.IsDBNull(4) ? null : row.GetString(4), UserId = row.IsDBNull(5) ? null : row.GetString(5), Status = Enum.Parse<PolledStatus>(row.GetString(6)),
        AuthenticatedAt = row.GetInt64(7), Methods = row.GetString(8).Split(' ', StringSplitOptions.RemoveEmptyEntries), HasDefaultScopes = row.GetInt32(9) == 1, IsTooSoon = row.GetInt32(10) == 1,
    };
}
