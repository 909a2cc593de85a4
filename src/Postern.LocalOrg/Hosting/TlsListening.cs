using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// TLS on a listener: HTTP/2 where a client offers it (ALPN), an orderly end (RFC 8446 section 6.1), and an answer for whoever forgot the s
/// of https.
/// </summary>
static class TlsListening
{
    const string SpeakTls = "This org speaks HTTPS: write https:// instead of http://.\n";

    static readonly byte[] Refusal = Encoding.ASCII.GetBytes(
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain;charset=utf-8\r\n" +
        $"Content-Length: {SpeakTls.Length}\r\nConnection: close\r\n\r\n{SpeakTls}");

    // Whoever calls may be on a busy machine: to be slow is no reason to be hung up on.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static void UseTls(this ListenOptions listen, ServerCertificates certificates)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => RefusePlainAsync(next, connection));
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = context => ValueTask.FromResult(certificates.For(context.ClientHelloInfo.ServerName)),
            HandshakeTimeout = Patience,
        });
        listen.Use(next => connection => EndAsync(next, connection));
    }

    static async Task RefusePlainAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        switch (await FirstAsync(connection))
        {
            case null:
                return;
            // RFC 8446 section 5.1: TLS begins with 22, and a method of HTTP with a letter.
            case >= (byte)'A' and <= (byte)'Z':
                await connection.Transport.Output.WriteAsync(Refusal);
                return;
            default:
                await next(connection);
                return;
        }
    }

    /// <summary>Seen, and left to whoever reads next. Null where nothing comes, or the org stops before it does.</summary>
    static async Task<byte?> FirstAsync(ConnectionContext connection)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping);
        patience.CancelAfter(Patience);
        try
        {
            var read = await connection.Transport.Input.ReadAsync(patience.Token);
            byte? first = read.Buffer.IsEmpty ? null : read.Buffer.FirstSpan[0];
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            return first;
        }
        catch (Exception gone) when (gone is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            return null;
        }
    }

    /// <summary>Says that nothing more comes: whoever hears nothing of that must take what came for cut off.</summary>
    static async Task EndAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            try
            {
                await connection.Features.GetRequiredFeature<ISslStreamFeature>().SslStream.ShutdownAsync();
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException or ObjectDisposedException)
            {
                // Nobody is there any more to say it to.
            }
        }
    }
}
