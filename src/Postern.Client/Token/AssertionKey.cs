using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Postern.Protocol;

namespace Postern.Client;

/// <summary>A key that signs client assertions: RFC 7523, OpenID Connect Core 1.0 section 9.</summary>
sealed class AssertionKey
{
    // Okta allows an hour; a short life makes a stolen one worthless.
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    readonly SigningCredentials _credentials;

    AssertionKey(SecurityKey key, string algorithm) => _credentials = new(key, algorithm);

    public static AssertionKey FromSecret(string clientSecret, string algorithm)
    {
        var bytes = Encoding.UTF8.GetBytes(clientSecret);
        var needed = algorithm switch
        {
            "HS256" => 32,
            "HS384" => 48,
            "HS512" => 64,
            _ => throw new ArgumentException($"The algorithm '{algorithm}' does not sign with a secret. Use HS256, HS384 or HS512."),
        };
        return bytes.Length >= needed
            ? new(new SymmetricSecurityKey(bytes), algorithm)
            : throw new ArgumentException(
                $"The client secret has {bytes.Length} bytes, and {algorithm} needs {needed}. Use client_secret_basic, or a longer " +
                "secret.");
    }

    public static AssertionKey FromPrivateKey(string pemOrJwk, string? keyId, string? algorithm)
    {
        var key = ReadPrivateKey(pemOrJwk);
        key.KeyId = keyId ?? key.KeyId;
        return Tried(new(key, ChooseAlgorithm(key, algorithm)));
    }

    /// <summary>The same keys, checked in the same way, for whoever signs something else.</summary>
    public static SigningCredentials CredentialsFrom(string pemOrJwk, string? algorithm)
    {
        var key = ReadPrivateKey(pemOrJwk);
        key.KeyId = null; // a DPoP proof carries the key itself
        return Tried(new(key, ChooseAlgorithm(key, algorithm)))._credentials;
    }

    public string Sign(TokenRequest request)
    {
        var claims = new Dictionary<string, object>
        {
            [Claims.Issuer] = request.ClientId,
            [Claims.Subject] = request.ClientId,
            [Claims.Audience] = request.Endpoint,
            [Claims.JwtId] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            [Claims.IssuedAt] = request.Now.ToUnixTimeSeconds(),
            [Claims.ExpiresAt] = (request.Now + Lifetime).ToUnixTimeSeconds(),
        };
        return Handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = _credentials });
    }

    // A damaged key is a mistake in the configuration: better told at once than at the third request.
    static AssertionKey Tried(AssertionKey key)
    {
        try
        {
            _ = key.Sign(new TokenRequest("https://example.com/", "trial", DateTimeOffset.UnixEpoch));
            return key;
        }
        catch (Exception e) when (
            e is CryptographicException or ArgumentException or InvalidOperationException or NotSupportedException or FormatException
                or SecurityTokenException)
        {
            throw Damaged();
        }
    }

    static SecurityKey ReadPrivateKey(string pemOrJwk) =>
        pemOrJwk.AsSpan().TrimStart() is ['{', ..] ? FromJwk(pemOrJwk) : FromPem(pemOrJwk);

    static JsonWebKey FromJwk(string text)
    {
        var key = ParseJwk(text);
        return key.HasPrivateKey
            ? key
            : throw new ArgumentException(
                "The key is a public one. Give the private key (a JWK with the member d); Okta keeps the public one.");
    }

    static JsonWebKey ParseJwk(string text)
    {
        try
        {
            var key = new JsonWebKey(text);
            _ = key.KeySize; // decodes the numbers
            return key;
        }
        catch (FormatException)
        {
            throw Damaged();
        }
        catch (Exception e) when (e is ArgumentException or JsonException)
        {
            throw NoKey(); // in our words alone: the parser's may quote the key
        }
    }

    static SecurityKey FromPem(string text)
    {
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new ArgumentException("The private key is encrypted. Decrypt it first: openssl pkey -in key.pem -out plain.pem");
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw NoKey();

        return ImportRsa(text) as SecurityKey ?? ImportEc(text) ?? throw NoKey();
    }

    static RsaSecurityKey? ImportRsa(string pem)
    {
        var rsa = RSA.Create();
        return TryImport(rsa, pem) ? new RsaSecurityKey(rsa) : null;
    }

    static ECDsaSecurityKey? ImportEc(string pem)
    {
        var ec = ECDsa.Create();
        return TryImport(ec, pem) ? new ECDsaSecurityKey(ec) : null;
    }

    static bool TryImport(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return false; // of the other kind, or damaged
        }
    }

    static string ChooseAlgorithm(SecurityKey key, string? asked)
    {
        var algorithm = asked ?? (key is JsonWebKey { Alg.Length: > 0 } jwk ? jwk.Alg : AlgorithmsFor(key)[0]);
        return AlgorithmsFor(key).Contains(algorithm)
            ? algorithm
            : throw new ArgumentException(
                $"The algorithm '{algorithm}' does not fit the key. Use {string.Join(" or ", AlgorithmsFor(key))}.");
    }

    static string[] AlgorithmsFor(SecurityKey key) => key switch
    {
        RsaSecurityKey { KeySize: < 2048 } or JsonWebKey { Kty: "RSA", KeySize: < 2048 } =>
            throw new ArgumentException(
                "The RSA key has fewer than 2048 bits, which Okta does not take. Make a new one: openssl genpkey -algorithm RSA -pkeyopt " +
                "rsa_keygen_bits:2048"),
        RsaSecurityKey or JsonWebKey { Kty: "RSA" } => ["RS256", "RS384", "RS512"],
        ECDsaSecurityKey { KeySize: 256 } or JsonWebKey { Crv: "P-256" } => ["ES256"],
        ECDsaSecurityKey { KeySize: 384 } or JsonWebKey { Crv: "P-384" } => ["ES384"],
        ECDsaSecurityKey { KeySize: 521 } or JsonWebKey { Crv: "P-521" } => ["ES512"],
        _ => throw new ArgumentException("The key's kind is not supported. Use an RSA key, or an EC key on P-256, P-384 or P-521."),
    };

    static ArgumentException Damaged() => new("The private key does not sign: its numbers are damaged. Copy it again, whole.");

    static ArgumentException NoKey() =>
        new("The private key is neither PEM nor a JWK. A PEM begins with -----BEGIN PRIVATE KEY-----, a JWK with {.");
}
