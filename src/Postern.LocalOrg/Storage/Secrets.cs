using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Storage;

/// <summary>Makes, hashes and compares secrets.</summary>
static class Secrets
{
    /// <summary>43 characters of base64url: 256 random bits.</summary>
    public static string New() => New(32);

    public static string New(int bytes)
    {
        Span<byte> random = stackalloc byte[bytes];
        RandomNumberGenerator.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    /// <summary>Okta's session token: <c>20111</c> and 50 characters (authn.md 12).</summary>
    public static string NewSessionToken() => "20111" + New(38)[..50];

    /// <summary>Okta's state token: <c>00</c> and 40 characters (authn.md 12).</summary>
    public static string NewStateToken() => "00" + New(30);

    /// <summary>
    /// What is stored of a random secret: half its SHA-256, 22 characters. Without salt or rounds, since nobody guesses 200 random bits;
    /// half, since nobody finds a second secret for 128 bits either, and a load test keeps a million of these.
    /// </summary>
    public static string Hash(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HashUtf8(secret, hash);
        return Base64Url.EncodeToString(hash[..16]);
    }

    /// <summary>The SHA-256 of the text in UTF-8.</summary>
    public static void HashUtf8(string text, Span<byte> hash)
    {
        if (text.Length > 256)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
            return;
        }

        Span<byte> utf8 = stackalloc byte[3 * 256];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
    }

    /// <summary>In time that tells nothing, not even the expected length.</summary>
    public static bool AreEqual(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
