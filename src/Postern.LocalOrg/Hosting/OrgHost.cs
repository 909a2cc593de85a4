using System.Net;
using Microsoft.AspNetCore.Builder;
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
    readonly WebApplication _web;
    readonly TimeSpan _patience;

    OrgHost(WebApplication web, TimeSpan patience) => (_web, _patience) = (web, patience);

    public static async Task<OrgHost> StartAsync(IReadOnlyList<Listener> listeners, HostSettings settings, CancellationToken ct)
    {
        var web = Build(listeners, settings);
        RequestDelegate[] answers =
        [
            .. listeners.Select((listener, i) => listener.Answers(web.Services, () => web.Urls.ElementAt(i).TrimEnd('/'))),
        ];
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
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, EmbeddedLifetime>();
        if (settings.Logs is { } logs)
            builder.Logging.AddProvider(new ServerLog(logs)).SetMinimumLevel(LogLevel.None).AddFilter(ServerLog.Category, LogLevel.Error);
        return builder.Build();
    }

    static void Listen(KestrelServerOptions kestrel, Listener listener, int index, TimeProvider time) =>
        kestrel.Listen(listener.Address, listener.Port, listen =>
    {
        var behind = new Behind(index);
        listen.Protocols = HttpProtocols.Http1;
        listen.UseLingeringClose(time);
        // A request sees what its connection has.
        listen.Use(next => connection =>
        {
            connection.Features.Set(behind);
            return next(connection);
        });
    });

    /// <summary>Which listener a connection came by.</summary>
    sealed record Behind(int Listener);
}

/// <summary>An address to listen at, and who answers there, once they know where that is.</summary>
sealed record Listener(IPAddress Address, int Port, Func<IServiceProvider, Func<string>, RequestDelegate> Answers);

/// <summary>How a host behaves.</summary>
sealed record HostSettings(TimeSpan ShutdownTimeout, TimeProvider Time, ILoggerFactory? Logs);
