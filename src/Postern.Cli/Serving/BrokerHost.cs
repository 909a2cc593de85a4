using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Postern.Cli;

/// <summary>Listens for the broker: on a socket in a folder of its owner's alone, or at a port of this machine.</summary>
sealed class BrokerHost : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    readonly WebApplication _web;
    readonly string? _socket;
    readonly FileLock? _turn;

    BrokerHost(WebApplication web, string? socket, FileLock? turn) => (_web, _socket, _turn) = (web, socket, turn);

    /// <summary>Where it can be reached.</summary>
    public string Url => _socket is null ? _web.Urls.Single().TrimEnd('/') : $"unix:{_socket}";

    public static async Task<BrokerHost> OnSocketAsync(string socket, RequestDelegate answer, CancellationToken ct)
    {
        var turn = Prepare(socket);
        try
        {
            return new(await StartAsync(kestrel => kestrel.ListenUnixSocket(socket, OneProtocol), answer, ct), socket, turn);
        }
        catch (Exception e) when (e is IOException or SocketException or ArgumentException)
        {
            turn.Dispose();
            throw Taken($"the socket {socket}", e);
        }
    }

    public static async Task<BrokerHost> OnPortAsync(int port, RequestDelegate answer, CancellationToken ct)
    {
        try
        {
            return new(await StartAsync(kestrel => kestrel.Listen(IPAddress.Loopback, port, OneProtocol), answer, ct), null, null);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw Taken($"port {port}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _web.StopAsync(patience.Token);
        await _web.DisposeAsync();
        if (_socket is not null)
            File.Delete(_socket);
        _turn?.Dispose();
    }

    // Whoever has the lock runs: a socket without one was left by a broker that was killed.
    static FileLock Prepare(string socket)
    {
        try
        {
            var folder = Path.GetDirectoryName(socket)!;
            OwnFile.MakeFolder(folder);
            if (OwnFile.IsOpen(folder))
                throw new UsageException(
                    $"Others may enter {folder}, and a socket there would be theirs too.",
                    $"chmod 700 {folder}, or name another with --socket.");

            var turn = FileLock.TryTake($"{socket}.lock") ?? throw new UsageException(
                $"A broker runs at {socket} already.", "Use that one, or name another socket with --socket.");
            File.Delete(socket);
            return turn;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Taken($"the socket {socket}", e);
        }
    }

    static UsageException Taken(string place, Exception why) =>
        new($"The broker cannot listen at {place}: {why.Message}", "Name another with --socket or --port.", why);

    static void OneProtocol(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;

    static async Task<WebApplication> StartAsync(Action<KestrelServerOptions> listen, RequestDelegate answer, CancellationToken ct)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseSockets().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            listen(kestrel);
        });
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, WithinCommand>();
        var web = builder.Build();
        web.Run(answer);
        try
        {
            await web.StartAsync(ct);
            return web;
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>The command has taken the signals already.</summary>
    sealed class WithinCommand : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
