using System.Data.Common;
using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>What is redeemed once: looked at, then spent by one statement of the work that it pays for, so that of any number of concurrent redemptions one wins.</summary>
sealed partial class OrgStore
{
    /// <summary>All but whether it has begun.</summary>
    const string AddSessionSql =
        """
        insert into sessions (hash, user_id, authenticated_at, methods, idle_seconds, ends_at, expires_at, has_begun)
        values (@hash, @userId, @authenticatedAt, @methods, @idleSeconds, @endsAt, @expiresAt,
        """;

    readonly Unredeemed<Authentication> _sessionTokens = new(database.IsOurs);
    readonly Unredeemed<AuthorizationCode> _codes = new(database.IsOurs);

    /// <summary>A session token is a session that nobody has begun.</summary>
    public void AddSessionToken(Work work, string token, Authentication authentication, DateTimeOffset expiresAt)
    {
        var hash = Secrets.Hash(token);
        work.Write(AddSessionSql + "0)", Columns(hash, authentication, expiresAt), then: () => _sessionTokens.Add(hash, authentication));
    }

    public void AddSession(Work work, string id, Authentication authentication, Action then) => work.Write(
        AddSessionSql + "1)", Columns(Secrets.Hash(id), authentication, DateTimeOffset.FromUnixTimeSeconds(Math.Min(Now + authentication.IdleSeconds, authentication.EndsAt))), then);

    /// <summary>Whose it is. It is theirs who spends it.</summary>
    public async ValueTask<Authentication?> FindSessionTokenAsync(string tokenHash, CancellationToken ct) =>
        _sessionTokens.Take(tokenHash) ?? await database.FirstAsync(
            "select user_id, authenticated_at, methods from sessions where hash = @hash and has_begun = 0 and expires_at > @now",
            [("@hash", tokenHash), ("@now", Now)], ReadAuthentication, ct);

    /// <summary>Spends the session token on the session, in one statement: of any number of attempts one begins it.</summary>
    public void BeginSession(Work work, string tokenHash, string id, Action then) => work.Spend(
        """
        update sessions
        set hash = @id, has_begun = 1, expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
        where hash = @hash and has_begun = 0 and expires_at > @now
        """,
        [("@hash", tokenHash), ("@id", Secrets.Hash(id)), ("@now", Now)],
        then);

    /// <summary>Looking is using: the session's idle time starts again.</summary>
    public Task<Authentication?> UseSessionAsync(string id, CancellationToken ct) =>
        database.FirstAsync(
            """
            update sessions set expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
            where hash = @hash and has_begun = 1 and expires_at > @now
            returning user_id, authenticated_at, methods
            """,
            [("@hash", Secrets.Hash(id)), ("@now", Now)],
            ReadAuthentication,
            ct);

    /// <summary>Whoever uses it from now on has none.</summary>
    public Task EndSessionAsync(string id, CancellationToken ct) =>
        database.ExecuteAsync("delete from sessions where hash = @hash and has_begun = 1", [("@hash", Secrets.Hash(id))], ct);

    public void AddCode(Work work, string code, AuthorizationCode grant, DateTimeOffset expiresAt)
    {
        var hash = Secrets.Hash(code);
        work.Write(
            "insert into authorization_codes (hash, document, expires_at) values (@hash, @document, @expiresAt)",
            [("@hash", hash), ("@document", JsonSerializer.Serialize(grant, StorageJson.Default.AuthorizationCode)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            then: () => _codes.Add(hash, grant));
    }

    /// <summary>What it stands for. It is good to whoever spends it.</summary>
    public async ValueTask<AuthorizationCode?> FindCodeAsync(string code, CancellationToken ct)
    {
        var hash = Secrets.Hash(code);
        return _codes.Take(hash) ?? await database.FirstAsync(
            "select document from authorization_codes where hash = @hash and expires_at > @now", [("@hash", hash), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.AuthorizationCode)!, ct);
    }

    public void SpendCode(Work work, string code) =>
        work.Spend("delete from authorization_codes where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(code)), ("@now", Now)]);

    /// <summary>Takes a token down before its time. Saying so again changes nothing.</summary>
    public void RevokeToken(Work work, string tokenId, DateTimeOffset until) => work.Write(
        "insert into revoked_tokens (id, expires_at) values (@id, @until) on conflict (id) do nothing", [("@id", tokenId), ("@until", until.ToUnixTimeSeconds())]);

    /// <summary>By itself, or with the refresh token that it belongs to.</summary>
    public async Task<bool> IsRevokedAsync(string tokenId, string? family, CancellationToken ct) =>
        await database.FirstAsync("select id from revoked_tokens where id = @id or id = @family", [("@id", tokenId), ("@family", family ?? tokenId)], row => row.GetString(0), ct) is not null;

    /// <summary>Whether this is the first use of a JWT by its <c>jti</c>, which is one within what the owner signs for one purpose. It is spent with the work then.</summary>
    public async Task<bool> SpendJwtAsync(Work work, string owner, string jwtId, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var hash = Secrets.Hash(owner + '\n' + jwtId);
        if (await database.FirstAsync("select hash from client_assertions where hash = @hash", [("@hash", hash)], row => row.GetString(0), ct) is not null)
            return false;

        work.Spend(
            "insert into client_assertions (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do nothing",
            [("@hash", hash), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);
        return true;
    }

    static (string, object?)[] Columns(string hash, Authentication authentication, DateTimeOffset expiresAt) =>
    [
        ("@hash", hash), ("@userId", authentication.UserId), ("@authenticatedAt", authentication.AuthenticatedAt),
        ("@methods", authentication.Methods), ("@idleSeconds", authentication.IdleSeconds), ("@endsAt", authentication.EndsAt), ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
    ];

    static Authentication ReadAuthentication(DbDataReader row) =>
        new() { UserId = row.GetString(0), AuthenticatedAt = row.GetInt64(1), Methods = row.GetString(2) };
}
