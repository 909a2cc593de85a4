using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Postern.Benchmarks;

/// <summary>The whole technique over one connection: password, a second factor where the user has one, then code, then tokens.</summary>
sealed class Technique(HttpConnection connection, Uri org, string clientId, string redirectUri)
{
    const string Verifier = "a-verifier-that-everybody-may-know-since-it-guards-nothing";

    static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    readonly byte[] _authn = Authn(org, "ada@example.com", "Correct-Horse-9");
    readonly byte[] _authnWithFactor = Authn(org, "max@example.com", "Correct-Horse-9");

    /// <summary>Throws when any of the three answers is not what it must be.</summary>
    public async Task RunAsync(int number) =>
        await FinishAsync(Cut(await connection.SendAsync(_authn), "\"sessionToken\":\""u8, (byte)'"'), number);

    /// <summary>The same with a one-time password in between: four answers.</summary>
    public async Task RunWithFactorAsync(int number, string passCode)
    {
        var required = await connection.SendAsync(_authnWithFactor);
        var (stateToken, factor) = (Cut(required, "\"stateToken\":\""u8, (byte)'"'), Cut(required, "\"factors\":[{\"id\":\""u8, (byte)'"'));
        var verify = Post(org, $"/api/v1/authn/factors/{factor}/verify", "application/json", $$"""{"stateToken":"{{stateToken}}","passCode":"{{passCode}}"}""");
        await FinishAsync(Cut(await connection.SendAsync(verify), "\"sessionToken\":\""u8, (byte)'"'), number);
    }

    public static byte[] Authn(Uri org, string login, string password) => Post(org, "/api/v1/authn", "application/json", $$"""{"username":"{{login}}","password":"{{password}}"}""");

    async Task FinishAsync(string sessionToken, int number)
    {
        var code = Cut(await connection.SendAsync(Authorize(sessionToken, number)), "name=\"code\" value=\""u8, (byte)'"');
        var accessToken = Cut(await connection.SendAsync(Token(code)), "\"access_token\":\""u8, (byte)'"');
        if (accessToken.Length < 200)
            throw new InvalidDataException("That is no access token.");
    }

    byte[] Authorize(string sessionToken, int number) => Encoding.ASCII.GetBytes(
        $"GET /oauth2/default/v1/authorize?client_id={clientId}&response_type=code&response_mode=form_post&scope=openid%20profile%20email" +
        $"&redirect_uri={Uri.EscapeDataString(redirectUri)}&state=s-{number}&nonce=n-{number}&prompt=none&sessionToken={sessionToken}" +
        $"&code_challenge={Challenge}&code_challenge_method=S256 HTTP/1.1\r\nHost: {org.Authority}\r\n\r\n");

    byte[] Token(string code) => Post(org, "/oauth2/default/v1/token", "application/x-www-form-urlencoded",
        $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(redirectUri)}&client_id={clientId}&code_verifier={Verifier}");

    public static byte[] Post(Uri org, string path, string contentType, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {org.Authority}\r\nAccept: application/json\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    static string Cut(ReadOnlyMemory<byte> answer, ReadOnlySpan<byte> after, byte before)
    {
        var span = answer.Span;
        var from = span.IndexOf(after);
        if (from < 0)
            throw new InvalidDataException($"Expected {Encoding.ASCII.GetString(after)} in:\n{Encoding.UTF8.GetString(span)}");
        span = span[(from + after.Length)..];
        return Encoding.ASCII.GetString(span[..span.IndexOf(before)]);
    }
}
