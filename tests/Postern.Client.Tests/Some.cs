using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Client.Tests;

/// <summary>Builds tokens, keys and answers as an org would write them.</summary>
static class Some
{
    public static string Jwt(JsonObject payload, JsonObject? header = null, RSA? key = null)
    {
        var signed = Unsigned(payload, header ?? Header("RS256"));
        var signature = (key ?? The.Key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Unsigned(JsonObject payload, JsonObject header) => $"{Encoded(header)}.{Encoded(payload)}";

    public static JsonObject Header(string alg, string? kid = The.KeyId) => new() { ["kid"] = kid, ["alg"] = alg };

    public static string Hash(string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(value)).AsSpan(0, 16));

    public static string Jwks(RSA key, string kid = The.KeyId)
    {
        var parameters = key.ExportParameters(false);
        return $$"""{"keys":[{"kty":"RSA","alg":"RS256","kid":"{{kid}}","use":"sig","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}"}]}""";
    }

    public static HttpResponseMessage Json(int status, string body) =>
        new((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Html(int status, string body) =>
        new((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "text/html") };

    public static HttpResponseMessage Redirect(string location) =>
        new(System.Net.HttpStatusCode.Found) { Headers = { Location = new Uri(location, UriKind.RelativeOrAbsolute) } };

    static string Encoded(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
