using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postern.Client.Tests.Token;

public sealed class ClientAuthenticationTests
{
    static readonly RSA Rsa = RSA.Create(2048);
    static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    static readonly ECDsa P521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task None_sends_the_client_id_alone()
    {
        var asked = await RedeemAsync(ClientAuth.None);

        asked.Body.ShouldContain("client_id=0oa1tstappAbcDefG5d7");
        asked.Body.ShouldNotContain("client_secret");
        asked.Headers.ShouldNotContain("Authorization");
    }

    [Fact]
    [Trait("Proves", "OIDC 9 client secret methods")]
    public async Task Basic_form_encodes_id_and_secret_before_joining_them()
    {
        var asked = await RedeemAsync(ClientAuth.SecretBasic("a:b c+d/é"));

        var credentials = asked.Headers.Split('\n')
            .Single(line => line.StartsWith("Authorization: Basic ", StringComparison.Ordinal))["Authorization: Basic ".Length..].Trim();
        Encoding.ASCII.GetString(Convert.FromBase64String(credentials)).ShouldBe("0oa1tstappAbcDefG5d7:a%3Ab+c%2Bd%2F%C3%A9");
        asked.Body.ShouldNotContain("client_id");
        asked.Body.ShouldNotContain("client_secret");
    }

    [Fact]
    [Trait("Proves", "OIDC 9 client secret methods")]
    public async Task Post_sends_the_secret_in_the_form()
    {
        var asked = await RedeemAsync(ClientAuth.SecretPost(The.ClientSecret));

        asked.Form("client_id").ShouldBe(The.ClientId);
        asked.Form("client_secret").ShouldBe(The.ClientSecret);
        asked.Headers.ShouldNotContain("Authorization");
    }

