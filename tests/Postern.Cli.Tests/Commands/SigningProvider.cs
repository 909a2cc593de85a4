using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Cli.Tests.Commands;

/// <summary>A provider that signs what its userinfo endpoint says, over real HTTP.</summary>
sealed class SigningProvider : IDisposable
{
    readonly RSA _key = RSA.Create(2048);
    readonly ScriptedOrg _org = new();

    SigningProvider()
    {
        _org.Json("/oauth2/v1/keys", Jwks());
        _org.Answer(
            "/me", "200 OK", "Content-Type: application/jwt\r\n",
            Signed(new() { ["iss"] = Url, ["aud"] = "my-app", ["sub"] = "ada", ["email"] = "ada@example.com" }));
    }

    public string Url => _org.Url;

    public static SigningProvider Start() => new();

    public void Dispose()
    {
        _org.Dispose();
        _key.Dispose();
    }

    string Jwks()
    {
        var key = _key.ExportParameters(false);
        return $$"""{"keys":[{"kty":"RSA","kid":"k-1","use":"sig","alg":"RS256","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}""";
    }

    string Signed(JsonObject claims)
    {
        var signed = $"{Encoded("""{"alg":"RS256","kid":"k-1"}""")}.{Encoded(claims.ToJsonString())}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    static string Encoded(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
