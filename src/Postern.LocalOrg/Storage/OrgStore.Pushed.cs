using System.Text.Json;

namespace Postern.LocalOrg.Storage;

/// <summary>Pushed authorization requests, and the consents that users have given.</summary>
sealed partial class OrgStore
{
    public void AddPushedRequest(Work work, string requestUri, string? serverId, string clientId, PushedAuthorization request, DateTimeOffset expiresAt) => work.Write(
        "insert into pushed_requests (hash, server_id, client_id, document, expires_at) values (@hash, @serverId, @clientId, @document, @expiresAt)",
        [
            ("@hash", Secrets.Hash(requestUri)), ("@serverId", serverId ?? ""), ("@clientId", clientId),
            ("@document", JsonSerializer.Serialize(request, StorageJson.Default.PushedAuthorization)), ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ]);

    /// <summary>Only for the client and at the server that it was pushed by and to: nobody else can burn it.</summary>
    public Task<PushedAuthorization?> FindPushedRequestAsync(string requestUri, string? serverId, string clientId, CancellationToken ct) =>
        database.FirstAsync(
            "select document from pushed_requests where hash = @hash and server_id = @serverId and client_id = @clientId and expires_at > @now",
            [("@hash", Secrets.Hash(requestUri)), ("@serverId", serverId ?? ""), ("@clientId", clientId), ("@now", Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), StorageJson.Default.PushedAuthorization)!,
            ct);

    public void SpendPushedRequest(Work work, string requestUri) =>
        work.Spend("delete from pushed_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(requestUri)), ("@now", Now)]);

    /// <summary>Whose it is, to say why somebody else may not redeem it.</summary>
    public Task<string?> PusherAsync(string requestUri, CancellationToken ct) =>
        database.FirstAsync("select client_id from pushed_requests where hash = @hash and expires_at > @now", [("@hash", Secrets.Hash(requestUri)), ("@now", Now)], row => row.GetString(0), ct);

    /// <summary>Scopes that the user has agreed to give the client at the server.</summary>
    public Task<List<string>> ConsentsAsync(string userId, string clientId, string? serverId, CancellationToken ct) =>
        database.AllAsync(
            "select scope from consents where user_id = @userId and client_id = @clientId and server_id = @serverId",
            [("@userId", userId), ("@clientId", clientId), ("@serverId", serverId ?? "")], row => row.GetString(0), ct);

    /// <summary>To be remembered until somebody takes it back.</summary>
    public void AddConsents(Work work, string userId, string clientId, string? serverId, IEnumerable<string> scopes)
    {
        foreach (var scope in scopes)
            work.Write(
                "insert into consents (user_id, client_id, server_id, scope) values (@userId, @clientId, @serverId, @scope) on conflict (user_id, client_id, server_id, scope) do nothing",
                [("@userId", userId), ("@clientId", clientId), ("@serverId", serverId ?? ""), ("@scope", scope)]);
    }

    public Task RevokeConsentsAsync(string userId, CancellationToken ct) =>
        database.ExecuteAsync("delete from consents where user_id = @userId", [("@userId", userId)], ct);

    public Task RevokeConsentsAsync(string userId, string clientId, CancellationToken ct) =>
        database.ExecuteAsync("delete from consents where user_id = @userId and client_id = @clientId", [("@userId", userId), ("@clientId", clientId)], ct);
}
