using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Postern.Benchmarks;

/// <summary>
/// One persistent HTTP/1.1 connection, as cheap for the server as it gets: the generator must not be what is measured.
/// Without TLS it polls, since to wake a sleeping reader on the other core is work for the one who writes.
/// </summary>
sealed class HttpConnection : IDisposable
{
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _buffer = new byte[64 * 1024];
    SslStream? _tls;

    /// <param name="server">Its scheme says whether TLS is spoken; each connection then makes a whole handshake.</param>
    /// <param name="authorityFile">Who is trusted then.</param>
    public async ValueTask ConnectAsync(Uri server, string? authorityFile = null)
    {
        await _socket.ConnectAsync(server.Host, server.Port, CancellationToken.None);
        if (server.Scheme != Uri.UriSchemeHttps)
        {
            _socket.Blocking = false;
            return;
        }

        _tls = new(new NetworkStream(_socket));
        await _tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = server.Host,
            AllowTlsResume = false,
            CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile!) },
            },
        });
    }

    /// <summary>Sends a whole request and returns the whole answer, headers and all; valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> request)
    {
        if (_tls is not null)
            await _tls.WriteAsync(request);
        else
            _ = await _socket.SendAsync(request);
        var received = 0;
        while (!IsComplete(_buffer.AsSpan(0, received)))
        {
            received += await ReceiveAsync(received);
        }
        return _buffer.AsMemory(0, received);
    }

    public void Dispose()
    {
        _tls?.Dispose();
        _socket.Dispose();
    }

    async ValueTask<int> ReceiveAsync(int received)
    {
        if (_tls is not null)
            return await _tls.ReadAsync(_buffer.AsMemory(received)) is > 0 and var count
                ? count
                : throw new IOException("The server closed the connection.");

        while (true)
        {
            var read = _socket.Receive(_buffer.AsSpan(received), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                await Task.Yield();
            else
                return read > 0 ? read : throw new IOException("The server closed the connection.");
        }
    }

    static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var headers = answer.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
            return false;
        return ContentLength(answer[..headers]) is { } length
            ? answer.Length >= headers + 4 + length
            : answer.EndsWith("\r\n0\r\n\r\n"u8);
    }

    /// <summary>Node.js writes header names as it was given them, in capitals or not.</summary>
    static int? ContentLength(ReadOnlySpan<byte> headers)
    {
        while (headers.IndexOf((byte)'\n') is >= 0 and var end)
        {
            headers = headers[(end + 1)..];
            if (headers.Length > 16 && Ascii.EqualsIgnoreCase(headers[..16], "Content-Length: "u8))
                return Utf8Parser.TryParse(headers[16..], out int length, out _) ? length : null;
        }
        return null;
    }
}
