using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tokens;

/// <summary>Signing keys by name, and which of an authorization server's signs now.</summary>
sealed class KeyStore(OrgStore store)
{
    static readonly Kind Rotations = new("key_rotations");

    readonly Remembered<KeyRotation> _rotations = store.Memory.Of<KeyRotation>(Rotations);

    /// <summary>Whoever comes first names the key; everybody gets that one.</summary>
    public async Task<string> KeepSigningKeyAsync(string name, string pkcs8, CancellationToken ct)
    {
        await store.Database.ExecuteAsync(
            "insert into signing_keys (name, pkcs8) values (@name, @pkcs8) on conflict (name) do nothing",
            [("@name", name), ("@pkcs8", pkcs8)],
            ct);
        return (await FindSigningKeyAsync(name, ct))!;
    }

    public Task<string?> FindSigningKeyAsync(string name, CancellationToken ct) =>
        store.Database.FirstAsync("select pkcs8 from signing_keys where name = @name", [("@name", name)], row => row.GetString(0), ct);

    /// <summary>Begun now, where nobody has asked before.</summary>
    public async ValueTask<KeyRotation> FindKeyRotationAsync(string server, CancellationToken ct) =>
        (await _rotations.GetAsync(server, async key => await ReadKeyRotationAsync(key, ct) ?? await BeginKeyRotationAsync(key, ct)))!;

    /// <summary>Of any number of processes that see the same key outlived, one rotates it.</summary>
    public Task<bool> RotateKeysAsync(string server, int active, CancellationToken ct) => store.TryCommitAsync(
        [
            new("update key_rotations set active = active + 1, rotated_at = @now where server = @server and active = @active",
                [("@server", server), ("@active", active), ("@now", store.Now)]) { MustFind = true, Kind = Rotations },
        ],
        ct);

    async Task<KeyRotation?> BeginKeyRotationAsync(string server, CancellationToken ct)
    {
        await store.Database.ExecuteAsync(
            "insert into key_rotations (server, active, rotated_at) values (@server, 0, @now) on conflict (server) do nothing",
            [("@server", server), ("@now", store.Now)], ct);
        return await ReadKeyRotationAsync(server, ct);
    }

    Task<KeyRotation?> ReadKeyRotationAsync(string server, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select active, rotated_at from key_rotations where server = @server", [("@server", server)], row =>
                new KeyRotation(row.GetInt32(0), row.GetInt64(1)), ct);
}

/// <summary>How often an authorization server's keys were rotated, and when last, in seconds since the epoch.</summary>
sealed record KeyRotation(int Active, long RotatedAt)
{
    /// <summary>About three months: oidc.md 14.</summary>
    const long Period = 90 * 24 * 3600;

    public long NextRotation => RotatedAt + Period;
}
