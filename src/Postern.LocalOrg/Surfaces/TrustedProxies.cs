using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Lets the proxies that are named say for whom they ask, by the framework's own middleware. Of a chain of them the last one that is not
/// named is the caller, however long the chain: what it says of those before it is its own to say.
/// </summary>
static class TrustedProxies
{
    const string Original = "X-Original-For";

    /// <param name="proxies">None: nothing changes.</param>
    /// <param name="next">Whoever answers, and sees the caller.</param>
    public static RequestDelegate Around(IReadOnlyList<System.Net.IPNetwork> proxies, RequestDelegate next)
    {
        if (proxies.Count == 0)
            return next;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // goes on while the one who asks is named, and no further
            OriginalForHeaderName = Original,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(proxy);
        var middleware = new ForwardedHeadersMiddleware(Told(next), NullLoggerFactory.Instance, Options.Create(options));
        return context =>
        {
            // Only the middleware says this, when it has believed somebody.
            context.Request.Headers.Remove(Original);
            return middleware.Invoke(context);
        };
    }

    static RequestDelegate Told(RequestDelegate next) => context =>
    {
        if (context.Request.Headers.ContainsKey(Original))
            context.Features.Set(new ToldCaller(context.Connection.RemoteIpAddress));
        return next(context);
    };
}

/// <summary>Who asks, by the word of a proxy that is believed.</summary>
sealed record ToldCaller(IPAddress? Address);
