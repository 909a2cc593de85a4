using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// Closes in stages, as RFC 9112 section 9.6 asks of servers: says that nothing more comes, reads on for a while, and only then closes.
/// Where a request was
/// answered before all of it had been read, TCP would reset a connection that is closed at once, and the reset may overtake the answer.
/// </summary>
static class LingeringClose
{
    /// <summary>As long as Kestrel itself reads the rest of a body that nobody wanted.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void UseLingeringClose(this ListenOptions listen, TimeProvider time) =>
        listen.Use(next => connection => ServeAsync(next, connection, time));

    // Kestrel's own way out closes the socket with its last byte. So the answers go by a way of ours, which ends with a half-close.
    static async Task ServeAsync(ConnectionDelegate next, ConnectionContext connection, TimeProvider time)
    {
        var socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        var answers = new Pipe(Options(connection));
        var sending = SendAsync(answers.Reader, socket);
        connection.Transport = new Ways(connection.Transport.Input, answers.Writer);
        try
        {
            await next(connection);
        }
        finally
        {
            await answers.Writer.CompleteAsync();
            await sending;
            await LingerAsync(connection, socket, time);
        }
    }

    static PipeOptions Options(ConnectionContext connection)
    {
        var memory = connection.Features.Get<IMemoryPoolFeature>()?.MemoryPool;
        return new(
            memory,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.ThreadPool,
            pauseWriterThreshold: 64 * 1024,
            resumeWriterThreshold: 32 * 1024,
            useSynchronizationContext: false);
    }

    static async Task SendAsync(PipeReader answers, Socket socket)
    {
        try
        {
            while (await answers.ReadAsync() is { } read && !(read.IsCompleted && read.Buffer.IsEmpty))
            {
                foreach (var part in read.Buffer)
                    await socket.SendAsync(part, SocketFlags.None);
                answers.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // Whoever asked has hung up: Kestrel hears of it where it reads.
        }
        finally
        {
            await answers.CompleteAsync();
        }
    }

    static async Task LingerAsync(ConnectionContext connection, Socket socket, TimeProvider time)
    {
        // An org that stops waits for nobody who has his answer.
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
        var rest = ArrayPool<byte>.Shared.Rent(4096);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            int read;
            do
                read = await socket.ReceiveAsync(rest, SocketFlags.None, end.Token);
            while (read > 0);
        }
        catch (Exception gone) when (gone is OperationCanceledException || IsGone(gone))
        {
            // It has been long enough, or nobody is there any more.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest);
        }
    }

    static bool IsGone(Exception e) => e is SocketException or ObjectDisposedException;

    /// <summary>In as it was, out as we like it.</summary>
    sealed record Ways(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
