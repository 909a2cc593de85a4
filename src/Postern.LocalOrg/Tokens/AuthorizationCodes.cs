using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.Tokens;

/// <summary>Makes authorization codes that can be told from inventions long after they were redeemed, without keeping them.</summary>
sealed class AuthorizationCodes(KeyStore keyStore)
{
    const int RandomPart = 20;
    const int SealPart = 12;

    readonly StoredKey _key = new(keyStore, "codes");

    /// <summary>43 characters of base64url: 160 random bits (RFC 6749 section 10.10), and the org's seal on them.</summary>
    public async ValueTask<string> NewAsync()
    {
        var key = await _key.Value;
        return New(key);
    }

    /// <summary>The same for the same secret: of whoever asks twice what it is, both are told one.</summary>
    public async ValueTask<string> OfAsync(string secret)
    {
        var key = await _key.Value;
        return Of(secret, key);
    }

    /// <summary>Whether this org made it, be it redeemed, expired or still good.</summary>
    public async ValueTask<bool> IsGenuineAsync(string code)
    {
        var key = await _key.Value;
        return IsSealed(code, key);
    }

    /// <summary>
    /// Made from the code, so that whoever presents the code again names the token to take down; it gives nothing of the code away.
    /// </summary>
    public static string AccessTokenIdOf(string code) =>
        "AT." + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("access token of " + code)));

    static string Of(string secret, byte[] key)
    {
        Span<byte> code = stackalloc byte[RandomPart + SealPart];
        SHA256.HashData(Encoding.UTF8.GetBytes("code of " + secret)).AsSpan(..RandomPart).CopyTo(code);
        Seal(key, code[..RandomPart], code[RandomPart..]);
        return Base64Url.EncodeToString(code);
    }

    static string New(byte[] key)
    {
        Span<byte> code = stackalloc byte[RandomPart + SealPart];
        RandomNumberGenerator.Fill(code[..RandomPart]);
        Seal(key, code[..RandomPart], code[RandomPart..]);
        return Base64Url.EncodeToString(code);
    }

    static bool IsSealed(string code, byte[] key)
    {
        Span<byte> given = stackalloc byte[RandomPart + SealPart];
        if (code.Length != Base64Url.GetEncodedLength(given.Length)
            || Base64Url.DecodeFromChars(code, given, out _, out var written) is not OperationStatus.Done
            || written != given.Length)
            return false;

        Span<byte> seal = stackalloc byte[SealPart];
        Seal(key, given[..RandomPart], seal);
        return CryptographicOperations.FixedTimeEquals(seal, given[RandomPart..]);
    }

    static void Seal(byte[] key, ReadOnlySpan<byte> random, Span<byte> seal)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, random, mac);
        mac[..SealPart].CopyTo(seal);
    }
}
