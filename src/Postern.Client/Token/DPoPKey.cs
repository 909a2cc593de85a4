using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>
/// The key that a client binds its tokens to: RFC 9449. Make one per client and keep it as long as the tokens; safe to share.
/// </summary>
public sealed class DPoPKey
{
    const string ProofType = "dpop+jwt";

    static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    readonly SigningCredentials _credentials;
    readonly JsonElement _publicJwk;
    readonly string _privateKey;

    DPoPKey(string privateKey, string? algorithm)
    {
        _privateKey = privateKey;
        _credentials = AssertionKey.CredentialsFrom(privateKey, algorithm);
        var jwk = _credentials.Key as JsonWebKey ?? JsonWebKeyConverter.ConvertFromSecurityKey(_credentials.Key);
        _publicJwk = PublicPartOf(jwk);
        Thumbprint = Base64Url.EncodeToString(jwk.ComputeJwkThumbprint());
    }

    /// <summary>RFC 7638 with SHA-256: what a bound access token names in <c>cnf.jkt</c>.</summary>
    public string Thumbprint { get; }

    /// <summary>Such as <c>ES256</c>.</summary>
    public string Algorithm => _credentials.Algorithm;

    /// <summary>A new EC key on P-256, which signs with ES256: ten times cheaper than RSA on both sides.</summary>
    public static DPoPKey Create()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new(ec.ExportPkcs8PrivateKeyPem(), null);
    }

    /// <summary>A new RSA key of 2048 bits, which signs with RS256, for servers that know nothing else.</summary>
    public static DPoPKey CreateRsa()
    {
        using var rsa = RSA.Create(2048);
        return new(rsa.ExportPkcs8PrivateKeyPem(), null);
    }

    /// <summary>
    /// A key that was kept: RSA or EC, as PEM or JWK text; without an algorithm, the key's own, else RS256 or the curve's.
    /// </summary>
    /// <exception cref="ArgumentException">It is no private key, or the algorithm does not fit it.</exception>
    public static DPoPKey FromPrivateKey(string pemOrJwk, string? algorithm = null) => new(pemOrJwk, algorithm);

    /// <summary>Secret: the private key as text, to be kept beside a refresh token that is bound to it.</summary>
    public string ExportPrivateKey() => _privateKey;

    /// <summary>The thumbprint alone.</summary>
    public override string ToString() => Thumbprint;

    /// <summary>A proof for one request: RFC 9449 section 4.2. Its <c>jti</c> is new each time.</summary>
    internal string Prove(DPoPProof proof)
    {
        var claims = new Dictionary<string, object>
        {
            [Claims.JwtId] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            [Claims.HttpMethod] = proof.Method.Method,
            [Claims.HttpUri] = proof.Url.GetLeftPart(UriPartial.Path), // without query and fragment
            [Claims.IssuedAt] = proof.Now.ToUnixTimeSeconds(),
        };
        if (proof.Nonce is { } nonce)
            claims[Claims.Nonce] = nonce;
        if (proof.AccessToken is { } accessToken)
            claims[Claims.AccessTokenHashOfProof] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));

        return Handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = ProofType,
            AdditionalHeaderClaims = new Dictionary<string, object> { ["jwk"] = _publicJwk },
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }

    static JsonElement PublicPartOf(JsonWebKey key)
    {
        var json = key.Kty == "EC"
            ? new JsonObject { ["kty"] = "EC", ["crv"] = key.Crv, ["x"] = key.X, ["y"] = key.Y }
            : new JsonObject { ["kty"] = "RSA", ["e"] = key.E, ["n"] = key.N };
        return JsonElement.Parse(json.ToJsonString());
    }
}

/// <summary>What one proof speaks of.</summary>
sealed record DPoPProof(HttpMethod Method, Uri Url, DateTimeOffset Now)
{
    public string? AccessToken { get; init; }

    public string? Nonce { get; init; }
}
