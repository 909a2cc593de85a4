namespace Postern.LocalOrg.Storage;

/// <summary>Device secrets, which stand for a sign-in that the apps of a device share.</summary>
sealed partial class OrgStore
{
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
        database.FirstAsync(
            "select server_id, user_id, authenticated_at, methods, expires_at from device_secrets where hash = @hash and expires_at > @now",
            [("@hash", Secrets.Hash(secret)), ("@now", Now)],
            row => new DeviceSecret
            {
                AuthorizationServerId = row.IsDBNull(0) ? null : row.GetString(0), UserId = row.GetString(1), AuthenticatedAt = row.GetInt64(2),
                Methods = row.GetString(3).Split(' ', StringSplitOptions.RemoveEmptyEntries), ExpiresAt = row.GetInt64(4),
            },
            ct);

    public void RemoveDeviceSecret(Work work, string secret) => work.Write("delete from device_secrets where hash = @hash", [("@hash", Secrets.Hash(secret))]);
}
