using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Storage;

/// <summary>What is redeemed once: each by one statement that returns what it took, so that of any number of concurrent redemptions one wins.</summary>
sealed partial class OrgStore
{
    /// <summary>All but whether it has begun.</summary>
    const string AddSession =
        """
        insert into sessions (hash, user_id, authenticated_at, methods, idle_seconds, ends_at, expires_at, has_begun)
        values (@hash, @userId, @authenticatedAt, @methods, @idleSeconds, @endsAt, @expiresAt,
        """;

    const string BeginSession =
        """
        update sessions
        set hash = @id, has_begun = 1, expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
        where hash = @hash and has_begun = 0 and expires_at > @now
        """;

    const string RedeemCode = "delete from authorization_codes where hash = @hash and expires_at > @now";

    readonly Unredeemed<Authentication> _sessionTokens = new(database.IsOurs);
    readonly Unredeemed<AuthorizationCode> _codes = new(database.IsOurs);

    /// <summary>A session token is a session that nobody has begun.</summary>
    public async Task AddSessionTokenAsync(string token, Authentication authentication, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var hash = Secrets.Hash(token);
        await AddSessionAsync(hash, authentication, expiresAt, AddSession + "0)", ct);
        _sessionTokens.Add(hash, authentication);
    }

    public Task AddSessionAsync(string id, Authentication authentication, CancellationToken ct) =>
        AddSessionAsync(
            Secrets.Hash(id), authentication, DateTimeOffset.FromUnixTimeSeconds(Math.Min(Now + authentication.IdleSeconds, authentication.EndsAt)), AddSession + "1)", ct);

    /// <summary>Spends the session token on the session, in one statement: of any number of attempts one begins it.</summary>
    public async Task<Authentication?> BeginSessionAsync(string tokenHash, string id, CancellationToken ct)
    {
        (string, object?)[] parameters = [("@hash", tokenHash), ("@id", Secrets.Hash(id)), ("@now", Now)];
        if (_sessionTokens.Take(tokenHash) is { } known)
            return await database.ExecuteAsync(BeginSession, parameters, ct) == 1 ? known : null;

        return await database.FirstAsync(BeginSession + " returning user_id, authenticated_at, methods", parameters, ReadAuthentication, ct);
    }

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

    public async Task AddCodeAsync(string code, AuthorizationCode grant, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var hash = Secrets.Hash(code);
        await database.ExecuteAsync(
            "insert into authorization_codes (hash, document, expires_at) values (@hash, @document, @expiresAt)",
            [("@hash", hash), ("@document", JsonSerializer.Serialize(grant, StorageJson.Default.AuthorizationCode)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);
        _codes.Add(hash, grant);
    }

    public async Task<AuthorizationCode?> RedeemCodeAsync(string code, CancellationToken ct)
    {
        var hash = Secrets.Hash(code);
        (string, object?)[] parameters = [("@hash", hash), ("@now", Now)];
        if (_codes.Take(hash) is { } known)
            return await database.ExecuteAsync(RedeemCode, parameters, ct) == 1 ? known : null;

        return await database.FirstAsync(
            RedeemCode + " returning document", parameters, row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.AuthorizationCode)!, ct);
    }

    /// <summary>Takes a token down before its time. Saying so again changes nothing.</summary>
    public Task RevokeTokenAsync(string tokenId, DateTimeOffset until, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into revoked_tokens (id, expires_at) values (@id, @until) on conflict (id) do nothing",
            [("@id", tokenId), ("@until", until.ToUnixTimeSeconds())],
            ct);

    /// <summary>By itself, or with the refresh token that it belongs to.</summary>
    public async Task<bool> IsRevokedAsync(string tokenId, string? family, CancellationToken ct) =>
        await database.FirstAsync("select id from revoked_tokens where id = @id or id = @family", [("@id", tokenId), ("@family", family ?? tokenId)], row => row.GetString(0), ct) is not null;

    /// <summary>Whether this is the first use of a JWT by its <c>jti</c>, which is one within what the owner signs for one purpose.</summary>
    public async Task<bool> SpendJwtAsync(string owner, string jwtId, DateTimeOffset expiresAt, CancellationToken ct) =>
        await database.ExecuteAsync(
            "insert into client_assertions (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do nothing",
            [("@hash", Secrets.Hash(owner + '\n' + jwtId)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct) == 1;

    Task<int> AddSessionAsync(string hash, Authentication authentication, DateTimeOffset expiresAt, string sql, CancellationToken ct) =>
        database.ExecuteAsync(
            sql,
            [
                ("@hash", hash), ("@userId", authentication.UserId), ("@authenticatedAt", authentication.AuthenticatedAt),
                ("@methods", authentication.Methods), ("@idleSeconds", authentication.IdleSeconds), ("@endsAt", authentication.EndsAt), ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
            ],
            ct);

    static Authentication ReadAuthentication(DbDataReader row) =>
        new() { UserId = row.GetString(0), AuthenticatedAt = row.GetInt64(1), Methods = row.GetString(2) };
}
