using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postern.LocalOrg.Tests;

/// <summary>Takes JSON Web Tokens apart and puts them together, byte by byte.</summary>
static class Jwt
{
    public static string HeaderText(string token) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[0]));

    public static JsonElement Header(string token) => JsonDocument.Parse(HeaderText(token)).RootElement;

    public static JsonElement Claims(string token) => JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement;

    public static IEnumerable<string> ClaimNames(string token) => Claims(token).EnumerateObject().Select(claim => claim.Name);

    public static string Text(string token, string claim) => Claims(token).GetProperty(claim).GetString()!;

    public static long Number(string token, string claim) => Claims(token).GetProperty(claim).GetInt64();

    public static IEnumerable<string?> Texts(string token, string claim) =>
        Claims(token).GetProperty(claim).EnumerateArray().Select(value => value.GetString());

    /// <summary>OpenID Connect Core 3.1.3.6: the left half of SHA-256.</summary>
    public static string HalfHash(string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(value)).AsSpan(0, 16));

    public static bool IsSignedBy(JsonElement jwk, string token)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") });
        var dot = token.LastIndexOf('.');
        return rsa.VerifyData(
            Encoding.ASCII.GetBytes(token[..dot]),
            Base64Url.DecodeFromChars(token.AsSpan(dot + 1)),
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1);
    }

    /// <summary>A compact JWS over exactly this header and this payload.</summary>
    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    static byte[] Bytes(JsonElement jwk, string member) => Base64Url.DecodeFromChars(jwk.GetProperty(member).GetString());
}