    [Theory]
    [Trait("Proves", "OIDC 9 client secret methods")]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task An_assertion_keyed_with_the_secret_verifies(string algorithm)
    {
        var secret = new string('s', 64);

        var asked = await RedeemAsync(ClientAuth.SecretJwt(secret, algorithm));

        var (header, signed, signature) = Assertion(asked);
        header.GetProperty("alg").GetString().ShouldBe(algorithm);
        var key = Encoding.UTF8.GetBytes(secret);
        signature.ShouldBe(algorithm switch
        {
            "HS256" => HMACSHA256.HashData(key, signed),
            "HS384" => HMACSHA384.HashData(key, signed),
            _ => HMACSHA512.HashData(key, signed),
        });
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.5 asymmetric client authentication")]
    [InlineData(null, "RS256")]
    [InlineData("RS256", "RS256")]
    [InlineData("RS384", "RS384")]
    [InlineData("RS512", "RS512")]
    public async Task An_assertion_signed_with_an_RSA_key_verifies(string? asked, string algorithm)
    {
        foreach (var text in (string[])[Rsa.ExportPkcs8PrivateKeyPem(), Rsa.ExportRSAPrivateKeyPem(), RsaJwk()])
        {
            var (header, signed, signature) = Assertion(await RedeemAsync(ClientAuth.PrivateKeyJwt(text, "kid-7", asked)));

            header.GetProperty("alg").GetString().ShouldBe(algorithm);
            header.GetProperty("kid").GetString().ShouldBe("kid-7");
            Rsa.VerifyData(signed, signature, new HashAlgorithmName($"SHA{algorithm[2..]}"), RSASignaturePadding.Pkcs1).ShouldBeTrue();
        }
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.5 asymmetric client authentication")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public async Task An_assertion_signed_with_an_EC_key_verifies_and_the_curve_chooses_the_algorithm(string algorithm)
    {
        var key = algorithm switch { "ES256" => P256, "ES384" => P384, _ => P521 };
        foreach (var text in (string[])[key.ExportPkcs8PrivateKeyPem(), key.ExportECPrivateKeyPem(), EcJwk(key)])
        {
            var (header, signed, signature) = Assertion(await RedeemAsync(ClientAuth.PrivateKeyJwt(text)));

            header.GetProperty("alg").GetString().ShouldBe(algorithm);
            key.VerifyData(signed, signature, new HashAlgorithmName($"SHA{algorithm[2..]}")).ShouldBeTrue();
        }
    }

    [Fact]
    [Trait("Proves", "OIDC 9 private_key_jwt")]
    public async Task An_assertion_says_who_for_whom_how_long_and_is_never_the_same()
    {
        var authentication = ClientAuth.SecretJwt(new string('s', 32));

        var first = await RedeemAsync(authentication);
        var second = await RedeemAsync(authentication);

        first.Form("client_assertion_type").ShouldBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        var claims = Claims(first);
        claims.EnumerateObject().Select(claim => claim.Name).Order().ShouldBe(["aud", "exp", "iat", "iss", "jti", "sub"]);
        claims.GetProperty("iss").GetString().ShouldBe(The.ClientId);
        claims.GetProperty("sub").GetString().ShouldBe(The.ClientId);
        claims.GetProperty("aud").GetString().ShouldBe("https://example.okta.com/oauth2/default/v1/token");
        claims.GetProperty("iat").GetInt64().ShouldBe(The.Now.ToUnixTimeSeconds());
        claims.GetProperty("exp").GetInt64().ShouldBe(The.Now.ToUnixTimeSeconds() + 300);
        claims.GetProperty("jti").GetString().ShouldNotBe(Claims(second).GetProperty("jti").GetString());
    }

    [Fact]
    public async Task The_key_id_and_the_algorithm_of_a_JWK_are_used()
    {
        var jwk = RsaJwk().Replace("{", """{"kid":"mine","alg":"RS384",""");

        var (header, _, _) = Assertion(await RedeemAsync(ClientAuth.PrivateKeyJwt(jwk)));

        header.GetProperty("kid").GetString().ShouldBe("mine");
        header.GetProperty("alg").GetString().ShouldBe("RS384");
    }

    [Theory]
    [InlineData("empty", "neither PEM nor a JWK")]
    [InlineData("words", "neither PEM nor a JWK")]
    [InlineData("public PEM", "neither PEM nor a JWK")]
    [InlineData("damaged PEM", "neither PEM nor a JWK")]
    [InlineData("encrypted PEM", "Decrypt it first")]
    [InlineData("damaged JSON", "neither PEM nor a JWK")]
    [InlineData("public JWK", "a public one")]
    [InlineData("damaged JWK", "does not sign")]
    [InlineData("small RSA key", "fewer than 2048 bits")]
    [InlineData("unknown curve", "not supported")]
    [InlineData("RSA key with ES256", "does not fit the key")]
    [InlineData("EC key with the algorithm of another curve", "does not fit the key")]
    public void A_key_that_is_none_is_told_at_once_and_not_quoted(string what, string said)
    {
        var damaged = RsaJwk();
        var (text, algorithm) = what switch
        {
            "empty" => ("", null),
            "words" => ("not a key at all", null),
            "public PEM" => (Rsa.ExportSubjectPublicKeyInfoPem(), null),
            "damaged PEM" => (Rsa.ExportPkcs8PrivateKeyPem().Remove(200, 50), null),
            "encrypted PEM" =>
                (
                    Rsa.ExportEncryptedPkcs8PrivateKeyPem(
                        "x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1)),
                    null),
            "damaged JSON" => (damaged[..^40], null),
            "public JWK" => ("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""", null),
            "damaged JWK" => (damaged.Replace("\"n\":\"", "\"n\":\"!!!"), null),
            "small RSA key" => (RSA.Create(1024).ExportPkcs8PrivateKeyPem(), null),
            "unknown curve" => (EcJwk(P256).Replace("P-256", "secp256k1"), null),
            "RSA key with ES256" => (Rsa.ExportPkcs8PrivateKeyPem(), "ES256"),
            _ => (P256.ExportPkcs8PrivateKeyPem(), (string?)"ES384"),
        };

        var misuse = Should.Throw<ArgumentException>(() => ClientAuth.PrivateKeyJwt(text, algorithm: algorithm));

        misuse.Message.ShouldContain(said);
        misuse.InnerException.ShouldBeNull();
        if (text.Length > 100)
            misuse.ToString().ShouldNotContain(text[60..90]);
    }

    [Theory]
    [InlineData("short", "HS256", "needs 32")]
    [InlineData("0123456789012345678901234567890123456789", "HS384", "needs 48")]
    [InlineData("0123456789012345678901234567890123456789", "RS256", "does not sign with a secret")]
    public void A_secret_that_cannot_key_the_algorithm_is_told_at_once(string secret, string algorithm, string said)
    {
        var misuse = Should.Throw<ArgumentException>(() => ClientAuth.SecretJwt(secret, algorithm));

        misuse.Message.ShouldContain(said);
        misuse.Message.ShouldNotContain(secret);
    }

    [Fact]
    public void An_empty_secret_is_told_at_once()
    {
        Should.Throw<ArgumentException>(() => ClientAuth.SecretBasic("")).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => ClientAuth.SecretPost("")).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => ClientAuth.SecretJwt("")).Message.ShouldContain("empty");
    }

    static async Task<Asked> RedeemAsync(ClientAuthentication authentication)
    {
        using var org = new FakeOrg();
        _ = await org.Connect(options => options with { ClientAuthentication = authentication }).SessionTokenFlow
            .GetTokensAsync(The.Login, The.Password, ct: Ct);
        return org.AskedAt("/token").Single();
    }

    static (JsonElement Header, byte[] Signed, byte[] Signature) Assertion(Asked asked)
    {
        var parts = asked.Form("client_assertion").Split('.');
        asked.Form("client_id").ShouldBe(The.ClientId);
        asked.Body.ShouldNotContain("client_secret");
        return (
            JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement,
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2]));
    }

    static JsonElement Claims(Asked asked) =>
        JsonDocument.Parse(Base64Url.DecodeFromChars(asked.Form("client_assertion").Split('.')[1])).RootElement;

    static string RsaJwk()
    {
        var key = Rsa.ExportParameters(true);
        return $$"""{"kty":"RSA","n":"{{Encoded(key.Modulus)}}","e":"{{Encoded(key.Exponent)}}","d":"{{Encoded(key.D)}}","p":"{{Encoded(key.P)}}","q":"{{Encoded(key.Q)}}","dp":"{{Encoded(key.DP)}}","dq":"{{Encoded(key.DQ)}}","qi":"{{Encoded(key.InverseQ)}}"}""";
    }

    static string EcJwk(ECDsa ec)
    {
        var key = ec.ExportParameters(true);
        return $$"""{"kty":"EC","crv":"P-{{ec.KeySize}}","x":"{{Encoded(key.Q.X)}}","y":"{{Encoded(key.Q.Y)}}","d":"{{Encoded(key.D)}}"}""";
    }

    static string Encoded(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
