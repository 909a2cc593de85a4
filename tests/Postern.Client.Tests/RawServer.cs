using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postern.Client.Tests;

/// <summary>
/// A server of bytes on loopback, for what a handler in the network's place cannot show: connections that break, floods, proxies. It keeps
/// connections open until an answer says otherwise.
/// </summary>
sealed class RawServer : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<string> _asked = new();
    readonly ConcurrentQueue<string> _headers = new();
    readonly Func<string, Func<ReadOnlyMemory<byte>, ValueTask>, Task<bool>> _answer;

    /// <summary>Answers each request by its first line; null closes the connection without a word.</summary>
    public RawServer(Func<string, string?> answer)
        : this(async (line, write) =>
        {
            if (answer(line) is not { } text)
                return false;

            await write(Encoding.UTF8.GetBytes(text));
            return true;
        })
    {
    }

    /// <summary>The same in pieces; false closes the connection.</summary>
    public RawServer(Func<string, Func<ReadOnlyMemory<byte>, ValueTask>, Task<bool>> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string Url => $"http://{Host}";

    /// <summary>First lines, in the order they came.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    public IEnumerable<string> AskedFor(string path) => Asked.Where(line => line.Split(' ')[1].StartsWith(path, StringComparison.Ordinal));

    /// <summary>What one header said, each time it came.</summary>
    public IEnumerable<string> Headers(string name) =>
        _headers.Where(header => header.StartsWith($"{name}: ", StringComparison.OrdinalIgnoreCase));

    public static string Json(string body) => Answer("200 OK", "application/json", body);

    public static string Answer(string status, string mediaType, string body, string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {mediaType}\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public string Metadata => $$"""
        {"issuer":"{{Url}}/oauth2/default","authorization_endpoint":"{{Url}}/oauth2/default/v1/authorize","token_endpoint":"{{Url}}/oauth2/default/v1/token","jwks_uri":"{{Url}}/oauth2/default/v1/keys","userinfo_endpoint":"{{Url}}/oauth2/default/v1/userinfo"}
        """;

    public OktaClient Connect(HttpClient http, Func<OktaClientOptions, OktaClientOptions>? change = null)
    {
        var options = new OktaClientOptions
        {
            Issuer = $"{Url}/oauth2/default",
            ClientId = The.ClientId,
            RedirectUri = The.RedirectUri,
            Time = new ImpatientTime(),
        };
        return new(http, change?.Invoke(options) ?? options);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            while (await ReadAsync(reader, stop) is { } line && await _answer(line, bytes => stream.WriteAsync(bytes, stop)))
            {
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has gone, or the test is over.
        }
    }

    async Task<string?> ReadAsync(StreamReader reader, CancellationToken stop)
    {
        if (await reader.ReadLineAsync(stop) is not { Length: > 0 } line)
            return null;

        _asked.Enqueue(line);
        var length = 0;
        while (await reader.ReadLineAsync(stop) is { Length: > 0 } header)
        {
            _headers.Enqueue(header);
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header.AsSpan("Content-Length:".Length), System.Globalization.CultureInfo.InvariantCulture);
        }

        for (var body = new char[1]; length > 0; length--)
            _ = await reader.ReadAsync(body, stop);
        return line;
    }
}
