using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>
/// The keys that sign the tokens of a replay anew, and are published beside the org's own. The cassette has the one for RSA with it, so
/// that what one process was given another can verify; it is worth nothing anywhere else.
/// </summary>
sealed class PlaybackKeys(string? kept) : IDisposable
{
    const string Suffix = ".playback";

    readonly Lazy<RSA> _rsa = new(() => kept is null ? RSA.Create(2048) : Imported(kept));
    readonly Dictionary<string, ECDsa> _curves = [];

    /// <summary>A key for a new cassette.</summary>
    public static string Make()
    {
        using var rsa = RSA.Create(2048);
        return Convert.ToBase64String(rsa.ExportPkcs8PrivateKey());
    }

    public string Sign(JsonObject header, JsonObject claims)
    {
        if (header["kid"]?.GetValue<string>() is { } kid)
            header["kid"] = kid + Suffix;
        var input = $"{Encoded(header)}.{Encoded(claims)}";
        var signature = Signature(header["alg"]?.GetValue<string>() ?? "", Encoding.ASCII.GetBytes(input));
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>
    /// Beside each of the org's keys, by which tokens that it signed itself are still good, the one that stands for it here.
    /// </summary>
    public void AddTo(JsonArray keys)
    {
        foreach (var jwk in keys.OfType<JsonObject>().Where(jwk => jwk["kid"] is not null).ToList())
        {
            var own = (JsonObject)jwk.DeepClone();
            own["kid"] = own["kid"]!.GetValue<string>() + Suffix;
            Fill(own);
            keys.Add((JsonNode)own);
        }
    }

    /// <summary>Puts the numbers into a key, whose kind and id stay.</summary>
    public void Fill(JsonObject jwk)
    {
        if (jwk["kty"]?.GetValue<string>() == "EC")
        {
            var point = Curve(jwk["crv"]?.GetValue<string>() ?? "P-256").ExportParameters(includePrivateParameters: false).Q;
            (jwk["x"], jwk["y"]) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
            return;
        }

        var numbers = _rsa.Value.ExportParameters(includePrivateParameters: false);
        (jwk["e"], jwk["n"]) = (Base64Url.EncodeToString(numbers.Exponent), Base64Url.EncodeToString(numbers.Modulus));
    }

    public void Dispose()
    {
        if (_rsa.IsValueCreated)
            _rsa.Value.Dispose();
        foreach (var key in _curves.Values)
            key.Dispose();
    }

    static RSA Imported(string kept)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(Convert.FromBase64String(kept), out _);
            return rsa;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            rsa.Dispose();
            throw new CassetteException(
                "The cassette's playback_key is no RSA key.", "Record again, or leave it out: then one is made.", e);
        }
    }

    byte[] Signature(string algorithm, byte[] input) => algorithm switch
    {
        "RS256" or "RS384" or "RS512" => _rsa.Value.SignData(input, HashOf(algorithm), RSASignaturePadding.Pkcs1),
        "PS256" or "PS384" or "PS512" => _rsa.Value.SignData(input, HashOf(algorithm), RSASignaturePadding.Pss),
        "ES256" => Curve("P-256").SignData(input, HashOf(algorithm)),
        "ES384" => Curve("P-384").SignData(input, HashOf(algorithm)),
        "ES512" => Curve("P-521").SignData(input, HashOf(algorithm)),
        "none" => [],
        _ => RandomNumberGenerator.GetBytes(32), // it was good to nobody who has no secret
    };

    ECDsa Curve(string name)
    {
        if (!_curves.TryGetValue(name, out var key))
            _curves[name] = key = ECDsa.Create(name switch
            {
                "P-384" => ECCurve.NamedCurves.nistP384,
                "P-521" => ECCurve.NamedCurves.nistP521,
                _ => ECCurve.NamedCurves.nistP256,
            });
        return key;
    }

    static HashAlgorithmName HashOf(string algorithm) => algorithm[2..] switch
    {
        "384" => HashAlgorithmName.SHA384,
        "512" => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };

    static string Encoded(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
