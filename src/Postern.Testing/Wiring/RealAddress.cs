using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>An application at an address where a browser finds it, and to which the org sends its users back.</summary>
static class RealAddress
{
    public static async Task<Uri> StartAsync<T>(WebApplicationFactory<T> application, TestOrg org, CancellationToken ct)
        where T : class
    {
        if (new Uri(org.Url).Host.EndsWith(TestOrgBuilder.NobodysDomain, StringComparison.Ordinal))
            throw new InvalidOperationException(
                $"No browser finds {org.Url}, a name that the kit alone knows: add .Http() or .Https() where the org is started.");

        application.UseKestrel(options => options.Listen(IPAddress.Loopback, port: 0));
        application.StartServer();
        var address = AddressOf(application.Services);
        foreach (var (options, app) in WebApps.SchemesOf(org, application.Services).ToList())
            await org.ChangeAsync(seed => WithCallbacks(seed, app, options, address), ct).ConfigureAwait(false);
        return address;
    }

    /// <summary>By the name that browsers trust with cookies for https alone, and that no cookie of the org's is for.</summary>
    static Uri AddressOf(IServiceProvider services)
    {
        var listens = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new UriBuilder(listens.First()) { Host = "localhost" }.Uri;
    }

    static OrgSeed WithCallbacks(OrgSeed seed, SeedApp app, OpenIdConnectOptions options, Uri address) => seed with
    {
        Apps =
        [
            .. seed.Apps.Select(each => each.ClientId != app.ClientId ? each : each with
            {
                RedirectUris = [.. each.RedirectUris, At(address, options.CallbackPath)],
                PostLogoutRedirectUris = [.. each.PostLogoutRedirectUris, At(address, options.SignedOutCallbackPath)],
            }),
        ],
    };

    static string At(Uri address, PathString path) => new Uri(address, path.Value).AbsoluteUri;
}
