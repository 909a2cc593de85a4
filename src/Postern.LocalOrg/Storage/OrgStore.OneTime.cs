using System.Data.Common;
using System.Text.Json;
using Postern.Local.Tokens;

namespace Postern.Local.Storage;

/// <summary>What is redeemed once: each by one <c>delete … returning</c>, so that of any number of concurrent redemptions one wins.</summary>
sealed partial class OrgStore
{
    public Task AddSessionTokenAsync(string token, Authentication authentication, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into session_tokens (hash, user_id, authenticated_at, methods, expires_at) values (@hash, @userId, @authenticatedAt, @methods, @expiresAt)",
            Row(token, authentication, expiresAt),
            ct);

    public Task<Authentication?> RedeemSessionTokenAsync(string token, CancellationToken ct) =>
        database.FirstAsync(
            "delete from session_tokens where hash = @hash and expires_at > @now returning user_id, authenticated_at, methods",
            [("@hash", Secrets.Hash(token)), ("@now", Now)],
            ReadAuthentication,
            ct);

    public Task AddSessionAsync(string id, Authentication authentication, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into sessions (hash, user_id, authenticated_at, methods, expires_at) values (@hash, @userId, @authenticatedAt, @methods, @expiresAt)",
            Row(id, authentication, expiresAt),
            ct);

    /// <summary>Looking is using: the session's idle time starts again.</summary>
    public Task<Authentication?> UseSessionAsync(string id, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.FirstAsync(
            "update sessions set expires_at = @expiresAt where hash = @hash and expires_at > @now returning user_id, authenticated_at, methods",
            [("@hash", Secrets.Hash(id)), ("@expiresAt", expiresAt.ToUnixTimeSeconds()), ("@now", Now)],
            ReadAuthentication,
            ct);

    public Task AddCodeAsync(string code, AuthorizationCode grant, DateTimeOffset expiresAt, CancellationToken ct) =>
        database.ExecuteAsync(
            "insert into authorization_codes (hash, document, expires_at) values (@hash, @document, @expiresAt)",
            [("@hash", Secrets.Hash(code)), ("@document", JsonSerializer.Serialize(grant, StorageJson.Default.AuthorizationCode)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct);

    public Task<AuthorizationCode?> RedeemCodeAsync(string code, CancellationToken ct) =>
        database.FirstAsync(
            "delete from authorization_codes where hash = @hash and expires_at > @now returning document",
            [("@hash", Secrets.Hash(code)), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.AuthorizationCode)!,
            ct);

    /// <summary>Comes before redeeming, so that whoever is too late by however little finds the code spent.</summary>
    public Task RememberCodeAsync(string code, DateTimeOffset until, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            insert into redeemed_codes (hash, expires_at)
            select hash, @until from authorization_codes where hash = @hash
            on conflict (hash) do nothing
            """,
            [("@hash", Secrets.Hash(code)), ("@until", until.ToUnixTimeSeconds())],
            ct);

    /// <summary>RFC 6749 section 4.1.2: a code used twice takes down the token that it gave. A code that never was one does nothing.</summary>
    public Task RevokeTokenOfCodeAsync(string code, string accessTokenId, DateTimeOffset until, CancellationToken ct) =>
        database.ExecuteAsync(
            """
            insert into revoked_tokens (id, expires_at)
            select @id, @until from redeemed_codes where hash = @hash
            on conflict (id) do nothing
            """,
            [("@hash", Secrets.Hash(code)), ("@id", accessTokenId), ("@until", until.ToUnixTimeSeconds())],
            ct);

    public async Task<bool> IsRevokedAsync(string tokenId, CancellationToken ct) =>
        await database.FirstAsync("select id from revoked_tokens where id = @id", [("@id", tokenId)], row => row.GetString(0), ct) is not null;

    /// <summary>Whether this is the assertion's first use.</summary>
    public async Task<bool> SpendClientAssertionAsync(string clientId, string jwtId, DateTimeOffset expiresAt, CancellationToken ct) =>
        await database.ExecuteAsync(
            "insert into client_assertions (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do nothing",
            [("@hash", Secrets.Hash(clientId + '\n' + jwtId)), ("@expiresAt", expiresAt.ToUnixTimeSeconds())],
            ct) == 1;

    static (string, object?)[] Row(string secret, Authentication authentication, DateTimeOffset expiresAt) =>
        [
            ("@hash", Secrets.Hash(secret)), ("@userId", authentication.UserId), ("@authenticatedAt", authentication.AuthenticatedAt),
            ("@methods", authentication.Methods), ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ];

    static Authentication ReadAuthentication(DbDataReader row) =>
        new() { UserId = row.GetString(0), AuthenticatedAt = row.GetInt64(1), Methods = row.GetString(2) };
}
