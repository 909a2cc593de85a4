using System.Collections.Concurrent;
using Postern.Local.Storage;

namespace Postern.Local.Tokens;

/// <summary>The org's signing keys, made when first needed and kept in the store, so that a restart keeps its <c>kid</c>s.</summary>
sealed class SigningKeys(OrgStore store) : IDisposable
{
    readonly ConcurrentDictionary<string, Lazy<Task<SigningKey>>> _keys = [];

    /// <summary>The key that the authorization server publishes; null is the org's, which signs ID tokens only.</summary>
    public Task<SigningKey> PublishedAsync(string? authorizationServerId) =>
        GetAsync(authorizationServerId is null ? "org" : $"custom/{authorizationServerId}");

    /// <summary>The org authorization server's access tokens are nobody's to verify but Okta's: their key is not published (oidc.md 1).</summary>
    public Task<SigningKey> AccessTokenKeyAsync(string? authorizationServerId) =>
        authorizationServerId is null ? GetAsync("org/access") : PublishedAsync(authorizationServerId);

    public void Dispose()
    {
        foreach (var key in _keys.Values)
            if (key is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var made } })
                made.Dispose();
    }

    Task<SigningKey> GetAsync(string name) =>
        _keys.GetOrAdd(name, n => new(() => Task.Run(() => LoadOrMakeAsync(n)))).Value;

    // Not cancelled with the request that asked first: others wait for the same key.
    async Task<SigningKey> LoadOrMakeAsync(string name)
    {
        var kept = await store.FindSigningKeyAsync(name, CancellationToken.None)
            ?? await store.KeepSigningKeyAsync(name, SigningKey.NewPkcs8(), CancellationToken.None);
        return SigningKey.FromPkcs8(kept);
    }
}
