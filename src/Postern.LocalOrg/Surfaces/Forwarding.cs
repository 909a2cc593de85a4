using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Surfaces;

/// <summary>
/// Whether somebody passed a request on. A proxy on this machine has this machine's address, and whoever it speaks for has not.
/// </summary>
static class Forwarding
{
    /// <summary>
    /// Besides those that begin with a prefix: RFC 7239, RFC 9110 section 7.6.3, and what proxies and content networks add.
    /// </summary>
    static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-ProxyUser-IP", "X-Remote-IP", "X-Remote-Addr",
        "Client-IP",
        "True-Client-IP", "CF-Connecting-IP", "CF-Ray", "CDN-Loop", "Fastly-Client-IP", "X-Azure-ClientIP", "X-Amzn-Trace-Id");

    static readonly string[] Prefixes = ["X-Forwarded", "X-Original-", "X-Envoy-"];

    public static bool IsForwarded(HttpRequest request)
    {
        foreach (var (name, _) in request.Headers)
            if (Names.Contains(name) || BeginsAsOne(name))
                return true;
        return false;
    }

    /// <summary>
    /// Whether a program of this machine calls for itself. Whoever a proxy speaks for does not, whatever address it tells: what is this
    /// machine to the proxy may be another.
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        context.Features.Get<ToldCaller>() is null
        && IsThisMachine(context.Connection.RemoteIpAddress)
        && !IsForwarded(context.Request);

    /// <summary>
    /// The address that a request comes from, or that a proxy told which is believed; null where another proxy of this machine's passed it
    /// on, since what that says of its caller is anybody's to say.
    /// </summary>
    public static IPAddress? CallerOf(HttpContext context) =>
        context.Features.Get<SeenRequest>() is { } seen ? seen.Caller : FindCaller(context);

    /// <summary>By the request's headers, each time.</summary>
    public static IPAddress? FindCaller(HttpContext context)
    {
        if (context.Features.Get<ToldCaller>() is { } told)
            return told.Address;

        var peer = context.Connection.RemoteIpAddress;
        return IsThisMachine(peer) && IsForwarded(context.Request) ? null : peer;
    }

    /// <summary>Asked of every header of many requests: nothing is made for it.</summary>
    static bool BeginsAsOne(string name)
    {
        if (name is not ['X' or 'x', ..])
            return false;
        foreach (var prefix in Prefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    // A socket for both families shows IPv4 callers as ::ffff:127.0.0.1.
    static bool IsThisMachine(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
