using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postern.Client.Tests;

/// <summary>A DPoP proof as the server receives it, taken apart and checked by hand.</summary>
sealed record Proof(JsonElement Header, JsonElement Claims, string Signed, byte[] Signature)
{
    public string Id => Claims.GetProperty("jti").GetString()!;

    public string? Nonce => Claims.TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null;

    public static Proof Of(Asked asked) =>
        Read(asked.Headers.Split('\n').Single(line => line.StartsWith("DPoP: ", StringComparison.Ordinal))["DPoP: ".Length..].Trim());

    public static Proof Read(string jwt)
    {
        var parts = jwt.Split('.');
        return new(Json(parts[0]), Json(parts[1]), $"{parts[0]}.{parts[1]}", Base64Url.DecodeFromChars(parts[2]));
    }

    public bool IsSigned()
    {
        var jwk = Header.GetProperty("jwk");
        using var ec = ECDsa.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") } });
        return ec.VerifyData(Encoding.ASCII.GetBytes(Signed), Signature, HashAlgorithmName.SHA256);
    }

    static byte[] Bytes(JsonElement jwk, string name) => Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());

    static JsonElement Json(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;
}
