using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Postern.LocalOrg.Tokens;

/// <summary>
/// Writes and reads refresh tokens: 43 characters of base64url that hold the id, how often it was rotated, and the org's seal on both. So
/// nothing of
/// a token is stored, an outdated one is told from an invented one, and whoever presents the last one again gets the same successor.
/// </summary>
sealed class RefreshTokenSeal(KeyStore keyStore)
{
    const int GenerationPart = 3;
    const int SealedPart = sizeof(ulong) + GenerationPart;
    const int SealPart = 21;

    readonly StoredKey _key = new(keyStore, "refresh tokens");

    public async ValueTask<string> WriteAsync(RefreshTokenId id, int generation) => Write(await _key.Value, id, generation);

    /// <summary>Null where this org never issued it.</summary>
    public async ValueTask<(RefreshTokenId Id, int Generation)?> ReadAsync(string token) => Read(await _key.Value, token);

    static string Write(byte[] key, RefreshTokenId id, int generation)
    {
        Span<byte> token = stackalloc byte[SealedPart + SealPart];
        BinaryPrimitives.WriteUInt64BigEndian(token, id.Value);
        token[sizeof(ulong)] = (byte)(generation >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(token[(sizeof(ulong) + 1)..], (ushort)generation);
        Seal(key, token[..SealedPart], token[SealedPart..]);
        return Base64Url.EncodeToString(token);
    }

    static (RefreshTokenId, int)? Read(byte[] key, string token)
    {
        Span<byte> given = stackalloc byte[SealedPart + SealPart];
        if (token.Length != Base64Url.GetEncodedLength(given.Length)
            || Base64Url.DecodeFromChars(token, given, out _, out var written) is not OperationStatus.Done
            || written != given.Length)
            return null;

        Span<byte> seal = stackalloc byte[SealPart];
        Seal(key, given[..SealedPart], seal);
        return CryptographicOperations.FixedTimeEquals(seal, given[SealedPart..])
            ? (
                new(BinaryPrimitives.ReadUInt64BigEndian(given)),
                (given[sizeof(ulong)] << 16) | BinaryPrimitives.ReadUInt16BigEndian(given[(sizeof(ulong) + 1)..]))
            : null;
    }

    static void Seal(byte[] key, ReadOnlySpan<byte> content, Span<byte> seal)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, content, mac);
        mac[..SealPart].CopyTo(seal);
    }
}
