using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg.Hosting;

/// <summary>Kestrel and no more of a host than it needs: listens, lets the surfaces answer, and stops in an orderly way.</summary>
sealed class OrgHost
{
    readonly WebApplication _web;
    readonly TimeSpan _patience;

    OrgHost(WebApplication web, TimeSpan patience)
    {
        (_web, _patience) = (web, patience);
        ListenUrl = web.Urls.First().TrimEnd('/');
    }

    public string ListenUrl { get; }

    public static async Task<OrgHost> StartAsync(LocalOrgOptions options, OrgRooms rooms, CancellationToken ct)
    {
        var web = Build(options);
        if (options.Middleware is { } middleware)
            web.Use(middleware);
        web.Use(WithOktaHeaders(new()));
        rooms.Map(web);
        try
        {
            await web.StartAsync(ct);
            return new(web, options.ShutdownTimeout);
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nobody is let in any more, who waits without having asked is sent away, who has asked is answered, and whatever lasts too long is cut off.</summary>
    public async Task StopAsync()
    {
        // By the machine's time: an org whose clock stands still must end all the same.
        using var patience = new CancellationTokenSource(_patience);
        await _web.StopAsync(patience.Token);
        await _web.DisposeAsync();
    }

    /// <summary>An empty host: the default one reads configuration and watches the working directory for changes, which takes half a second in a large one.</summary>
    static WebApplication Build(LocalOrgOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            // Whoever calls may be on a busy machine, or stand still in a debugger: to be slow is no reason to be hung up on.
            (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (null, null);
            kestrel.Listen(options.Address, options.Port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.UseLingeringClose(options.Time);
            });
        });
        // Memory for a request is there before its first byte: what an idle connection would save by waiting, every request pays for.
        builder.WebHost.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, EmbeddedLifetime>();
        if (options.Logs is { } logs)
            builder.Logging.AddProvider(new ServerLog(logs)).SetMinimumLevel(LogLevel.None).AddFilter(ServerLog.Category, LogLevel.Error);
        return builder.Build();
    }

    static Func<RequestDelegate, RequestDelegate> WithOktaHeaders(RequestIds ids) => next => context =>
    {
        OktaHeaders.Write(context, ids.Next());
        return next(context);
    };
}
