using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.LocalOrg.Surfaces;

namespace Postern.LocalOrg;

/// <summary>Mounts a local org in an ASP.NET Core application of your own.</summary>
public static class LocalOrgMapping
{
    /// <summary>
    /// The org answers at every path that the application has nothing more specific at. Of several orgs each needs its host:
    /// <c>app.MapLocalOrg(acme).RequireHost("acme.localhost")</c>. The org stays yours to dispose, after the application.
    /// </summary>
    /// <param name="endpoints">The application, or a group at its root: an org is no part of a path.</param>
    /// <param name="org">
    /// Made by <see cref="LocalOrg.CreateAsync"/>. Without <see cref="LocalOrgOptions.PublicUrl"/> its URL is the application's first
    /// address.
    /// </param>
    public static IEndpointConventionBuilder MapLocalOrg(this IEndpointRouteBuilder endpoints, LocalOrg org)
    {
        ArgumentNullException.ThrowIfNull(org);
        var services = endpoints.ServiceProvider;
        org.IsServedAt(() => AddressOf(services));
        // Not ready as soon as the application begins to stop: how long it goes on is the application's to say.
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping.Register(org.Drain);
        var group = endpoints.MapGroup("");
        org.Map((path, answer) => group.Map(path, answer));
        ((IEndpointConventionBuilder)group).Finally(endpoint => endpoint.RequestDelegate = Wrapped(endpoint.RequestDelegate!, org.Options));
        return group;
    }

    static RequestDelegate Wrapped(RequestDelegate answer, LocalOrgOptions options) =>
        TrustedProxies.Around(options.TrustedProxies, options.Middleware is { } middleware ? middleware(answer) : answer);

    static string AddressOf(IServiceProvider services)
    {
        var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses
            .FirstOrDefault() is { } first
            ? BindingAddress.Parse(first)
            : null;
        // A server that has started and has no address, such as a TestServer, is called by this name.
        if (address is null && services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested)
            return "http://localhost";
        if (address is null or { Port: 0 })
            throw new InvalidOperationException(
                "The application does not listen yet, and so the org has no URL: ask once it has started, or set " +
                "LocalOrgOptions.PublicUrl.");

        var host = address.Host is "+" or "*" or "[::]" or "0.0.0.0" ? "localhost" : address.Host;
        return new UriBuilder(address.Scheme, host, address.Port).Uri.GetLeftPart(UriPartial.Authority);
    }
}
