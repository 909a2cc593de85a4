using System.Data.Common;
using System.Text.Json;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// Codes, refresh tokens and device secrets; tokens that were taken down before their time, and JWTs that are good once. Of any number of
/// concurrent redemptions one wins.
/// </summary>
sealed class TokenStore(OrgStore store)
{
    const string RefreshTokenColumns =
        "id, server_id, client_id, user_id, scopes, grant_type, authenticated_at, methods, generation, rotated_at, idle_seconds, " +
        "ends_at, session_id, key_thumbprint, context";

    const string KeptColumns = RefreshTokenColumns + ", expires_at, created_at";

    const string Live = "expires_at > @now and not exists (select 1 from revoked_tokens where revoked_tokens.id = refresh_tokens.id)";

    readonly Unredeemed<AuthorizationCode> _codes = new(store.IsAlone);

    public void AddCode(Work work, string code, AuthorizationCode grant, DateTimeOffset expiresAt)
    {
        var hash = Secrets.Hash(code);
        work.Write(
            "insert into authorization_codes (hash, document, expires_at) values (@hash, @document, @expiresAt)",
            [
                ("@hash", hash), ("@document", JsonSerializer.Serialize(grant, TokensJson.Default.AuthorizationCode)),
                ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
            ],
            then: () => _codes.Add(hash, grant));
    }

