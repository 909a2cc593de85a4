using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postern.LocalOrg.SignIn;

/// <summary>
/// Hashes of passwords that another system made and an admin imported: BCRYPT, SHA-512, SHA-256, SHA-1, MD5 and PBKDF2 (management.md 5.4).
/// Stored as a text of their own until the password is known, which is when the user first signs in.
/// </summary>
static class ImportedHash
{
    const string Bcrypt = "import-bcrypt", Digest = "import-digest", Pbkdf2 = "import-pbkdf2";

    /// <summary>More work than these are to check is nothing that a request may be.</summary>
    const int MostIterations = 10_000_000, MostBytes = 128;

    /// <summary>In the place of a hash: a service of somebody else's knows the password, and is asked for it once.</summary>
    public const string Hook = "import-hook";

    public static bool Is(string storedHash) => storedHash.StartsWith("import-", StringComparison.Ordinal);

    /// <summary>Null where it can be none.</summary>
    public static string? OfBcrypt(int workFactor, string salt, string value) =>
        workFactor is >= 4 and <= 20 && IsRadix64(salt, 22) && IsRadix64(value, 31)
            ? string.Create(CultureInfo.InvariantCulture, $"{Bcrypt}${workFactor}${salt}{value}")
            : null;

    /// <summary>Null where it can be none.</summary>
    /// <param name="algorithm">As Okta calls it: <c>SHA-512</c>.</param>
    /// <param name="salt">In base64; empty: none.</param>
    /// <param name="isPrefix">Whether the salt is before the password.</param>
    /// <param name="value">In base64.</param>
    public static string? OfDigest(string algorithm, string salt, bool isPrefix, string value) =>
        Hash(algorithm, []) is { } digest && BytesOf(salt) is not null && BytesOf(value)?.Length == digest.Length
            ? $"{Digest}${algorithm}${(isPrefix ? "PREFIX" : "POSTFIX")}${salt}${value}"
            : null;

    /// <summary>Null where it can be none.</summary>
    /// <param name="algorithm"><c>SHA256_HMAC</c> or <c>SHA512_HMAC</c>.</param>
    /// <param name="iterations">4096 at least.</param>
    /// <param name="keySize">In bytes.</param>
    /// <param name="salt">In base64.</param>
    /// <param name="value">In base64.</param>
    public static string? OfPbkdf2(string algorithm, int iterations, int keySize, string salt, string value) =>
        NameOf(algorithm) is not null && iterations is >= 4096 and <= MostIterations && keySize is > 0 and <= MostBytes
            && BytesOf(salt) is not null && BytesOf(value)?.Length == keySize
            ? string.Create(CultureInfo.InvariantCulture, $"{Pbkdf2}${algorithm}${iterations}${salt}${value}")
            : null;

    public static bool Matches(string storedHash, string password) => storedHash.Split('$') switch
    {
        [Bcrypt, var factor, var rest] => BCrypt.Net.BCrypt.Verify(
            password, $"$2a${int.Parse(factor, CultureInfo.InvariantCulture):00}${rest}"),
        [Digest, var algorithm, var order, var salt, var value] => AreEqual(
            Hash(algorithm, order is "PREFIX" ? [.. BytesOf(salt)!, .. Utf8(password)] : [.. Utf8(password), .. BytesOf(salt)!])!, value),
        [Pbkdf2, var algorithm, var iterations, var salt, var value] => AreEqual(
            Rfc2898DeriveBytes.Pbkdf2(
                password, BytesOf(salt)!, int.Parse(iterations, CultureInfo.InvariantCulture), NameOf(algorithm)!.Value,
                BytesOf(value)!.Length),
            value),
        _ => false,
    };

    static byte[] Utf8(string password) => Encoding.UTF8.GetBytes(password);

    static bool AreEqual(byte[] derived, string value) => CryptographicOperations.FixedTimeEquals(derived, BytesOf(value)!);

    static byte[]? Hash(string algorithm, byte[] bytes) => algorithm switch
    {
        "SHA-512" => SHA512.HashData(bytes),
        "SHA-256" => SHA256.HashData(bytes),
#pragma warning disable CA5350, CA5351 // Other systems' choices: they are replaced as soon as the password is known.
        "SHA-1" => SHA1.HashData(bytes),
        "MD5" => MD5.HashData(bytes),
#pragma warning restore CA5350, CA5351
        _ => null,
    };

    static HashAlgorithmName? NameOf(string algorithm) => algorithm switch
    {
        "SHA256_HMAC" => HashAlgorithmName.SHA256,
        "SHA512_HMAC" => HashAlgorithmName.SHA512,
        _ => null,
    };

    static byte[]? BytesOf(string base64)
    {
        var bytes = new byte[base64.Length];
        return base64.Length <= 1024 && Convert.TryFromBase64String(base64, bytes, out var length) ? bytes[..length] : null;
    }

    static bool IsRadix64(string text, int length) =>
        text.Length == length && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '/');
}
