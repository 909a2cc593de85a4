using System.Collections.Concurrent;
using Postern.LocalOrg.Directory;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// The org's signing keys, made when first needed and kept in the store, so that a restart and every other process on it have the same
/// <c>kid</c>s.
/// Those that are published are rotated: api-access-management.md 11.
/// </summary>
sealed class SigningKeys(OrgStore store, KeyStore keyStore, OrgDirectory directory, SigningKeyPool? pool = null) : IAsyncDisposable
{
    const string OrgServer = "org";

    /// <summary>So long before it signs, the next key is published, so that nobody's copy of the set is without it.</summary>
    const long Notice = 30 * 24 * 3600;

    /// <summary>
    /// The machine's cores, which all orgs of the process share: fifty that start at once would keep every thread of the pool busy for
    /// seconds.
    /// </summary>
    static readonly SemaphoreSlim Makers = new(Environment.ProcessorCount);

    readonly ConcurrentDictionary<string, MadeOnce<SigningKey>> _keys = [];
    readonly CancellationTokenSource _stopping = new();

    /// <summary>The key that the authorization server signs with; null is the org's, which signs ID tokens only.</summary>
    public async ValueTask<SigningKey> ActiveAsync(string? serverId)
    {
        var server = NameOf(serverId);
        return await GetAsync(KeyName(server, (await RotationAsync(server, serverId)).Active));
    }

    /// <summary>
    /// The org authorization server's access tokens are nobody's to verify but Okta's: their key is not published (oidc.md 1).
    /// </summary>
    public ValueTask<SigningKey> AccessTokenKeyAsync(string? serverId) =>
        serverId is null ? new(GetAsync("org/access")) : ActiveAsync(serverId);

    /// <summary>The key of somebody who is no server of the org's: no server publishes it, and nothing that it signs is good.</summary>
    public Task<SigningKey> StrangersAsync() => GetAsync("stranger");

    /// <summary>The keys whose ID tokens are good: the active one, and the one before.</summary>
    public async Task<IReadOnlyList<SigningKey>> VerifiersAsync(string? serverId)
    {
        var set = await PublishedAsync(serverId);
        return set.Expired is { } expired ? [set.Active, expired] : [set.Active];
    }

    /// <summary>The keys whose access tokens are good.</summary>
    public async Task<IReadOnlyList<SigningKey>> AccessTokenVerifiersAsync(string? serverId) =>
        serverId is null ? [await AccessTokenKeyAsync(null)] : await VerifiersAsync(serverId);

    public async Task<PublishedKeys> PublishedAsync(string? serverId)
    {
        var server = NameOf(serverId);
        var rotation = await RotationAsync(server, serverId);
        var next = KeyName(server, rotation.Active + 1);
        var isNear = store.Time.GetUtcNow().ToUnixTimeSeconds() >= rotation.NextRotation - Notice;
        return new(
            await GetAsync(KeyName(server, rotation.Active)),
            isNear || IsMade(next) || (!store.IsAlone && await keyStore.FindSigningKeyAsync(next, CancellationToken.None) is not null)
                ? await GetAsync(next)
                : null,
            // One, however soon it followed the one before: Okta publishes one to three keys (oidc.md 14), of each status one
            // (api-access-management.md 11).
            rotation.Active > 0 ? await GetAsync(KeyName(server, rotation.Active - 1)) : null,
            rotation);
    }

    /// <summary>With the next key, which is made where nobody needed it yet.</summary>
    public async Task<PublishedKeys> AllAsync(string serverId)
    {
        var server = NameOf(serverId);
        await GetAsync(KeyName(server, (await RotationAsync(server, serverId)).Active + 1));
        return await PublishedAsync(serverId);
    }

    /// <summary>NEXT becomes ACTIVE, ACTIVE becomes EXPIRED.</summary>
    public async Task RotateAsync(string? serverId)
    {
        var server = NameOf(serverId);
        await RotateAsync(server, await RotationAsync(server, serverId));
    }

    /// <summary>What is being made is nobody's any more, and is not waited for; the store is not used afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var attempt in _keys.Values.Select(key => key.Attempt).OfType<Task<SigningKey>>())
        {
            await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!attempt.IsCompletedSuccessfully)
                continue;

            using var key = await attempt;
            pool?.Add(key.ToPkcs8());
        }
    }

    /// <summary>Not cancelled with the request that found it due: others wait for the same key.</summary>
    async ValueTask<KeyRotation> RotationAsync(string server, string? serverId)
    {
        var now = store.Time.GetUtcNow().ToUnixTimeSeconds();
        var rotation = await keyStore.FindKeyRotationAsync(server, CancellationToken.None);
        return now >= rotation.NextRotation && await RotatesAsync(serverId) ? await RotateAsync(server, rotation) : rotation;
    }

    async Task<bool> RotatesAsync(string? serverId) =>
        serverId is null || await directory.FindServerAsync(serverId, CancellationToken.None) is { RotatesKeys: true };

    async Task<KeyRotation> RotateAsync(string server, KeyRotation rotation)
    {
        await GetAsync(KeyName(server, rotation.Active + 1));
        await keyStore.RotateKeysAsync(server, rotation.Active, CancellationToken.None);
        return await keyStore.FindKeyRotationAsync(server, CancellationToken.None);
    }

    static string NameOf(string? serverId) => serverId is null ? OrgServer : $"custom/{serverId}";

    static string KeyName(string server, int generation) => generation == 0 ? server : $"{server}/{generation}";

    bool IsMade(string name) => _keys.TryGetValue(name, out var key) && key.IsMade;

    Task<SigningKey> GetAsync(string name) => _keys.GetOrAdd(name, n => new(() => LoadOrMakeAsync(n))).Value;

    async Task<SigningKey> LoadOrMakeAsync(string name)
    {
        var stopping = _stopping.Token;
        stopping.ThrowIfCancellationRequested();
        var kept = await keyStore.FindSigningKeyAsync(name, stopping)
            ?? await keyStore.KeepSigningKeyAsync(name, await (pool?.TakeAsync(stopping) ?? MakeAsync(stopping)), stopping);
        return SigningKey.FromPkcs8(kept);
    }

    /// <summary>Once begun it cannot be cancelled, only left alone; what has to wait for its turn can.</summary>
    internal static async Task<string> MakeAsync(CancellationToken stopping)
    {
        await Makers.WaitAsync(stopping);
        return await Task.Factory.StartNew(
            MakeInTurn, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(stopping);
    }

    static string MakeInTurn()
    {
        try
        {
            return SigningKey.NewPkcs8();
        }
        finally
        {
            Makers.Release();
        }
    }
}

/// <summary>What an authorization server publishes.</summary>
sealed record PublishedKeys(SigningKey Active, SigningKey? Next, SigningKey? Expired, KeyRotation Rotation)
{
    /// <summary>As somebody knows them who has not asked since the one that signs now was made: none, where it is the first.</summary>
    public IEnumerable<(string Status, SigningKey Key)> BeforeActive => All.Where(key => key.Key == Expired);

    /// <summary>With Okta's name for what each is.</summary>
    public IEnumerable<(string Status, SigningKey Key)> All
    {
        get
        {
            yield return ("ACTIVE", Active);
            if (Next is not null)
                yield return ("NEXT", Next);
            if (Expired is not null)
                yield return ("EXPIRED", Expired);
        }
    }
}
