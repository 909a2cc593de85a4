using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Postern.LocalOrg.Hosting;

/// <summary>
/// Kestrel and no more of a host than it needs: listens, lets whoever is behind a listener answer, and stops in an orderly way.
/// </summary>
sealed class OrgHost
{
    const int MostAttempts = 10;

    readonly WebApplication _web;
    readonly TimeSpan _patience;

    OrgHost(WebApplication web, TimeSpan patience) => (_web, _patience) = (web, patience);

    public static async Task<OrgHost> StartAsync(IReadOnlyList<Listener> listeners, HostSettings settings, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryStartAsync(listeners, settings, ct);
            }
            catch (IOException taken) when (attempt < MostAttempts
                && taken.InnerException is AddressInUseException
                && SharedPort.IsAsked(listeners))
            {
                // The port that was free at one address belongs to somebody at another: the next one may be free at all.
            }
        }
    }

    static async Task<OrgHost> TryStartAsync(IReadOnlyList<Listener> listeners, HostSettings settings, CancellationToken ct)
    {
        var web = Build(listeners, settings);
        var first = 0;
        List<RequestDelegate> answers = [];
        foreach (var listener in listeners)
        {
            var index = first;
            answers.Add(listener.Answers(web.Services, () => web.Urls.ElementAt(index).TrimEnd('/')));
            first += listener.At.Count;
        }

        RequestDelegate answer = answers is [var only] ? only : context => answers[context.Features.Get<Behind>()!.Listener](context);
        web.Run(answer);
        try
        {
            await web.StartAsync(ct);
            return new(web, settings.ShutdownTimeout);
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Nobody is let in any more, who waits without having asked is sent away, who has asked is answered, and whatever lasts too long is
    /// cut off.
    /// </summary>
    public async Task StopAsync()
    {
        // By the machine's time: an org whose clock stands still must end all the same.
        using var patience = new CancellationTokenSource(_patience);
        await _web.StopAsync(patience.Token);
        await _web.DisposeAsync();
    }

    /// <summary>
    /// An empty host: the default one reads configuration and watches the working directory for changes, which takes half a second in a
    /// large one.
    /// </summary>
    static WebApplication Build(IReadOnlyList<Listener> listeners, HostSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            // Whoever calls may be on a busy machine, or stand still in a debugger: to be slow is no reason to be hung up on.
            (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (null, null);
            for (var i = 0; i < listeners.Count; i++)
                Listen(kestrel, listeners[i], i, settings.Time);
        });
        // Memory for a request is there before its first byte: what an idle connection would save by waiting, every request pays for.
        builder.WebHost.UseSockets(sockets =>
            (sockets.WaitForDataBeforeAllocatingBuffer, sockets.CreateBoundListenSocket) = (false, SharedPort.Bind));
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, EmbeddedLifetime>();
        if (settings.Logs is { } logs)
            builder.Logging.AddProvider(new ServerLog(logs)).SetMinimumLevel(LogLevel.None).AddFilter(ServerLog.Category, LogLevel.Error);
        return builder.Build();
    }

    static void Listen(KestrelServerOptions kestrel, Listener listener, int index, TimeProvider time)
    {
        var behind = new Behind(index);
        foreach (var at in SharedPort.Of(listener.At))
            kestrel.Listen(at, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseLingeringClose(time);
                // A request sees what its connection has.
                listen.Use(next => connection =>
                {
                    connection.Features.Set(behind);
                    return next(connection);
                });
                if (listener.Certificates is { } certificates)
                    listen.UseTls(certificates);
            });
    }

    /// <summary>Which listener a connection came by.</summary>
    sealed record Behind(int Listener);
}

/// <summary>
/// Addresses to listen at, the first of which is told, and who answers there, once they know where that is. With certificates it speaks
/// TLS.
/// </summary>
sealed record Listener(
    IReadOnlyList<IPEndPoint> At, ServerCertificates? Certificates, Func<IServiceProvider, Func<string>, RequestDelegate> Answers);

/// <summary>How a host behaves.</summary>
sealed record HostSettings(TimeSpan ShutdownTimeout, TimeProvider Time, ILoggerFactory? Logs);
