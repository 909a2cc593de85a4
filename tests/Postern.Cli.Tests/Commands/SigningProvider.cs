using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Postern.Cli.Tests.Commands;

/// <summary>A provider that is not Okta and signs what its userinfo endpoint says, over real HTTP.</summary>
sealed class SigningProvider : IDisposable
{
    readonly RSA _key = RSA.Create(2048);
    readonly HttpListener _listener = new();

    SigningProvider(string url)
    {
        Url = url;
        _listener.Prefixes.Add($"{url}/");
        _listener.Start();
        _ = AnswerAsync();
    }

    public string Url { get; }

    public static SigningProvider Start()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new($"http://127.0.0.1:{port}");
    }

    public void Dispose()
    {
        _listener.Close();
        _key.Dispose();
    }

    async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }

            var (type, body) = Answer(context.Request.Url!.AbsolutePath);
            context.Response.ContentType = type;
            context.Response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
        }
    }

    (string Type, string Body) Answer(string path) => path switch
    {
        "/.well-known/openid-configuration" =>
            (
                "application/json",
                $$"""{"issuer":"{{Url}}","authorization_endpoint":"{{Url}}/auth","token_endpoint":"{{Url}}/token","jwks_uri":"{{Url}}/keys","userinfo_endpoint":"{{Url}}/me"}"""),
        "/keys" => ("application/json", Jwks()),
        _ => ("application/jwt", Signed(new() { ["iss"] = Url, ["aud"] = "my-app", ["sub"] = "ada", ["email"] = "ada@example.com" })),
    };

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
