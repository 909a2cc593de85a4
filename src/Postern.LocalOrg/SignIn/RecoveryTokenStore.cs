using System.Text.Json;
using Postern.LocalOrg.SignIn.Machine;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.SignIn;

/// <summary>The tokens by which users come back whose password is forgotten, locked or not yet chosen. What is stored are hashes.</summary>
sealed class RecoveryTokenStore(OrgStore store)
{
    static readonly TimeSpan ActivationLifetime = TimeSpan.FromDays(7);

    /// <summary>Whoever comes late may ask for another.</summary>
    static readonly TimeSpan Lateness = TimeSpan.FromDays(30);

    public void Add(Work work, string token, Recovery recovery, DateTimeOffset expiresAt) => work.Write(
        "insert into recovery_tokens (hash, document, is_used, expires_at) values (@hash, @document, 0, @expiresAt)",
        [
            ("@hash", Secrets.Hash(token)), ("@document", JsonSerializer.Serialize(recovery, SignInJson.Default.Recovery)),
            ("@expiresAt", expiresAt.ToUnixTimeSeconds()),
        ]);

    public void AddActivation(Work work, string token, string userId)
    {
        var goodUntil = store.Time.GetUtcNow() + ActivationLifetime;
        Add(
            work, token, new(userId, RecoveryTypes.AccountActivation, null) { GoodUntil = goodUntil.ToUnixTimeSeconds() },
            goodUntil + Lateness);
    }

    /// <summary>Null where it is unknown, used or expired.</summary>
    public async Task<Recovery?> FindAsync(string token, CancellationToken ct) =>
        await FindUnusedAsync(token, ct) is { } found && !HasExpired(found) ? found : null;

    /// <summary>One that activates, and has expired of late. Null: it is none.</summary>
    public async Task<Recovery?> FindLateActivationAsync(string token, CancellationToken ct) =>
        await FindUnusedAsync(token, ct) is { } found && HasExpired(found) ? found : null;

    /// <summary>Once; what was used stays, so that it can be called used.</summary>
    public void Spend(Work work, string token) =>
        work.Spend(
            "update recovery_tokens set is_used = 1 where hash = @hash and is_used = 0 and expires_at > @now",
            [("@hash", Secrets.Hash(token)), ("@now", store.Now)]);

    public async Task<bool> IsUsedAsync(string token, CancellationToken ct) =>
        await store.Database.FirstAsync(
            "select hash from recovery_tokens where hash = @hash and is_used = 1",
            [("@hash", Secrets.Hash(token))],
            row => row.GetString(0),
            ct) is not null;

    bool HasExpired(Recovery recovery) => recovery.GoodUntil <= store.Now;

    Task<Recovery?> FindUnusedAsync(string token, CancellationToken ct) =>
        store.Database.FirstAsync(
            "select document from recovery_tokens where hash = @hash and is_used = 0 and expires_at > @now",
            [("@hash", Secrets.Hash(token)), ("@now", store.Now)],
            row => JsonSerializer.Deserialize(row.GetString(0), SignInJson.Default.Recovery)!, ct);
}
