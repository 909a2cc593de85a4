using System.Security.Cryptography;
using System.Text;

namespace Postern.Client;

/// <summary>What is printed in a secret's place: the same value always gives the same fingerprint, and none gives the value back.</summary>
public static class Fingerprint
{
    /// <summary><c>sha256:</c> and the first 8 hexadecimal digits of the hash of its UTF-8 bytes.</summary>
    public static string Of(string secret) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..8]}";

    internal static string OfOptional(string? secret) => secret is null ? "none" : Of(secret);
}
