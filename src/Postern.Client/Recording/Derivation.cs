using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postern.Client;

/// <summary>What is made of a value and travels in another place: an encoding, which leads back, or a hash, which does not.</summary>
static class Derivation
{
    public static IReadOnlyList<string> Encodings { get; } = ["", "url", "url2", "base64", "base64url", "json"];

    public static IReadOnlyList<string> Hashes { get; } = ["s256", "half256", "half384", "half512"];

    public static string Apply(string filter, string value) => filter switch
    {
        "" => value,
        "url" => Uri.EscapeDataString(value),
        "url2" => Uri.EscapeDataString(Uri.EscapeDataString(value)),
        "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
        "base64url" => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(value)),
        "json" => JsonEncodedText.Encode(value).ToString(),
        "s256" => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(value))),
        "half256" => Half(SHA256.HashData(Encoding.ASCII.GetBytes(value))),
        "half384" => Half(SHA384.HashData(Encoding.ASCII.GetBytes(value))),
        "half512" => Half(SHA512.HashData(Encoding.ASCII.GetBytes(value))),
        _ => throw new CassetteException(
            $"The cassette has a placeholder with '{filter}', which this version does not know.", "Record again, with this version."),
    };

    /// <summary>Null where nothing leads back.</summary>
    public static string? Undo(string filter, string value) => filter switch
    {
        "" => value,
        "url" => Uri.UnescapeDataString(value),
        "url2" => Uri.UnescapeDataString(Uri.UnescapeDataString(value)),
        _ => null,
    };

    static string Half(byte[] hash) => Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2));
}
