using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Postern.LocalOrg;

namespace Postern.Testing;

/// <summary>Which of the org's apps a web application is.</summary>
static class WebApps
{
    /// <summary>
    /// The one of its client id or name; else the first that sign-ins come back to by its callback path. Null where there is none.
    /// </summary>
    public static SeedApp? AppOf(TestOrg org, OpenIdConnectOptions options)
    {
        var apps = org.LocalOrg.Seed.Apps;
        return apps.FirstOrDefault(app => app.ClientId == options.ClientId || app.Name == options.ClientId)
            ?? apps.FirstOrDefault(app => Callback(app, options) is not null);
    }

    /// <summary>Where the application must be for its sign-ins to come back to it. Null where it has none that the org knows.</summary>
    public static Uri? OriginOf(TestOrg org, IServiceProvider services)
    {
        // Their handlers are asked for by type, since the names are the application's own.
        var schemes = services.GetService<IOptions<AuthenticationOptions>>()?.Value.Schemes ?? [];
        var monitor = services.GetService<IOptionsMonitor<OpenIdConnectOptions>>();
        foreach (var scheme in schemes.Where(scheme => typeof(OpenIdConnectHandler).IsAssignableFrom(scheme.HandlerType)))
            if (monitor!.Get(scheme.Name) is var options && AppOf(org, options) is { } app && Callback(app, options) is { } callback)
                return new(callback.GetLeftPart(UriPartial.Authority));
        return null;
    }

    static Uri? Callback(SeedApp app, OpenIdConnectOptions options) => app.RedirectUris.Select(uri => new Uri(uri))
        .FirstOrDefault(uri => uri.Scheme is "http" or "https" && uri.AbsolutePath == options.CallbackPath);
}
