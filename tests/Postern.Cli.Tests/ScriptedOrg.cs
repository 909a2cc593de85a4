using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postern.Cli.Tests;

/// <summary>An org that answers each path with what a test wrote, over a real connection.</summary>
sealed class ScriptedOrg : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Dictionary<string, string> _answers = [];
    readonly string _otherwise;

    public ScriptedOrg()
        : this("404 Not Found", "")
    {
    }

    /// <summary>One that answers whatever no test wrote with this.</summary>
    public ScriptedOrg(string otherwiseStatus, string otherwiseJson)
    {
        _otherwise = Written(otherwiseStatus, otherwiseJson.Length > 0 ? "Content-Type: application/json\r\n" : "", otherwiseJson);
        _listener.Start();
        Url = $"http://{_listener.LocalEndpoint}";
        Json("/.well-known/openid-configuration", $$"""
            {"issuer":"{{Url}}","authorization_endpoint":"{{Url}}/oauth2/v1/authorize","token_endpoint":"{{Url}}/oauth2/v1/token","jwks_uri":"{{Url}}/oauth2/v1/keys","userinfo_endpoint":"{{Url}}/me",
            "introspection_endpoint":"{{Url}}/introspect","revocation_endpoint":"{{Url}}/revoke","end_session_endpoint":"{{Url}}/logout","device_authorization_endpoint":"{{Url}}/device"}
            """);
        Json("/.well-known/webfinger", """{"links":[]}""");
        Json("/oauth2/v1/keys", """{"keys":[]}""");
        _ = AnswerAsync();
    }

    public string Url { get; }

    /// <summary>The paths that it was asked for, in their order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public ScriptedOrg Json(string path, string body, string status = "200 OK", string headers = "") =>
        Answer(path, status, $"Content-Type: application/json\r\n{headers}", body);

    public ScriptedOrg Html(string path, string body) => Answer(path, "200 OK", "Content-Type: text/html\r\n", body);

    public ScriptedOrg Answer(string path, string status, string headers, string body = "")
    {
        _answers[path] = Written(status, headers, body);
        return this;
    }

    static string Written(string status, string headers, string body) =>
        $"HTTP/1.1 {status}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    async Task AnswerAsync()
    {
        try
        {
            while (true)
                _ = AnswerOneAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    async Task AnswerOneAsync(TcpClient client)
    {
        using var _ = client;
        var request = new StringBuilder();
        var buffer = new byte[8192];
        while (!IsWhole(request.ToString()) && await client.GetStream().ReadAsync(buffer) is > 0 and var read)
            request.Append(Encoding.UTF8.GetString(buffer, 0, read));

        var path = request.ToString().Split(' ', 3) is [_, var target, _] ? target.Split('?')[0] : "";
        Asked.Enqueue(path);
        var answer = _answers.GetValueOrDefault(path, _otherwise);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(answer));
    }

    static bool IsWhole(string request)
    {
        if (request.Split("\r\n\r\n", 2) is not [var head, var body])
            return false;

        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return length is null
            || Encoding.UTF8.GetByteCount(body) >= int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose() => _listener.Dispose();
}
