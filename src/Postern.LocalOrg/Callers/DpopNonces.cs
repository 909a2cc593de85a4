using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Postern.LocalOrg.Storage;
using Postern.LocalOrg.Tokens;

namespace Postern.LocalOrg.Callers;

/// <summary>
/// Nonces that the token endpoint demands in DPoP proofs: a new one every day, made of a key and the day, so that none is kept and all
/// processes agree (oidc.md 17).
/// </summary>
sealed class DpopNonces(OrgStore store, KeyStore keyStore)
{
    const int SecondsEach = 24 * 60 * 60;

    /// <summary>How many are good at once: one for each day of the three that a nonce lives.</summary>
    const int Good = 3;

    readonly StoredKey _key = new(keyStore, "dpop nonces");

    long Today => store.Time.GetUtcNow().ToUnixTimeSeconds() / SecondsEach;

    public async Task<string> CurrentAsync() => Of(await _key.Value, Today);

    public async Task<bool> IsGoodAsync(string nonce)
    {
        var key = await _key.Value;
        for (var age = 0; age < Good; age++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(key, Today - age)), Encoding.UTF8.GetBytes(nonce)))
                return true;
        return false;
    }

    static string Of(byte[] key, long day) => Base64Url.EncodeToString(HMACSHA256.HashData(key, BitConverter.GetBytes(day)).AsSpan(0, 24));
}
