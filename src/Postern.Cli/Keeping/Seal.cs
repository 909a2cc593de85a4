using System.Security.Cryptography;
using System.Text;

namespace Postern.Cli;

/// <summary>
/// Encrypts what is kept, so that it can be neither read nor changed nor put under another name without the key: AES-256-GCM.
/// </summary>
sealed class Seal(byte[] key)
{
    public const int KeyLength = 32;

    const int NonceLength = 12;
    const int TagLength = 16;

    static ReadOnlySpan<byte> Mark => "postern tokens 1"u8;

    // With the number of the form behind it.
    static ReadOnlySpan<byte> Family => "postern tokens "u8;

    /// <summary>Whether it has a form that this version does not know.</summary>
    public static bool IsOfAnotherVersion(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.StartsWith(Family) && !sealedBytes.StartsWith(Mark);

    public byte[] Close(ReadOnlySpan<byte> clear, string name)
    {
        var sealedBytes = new byte[Mark.Length + NonceLength + TagLength + clear.Length];
        Mark.CopyTo(sealedBytes);
        var parts = Parts.Of(sealedBytes);
        RandomNumberGenerator.Fill(parts.Nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(parts.Nonce, clear, parts.Text, parts.Tag, Encoding.UTF8.GetBytes(name));
        return sealedBytes;
    }

    /// <summary>Null where it was sealed with another key, under another name, or is damaged.</summary>
    public byte[]? Open(byte[] sealedBytes, string name)
    {
        if (sealedBytes.Length < Mark.Length + NonceLength + TagLength || !sealedBytes.AsSpan().StartsWith(Mark))
            return null;

        var parts = Parts.Of(sealedBytes);
        var clear = new byte[parts.Text.Length];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(parts.Nonce, parts.Text, parts.Tag, clear, Encoding.UTF8.GetBytes(name));
            return clear;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    readonly ref struct Parts
    {
        public Span<byte> Nonce { get; private init; }
        public Span<byte> Tag { get; private init; }
        public Span<byte> Text { get; private init; }

        public static Parts Of(Span<byte> sealedBytes)
        {
            var rest = sealedBytes[Mark.Length..];
            return new()
            {
                Nonce = rest[..NonceLength], Tag = rest.Slice(NonceLength, TagLength), Text = rest[(NonceLength + TagLength)..],
            };
        }
    }
}
