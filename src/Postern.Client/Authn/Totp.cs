using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Web;

namespace Postern.Client;

/// <summary>
/// One-time passwords from a seed: RFC 6238 with SHA-1, 6 digits and steps of 30 seconds, as Okta Verify and Google Authenticator make
/// them.
/// </summary>
public sealed class Totp
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    readonly byte[] _key;

    Totp(byte[] key) => _key = key;

    /// <summary>How long a code lasts.</summary>
    public static TimeSpan Step { get; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Names the seed and nothing else, in hexadecimal: keyed with it, so that it is no hash of the seed that anything else would print.
    /// </summary>
    internal string KeyHash => Convert.ToHexStringLower(HMACSHA256.HashData(_key, "postern: which time step was spent last"u8)[..16]);

    /// <summary>
    /// Reads a seed in Base32 (RFC 4648 section 6; case, spaces and padding do not matter), or the <c>otpauth://totp/</c> URI of a QR code.
    /// </summary>
    /// <exception cref="ArgumentException">It is neither; or the URI asks for other digits, steps or hashes.</exception>
    public static Totp FromSecret(string secret)
    {
        var text = secret.Trim();
        if (text.StartsWith("otpauth://", StringComparison.OrdinalIgnoreCase))
            text = FromUri(text);

        List<byte> key = [];
        int buffer = 0, bits = 0;
        foreach (var c in text.Where(c => c is not (' ' or '-' or '=')))
        {
            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
                throw new ArgumentException(
                    "The TOTP seed is no Base32: it may hold the letters A to Z and the digits 2 to 7 alone. Copy it from where the " +
                    "factor was enrolled, or give the otpauth:// URI.");

            buffer = ((buffer << 5) | value) & 0xfff;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                key.Add((byte)(buffer >> bits));
            }
        }

        return key.Count > 0
            ? new([.. key])
            : throw new ArgumentException("The TOTP seed is empty. In CI an unset secret often arrives as an empty string.");
    }

    /// <summary>The code of the step that the instant lies in.</summary>
    public string CodeAt(DateTimeOffset instant) => CodeOf(StepAt(instant));

    internal static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    internal static DateTimeOffset StartOf(long step) => DateTimeOffset.FromUnixTimeSeconds(step * (long)Step.TotalSeconds);

    internal string CodeOf(long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238's default, and what Okta computes with
        HMACSHA1.HashData(_key, counter, mac);
#pragma warning restore CA5350
        var code = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & 0x7fffffff;
        return (code % 1_000_000).ToString("d6", CultureInfo.InvariantCulture);
    }

    /// <summary>No seed.</summary>
    public override string ToString() => "a TOTP seed";

    static string FromUri(string uri)
    {
        var query = Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Host == "totp"
            ? HttpUtility.ParseQueryString(parsed.Query)
            : null;
        if (query?["secret"] is not { Length: > 0 } secret)
            throw new ArgumentException("The otpauth:// URI names no TOTP secret.");
        return query["algorithm"] is null or "SHA1" && query["digits"] is null or "6" && query["period"] is null or "30"
            ? secret
            : throw new ArgumentException(
                "The otpauth:// URI asks for another hash, length or step than Okta's: SHA1, 6 digits, 30 seconds.");
    }
}
