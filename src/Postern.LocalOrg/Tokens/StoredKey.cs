using System.Security.Cryptography;
using Postern.LocalOrg.Storage;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// 256 secret bits that all processes of an org share, made by whichever first needs them and kept beside the signing keys.
/// </summary>
sealed class StoredKey(KeyStore keyStore, string name)
{
    readonly MadeOnce<byte[]> _key = new(() => LoadOrMakeAsync(keyStore, name));

    public Task<byte[]> Value => _key.Value;

    static async Task<byte[]> LoadOrMakeAsync(KeyStore keyStore, string name) => Convert.FromBase64String(
        await keyStore.FindSigningKeyAsync(name, CancellationToken.None)
        ?? await keyStore.KeepSigningKeyAsync(name, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), CancellationToken.None));
}