    /// <summary>What it stands for. It is good to whoever spends it.</summary>
    public async ValueTask<AuthorizationCode?> FindCodeAsync(string code, CancellationToken ct)
    {
        var hash = Secrets.Hash(code);
        return _codes.Take(hash) ?? await store.Database.FirstAsync(
            "select document from authorization_codes where hash = @hash and expires_at > @now", [("@hash", hash), ("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), TokensJson.Default.AuthorizationCode)!, ct);
    }

    public void SpendCode(Work work, string code) =>
        work.Spend(
            "delete from authorization_codes where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(code)), ("@now", store.Now)]);

    public void AddRefreshToken(Work work, RefreshToken token) => work.Write(
        $"""
        insert into refresh_tokens ({KeptColumns})
        values (@id, @serverId, @clientId, @userId, @scopes, @grantType, @authenticatedAt, @methods, 0, @now, @idleSeconds, @endsAt, @sessionId, @keyThumbprint, @context, @expiresAt, @now)
        """,
        [
            ("@id", token.Id), ("@serverId", token.AuthorizationServerId), ("@clientId", token.ClientId), ("@userId", token.UserId),
            ("@scopes", string.Join(' ', token.Scopes)),
            ("@grantType", token.GrantType), ("@authenticatedAt", token.AuthenticatedAt), ("@methods", string.Join(' ', token.Methods)),
            ("@sessionId", token.SessionId), ("@keyThumbprint", token.KeyThumbprint), ("@context", token.Context),
            ("@now", store.Now),
            ("@idleSeconds", token.IdleSeconds),
            ("@endsAt", token.EndsAt), ("@expiresAt", Math.Min(store.Now + token.IdleSeconds, token.EndsAt)),
        ]);

    /// <summary>Not what was revoked, even where it was revoked before it was issued.</summary>
    public Task<RefreshToken?> FindRefreshTokenAsync(string id, CancellationToken ct) =>
        store.Database.FirstAsync(
            $"select {KeptColumns} from refresh_tokens where id = @id and {Live}",
            [("@id", id), ("@now", store.Now)],
            ReadRefreshToken,
            ct);

    /// <summary>The next after an id, in the order of ids, of those that are good. An empty one is before the first.</summary>
    public Task<List<RefreshToken>> RefreshTokensAsync(TokenOwner owner, string after, int most, CancellationToken ct) =>
        store.Database.AllAsync(
            $"select {KeptColumns} from refresh_tokens where {Live} and id > @after{owner.Condition} order by id limit @most",
            [("@now", store.Now), ("@after", after), ("@most", most), .. owner.Parameters],
            ReadRefreshToken,
            ct);

    /// <summary>The clients that have refresh tokens which are good.</summary>
    public Task<List<string>> ClientsAsync(TokenOwner owner, CancellationToken ct) => store.Database.AllAsync(
        $"select distinct client_id from refresh_tokens where {Live}{owner.Condition} order by client_id",
        [("@now", store.Now), .. owner.Parameters],
        row => row.GetString(0),
        ct);

    /// <summary>Whoever comes after it under the same id begins anew.</summary>
    public void ForgetClient(Work work, string clientId) =>
        work.Write("delete from refresh_tokens where client_id = @clientId", [("@clientId", clientId)]);

    /// <summary>Where it is still of that generation: of any number of attempts one rotates it. The end stays where it was.</summary>
    public void RotateRefreshToken(Work work, string id, int generation) => work.Change(
        """
        update refresh_tokens
        set generation = generation + 1, rotated_at = @now, expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
        where id = @id and generation = @generation and expires_at > @now
        """,
        [("@id", id), ("@generation", generation), ("@now", store.Now)]);

    /// <summary>Its idle time starts again.</summary>
    public void UseRefreshToken(Work work, string id) => work.Write(
        "update refresh_tokens set expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end where " +
        "id = @id",
        [("@id", id), ("@now", store.Now)]);

    /// <summary>Takes it down with every access token that carries its id.</summary>
    public void RevokeRefreshToken(Work work, string id, DateTimeOffset until)
    {
        RevokeToken(work, id, until);
        work.Write("delete from refresh_tokens where id = @id", [("@id", id)]);
    }

    /// <summary>All of somebody's, in one statement, however many there are.</summary>
    public void RevokeRefreshTokens(Work work, TokenOwner owner, DateTimeOffset until)
    {
        work.Write(
            "insert into revoked_tokens (id, expires_at) select id, cast(@until as bigint) from refresh_tokens where 1 = 1" +
            owner.Condition + " on conflict (id) do nothing",
            [("@until", until.ToUnixTimeSeconds()), .. owner.Parameters]);
        work.Write($"delete from refresh_tokens where 1 = 1{owner.Condition}", [.. owner.Parameters]);
    }

    /// <summary>All that a user has, at every client, with the access tokens that carry their ids, and the secrets of devices.</summary>
    public void RevokeTokensOf(Work work, string userId, DateTimeOffset until)
    {
        RevokeRefreshTokens(work, new() { UserId = userId }, until);
        work.Write("delete from device_secrets where user_id = @userId", [("@userId", userId)]);
    }

    public void AddDeviceSecret(Work work, string secret, DeviceSecret device) => work.Write(
        """
        insert into device_secrets (hash, server_id, user_id, authenticated_at, methods, expires_at)
        values (@hash, @serverId, @userId, @authenticatedAt, @methods, @expiresAt)
        """,
        [
            ("@hash", Secrets.Hash(secret)), ("@serverId", device.AuthorizationServerId), ("@userId", device.UserId),
            ("@authenticatedAt", device.AuthenticatedAt), ("@methods", string.Join(' ', device.Methods)), ("@expiresAt", device.ExpiresAt),
        ]);

    public Task<DeviceSecret?> FindDeviceSecretAsync(string secret, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select server_id, user_id, authenticated_at, methods, expires_at from device_secrets where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(secret)), ("@now", store.Now)],
            row => new DeviceSecret
            {
                AuthorizationServerId = row.IsDBNull(0) ? null : row.GetString(0),
                UserId = row.GetString(1),
                AuthenticatedAt = row.GetInt64(2),
                Methods = row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries), ExpiresAt = row.GetInt64(4),
            },
            ct);

    public void RemoveDeviceSecret(Work work, string secret) =>
        work.Write("delete from device_secrets where hash = @hash", [("@hash", Secrets.Hash(secret))]);

    /// <summary>Takes a token down before its time. Saying so again changes nothing.</summary>
    public void RevokeToken(Work work, string tokenId, DateTimeOffset until) => work.Write(
        "insert into revoked_tokens (id, expires_at) values (@id, @until) on conflict (id) do nothing",
        [("@id", tokenId), ("@until", until.ToUnixTimeSeconds())]);

    /// <summary>By itself, or with the refresh token that it belongs to.</summary>
    public async Task<bool> IsRevokedAsync(string tokenId, string? family, CancellationToken ct) =>
        await store.Database.FirstAsync(
            "select id from revoked_tokens where id = @id or id = @family",
            [("@id", tokenId), ("@family", family ?? tokenId)],
            row => row.GetString(0),
            ct) is not null;

    /// <summary>
    /// Whether this is the first use of a JWT by its <c>jti</c>, which is one within what the owner signs for one purpose. It is spent with
    /// the work then.
    /// </summary>
    public async Task<bool> SpendJwtAsync(Work work, string owner, string jwtId, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var hash = Secrets.Hash(owner + '\n' + jwtId);
        if (
            await store.Database.FirstAsync(
                "select hash from client_assertions where hash = @hash", [("@hash", hash)], row => row.GetString(0), ct) is not null)
            return false;

        work.Spend(
            "insert into client_assertions (hash, expires_at) values (@hash, @expiresAt) on conflict (hash) do nothing",
            [("@hash", hash), ("@expiresAt", expiresAt.ToUnixTimeSeconds())]);
        return true;
    }

    static RefreshToken ReadRefreshToken(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        AuthorizationServerId = row.IsDBNull(1) ? null : row.GetString(1),
        ClientId = row.GetString(2),
        UserId = row.GetString(3),
        Scopes = row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        GrantType = row.GetString(5),
        AuthenticatedAt = row.GetInt64(6),
        Methods = row.GetString(7).Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Generation = row.GetInt32(8),
        RotatedAt = row.GetInt64(9),
        IdleSeconds = row.GetInt64(10), EndsAt = row.GetInt64(11),
        SessionId = row.IsDBNull(12) ? null : row.GetString(12),
        KeyThumbprint = row.IsDBNull(13) ? null : row.GetString(13),
        Context = row.IsDBNull(14) ? null : row.GetString(14),
        ExpiresAt = row.GetInt64(15),
        CreatedAt = row.GetInt64(16) is > 0 and var created ? created : row.GetInt64(9),
    };
}

/// <summary>Whose refresh tokens are meant; what is null is anybody's.</summary>
sealed record TokenOwner
{
    public string? ClientId { get; init; }
    public string? UserId { get; init; }

    /// <summary>Of a custom authorization server.</summary>
    public string? ServerId { get; init; }

    public string Condition =>
        (ClientId is null ? "" : " and client_id = @clientId")
        + (UserId is null ? "" : " and user_id = @userId")
        + (ServerId is null ? "" : " and server_id = @serverId");

    public IEnumerable<(string, object?)> Parameters => new (string, object?)[]
    {
        ("@clientId", ClientId), ("@userId", UserId), ("@serverId", ServerId),
    }.Where(parameter => parameter.Item2 is not null);

    /// <summary>Whether a token is one of them.</summary>
    public bool Owns(RefreshToken token) =>
        (ClientId is null || ClientId == token.ClientId)
        && (UserId is null || UserId == token.UserId)
        && (ServerId is null || ServerId == token.AuthorizationServerId);
}
