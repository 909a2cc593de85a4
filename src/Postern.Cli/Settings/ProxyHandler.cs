using System.Collections.Concurrent;
using System.Net;

namespace Postern.Cli;

/// <summary>
/// Goes through the proxy that the environment names, and says so where that is what failed; the proxy's user and password stay out of
/// every message.
/// </summary>
sealed class ProxyHandler : DelegatingHandler
{
    readonly AnonymousProxy _proxy;
    readonly Terminal _io;

    public ProxyHandler(SocketsHttpHandler inner, Terminal io)
        : base(inner)
    {
        // .NET names the proxy in its messages as it was given: with its user information, unless that is taken out first.
        inner.Proxy = _proxy = new(HttpClient.DefaultProxy);
        _io = io;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await base.SendAsync(request, ct);
        }
        catch (HttpRequestException e) when (ProxyException.IsOfTheWay(e) && _proxy.GetProxy(request.RequestUri!) is { } proxy)
        {
            throw new ProxyException(proxy, VariableOf(request.RequestUri!), e);
        }
    }

    // As .NET reads them: the small letters first, and one for all where there is none for the scheme.
    string? VariableOf(Uri asked)
    {
        string[] names = asked.Scheme is "https"
            ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            : ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
        return names.FirstOrDefault(name => !string.IsNullOrEmpty(_io.Environment(name)));
    }
}

/// <summary>Another proxy, with its user information where credentials belong and not in its address.</summary>
sealed class AnonymousProxy(IWebProxy proxy) : IWebProxy, ICredentials
{
    readonly ConcurrentDictionary<Uri, NetworkCredential> _known = new();

    public ICredentials? Credentials
    {
        get => this;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination)
    {
        if (IsBypassed(destination) || proxy.GetProxy(destination) is not { } found || found == destination)
            return null;

        var address = new UriBuilder(found) { UserName = "", Password = "" }.Uri;
        if (found.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
            _known[address] = new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(string.Concat(password)));

        return address;
    }

    public bool IsBypassed(Uri host) => proxy.IsBypassed(host);

    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        _known.GetValueOrDefault(uri) ?? proxy.Credentials?.GetCredential(uri, authType);
}

/// <summary>The way to the org goes through a proxy, and ends there.</summary>
sealed class ProxyException(Uri proxy, string? variable, HttpRequestException cause)
    : HttpRequestException(
        cause.HttpRequestError,
        $"The proxy {proxy.Authority}{(variable is null ? "" : $" of {variable}")} cannot be reached: " +
        $"{(cause.InnerException ?? cause).Message}",
        cause)
{
    // Through a proxy, a name is resolved and a connection made for the proxy alone.
    public static bool IsOfTheWay(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError;
}
