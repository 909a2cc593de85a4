using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Console;

/// <summary>
/// What opens the console: links that are good once, and what a browser keeps then. In the org's database, so that any process of it knows
/// them; hashes alone. By the machine's clock, since whoever moves the org's goes on looking.
/// </summary>
sealed class ConsoleKeys(OrgStore store, TimeProvider machine)
{
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(1);
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromHours(12);

    long Now => machine.GetUtcNow().ToUnixTimeSeconds();

    public Task<string> NewLinkAsync(CancellationToken ct) => AddAsync("link", LinkLifetime, ct);

    public Task<string> NewSessionAsync(CancellationToken ct) => AddAsync("session", SessionLifetime, ct);

    /// <summary>Makes a session of a link, in one statement: of any number at once one gets it. Null: it was used, or is too old.</summary>
    public async Task<string?> RedeemAsync(string link, CancellationToken ct)
    {
        var session = Secrets.New();
        var redeemed = await store.Database.ExecuteAsync(
            "update console_keys set hash = @session, kind = 'session', expires_at = @end where hash = @link and kind = 'link' and " +
            "expires_at > @now",
            [
                ("@session", Secrets.Hash(session)), ("@end", Now + (long)SessionLifetime.TotalSeconds), ("@link", Secrets.Hash(link)),
                ("@now", Now),
            ],
            ct);
        return redeemed == 1 ? session : null;
    }

    public async Task<bool> IsSessionAsync(string? key, CancellationToken ct) =>
        key is { Length: > 0 } && await store.Database.FirstAsync(
            "select kind from console_keys where hash = @hash and kind = 'session' and expires_at > @now",
            [("@hash", Secrets.Hash(key)), ("@now", Now)],
            row => row.GetString(0),
            ct) is not null;

    public Task EndAsync(string session, CancellationToken ct) =>
        store.Database.ExecuteAsync("delete from console_keys where hash = @hash", [("@hash", Secrets.Hash(session))], ct);

    async Task<string> AddAsync(string kind, TimeSpan lifetime, CancellationToken ct)
    {
        var key = Secrets.New();
        await store.Database.ExecuteAsync("delete from console_keys where expires_at <= @now", [("@now", Now)], ct);
        await store.Database.ExecuteAsync(
            "insert into console_keys (hash, kind, expires_at) values (@hash, @kind, @expiresAt)",
            [("@hash", Secrets.Hash(key)), ("@kind", kind), ("@expiresAt", Now + (long)lifetime.TotalSeconds)],
            ct);
        return key;
    }
}
