using System.Data.Common;

namespace Postern.LocalOrg.Storage;

/// <summary>Refresh tokens: columns and no documents, since there may be a million of them.</summary>
sealed partial class OrgStore
{
    const string RefreshTokenColumns = "id, server_id, client_id, user_id, scopes, grant_type, authenticated_at, methods, generation, rotated_at, idle_seconds, ends_at, session_id, key_thumbprint, context";

    public void AddRefreshToken(Work work, RefreshToken token) => work.Write(
        $"""
        insert into refresh_tokens ({RefreshTokenColumns}, expires_at)
        values (@id, @serverId, @clientId, @userId, @scopes, @grantType, @authenticatedAt, @methods, 0, @now, @idleSeconds, @endsAt, @sessionId, @keyThumbprint, @context, @expiresAt)
        """,
        [
            ("@id", token.Id), ("@serverId", token.AuthorizationServerId), ("@clientId", token.ClientId), ("@userId", token.UserId),
            ("@scopes", string.Join(' ', token.Scopes)), ("@grantType", token.GrantType), ("@authenticatedAt", token.AuthenticatedAt), ("@methods", string.Join(' ', token.Methods)),
            ("@sessionId", token.SessionId), ("@keyThumbprint", token.KeyThumbprint), ("@context", token.Context),
            ("@now", Now), ("@idleSeconds", token.IdleSeconds), ("@endsAt", token.EndsAt), ("@expiresAt", Math.Min(Now + token.IdleSeconds, token.EndsAt)),
        ]);

    /// <summary>Not what was revoked, even where it was revoked before it was issued.</summary>
    public Task<RefreshToken?> FindRefreshTokenAsync(string id, CancellationToken ct) =>
        database.FirstAsync(
            $"""
            select {RefreshTokenColumns}, expires_at from refresh_tokens
            where id = @id and expires_at > @now and not exists (select 1 from revoked_tokens where revoked_tokens.id = @id)
            """,
            [("@id", id), ("@now", Now)],
            ReadRefreshToken,
            ct);

    /// <summary>Where it is still of that generation: of any number of attempts one rotates it. The end stays where it was.</summary>
    public void RotateRefreshToken(Work work, string id, int generation) => work.Change(
        """
        update refresh_tokens
        set generation = generation + 1, rotated_at = @now, expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end
        where id = @id and generation = @generation and expires_at > @now
        """,
        [("@id", id), ("@generation", generation), ("@now", Now)]);

    /// <summary>Its idle time starts again.</summary>
    public void UseRefreshToken(Work work, string id) => work.Write(
        "update refresh_tokens set expires_at = case when ends_at < @now + idle_seconds then ends_at else @now + idle_seconds end where id = @id", [("@id", id), ("@now", Now)]);

    /// <summary>Takes it down with every access token that carries its id.</summary>
    public void RevokeRefreshToken(Work work, string id, DateTimeOffset until)
    {
        RevokeToken(work, id, until);
        work.Write("delete from refresh_tokens where id = @id", [("@id", id)]);
    }

    static RefreshToken ReadRefreshToken(DbDataReader row) => new()
    {
        Id = row.GetString(0), AuthorizationServerId = row.IsDBNull(1) ? null : row.GetString(1), ClientId = row.GetString(2), UserId = row.GetString(3),
        Scopes = row.GetString(4).Split(' ', StringSplitOptions.RemoveEmptyEntries), GrantType = row.GetString(5), AuthenticatedAt = row.GetInt64(6),
        Methods = row.GetString(7).Split(' ', StringSplitOptions.RemoveEmptyEntries), Generation = row.GetInt32(8), RotatedAt = row.GetInt64(9),
        IdleSeconds = row.GetInt64(10), EndsAt = row.GetInt64(11),
        SessionId = row.IsDBNull(12) ? null : row.GetString(12), KeyThumbprint = row.IsDBNull(13) ? null : row.GetString(13), Context = row.IsDBNull(14) ? null : row.GetString(14),
        ExpiresAt = row.GetInt64(15),
    };
}
