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

    /// <summary>Where the application must be for its sign-ins to come back to it. Null where it does not say.</summary>
    /// <exception cref="InvalidOperationException">It is no app of the org's.</exception>
    public static Uri? OriginOf(TestOrg org, IServiceProvider services) =>
        SchemesOf(org, services).Select(scheme => Callback(scheme.App, scheme.Options)).FirstOrDefault() is { } callback
            ? new(callback.GetLeftPart(UriPartial.Authority))
            : null;

    /// <summary>The application's schemes that are the org's, each with the app that it is there.</summary>
    /// <exception cref="InvalidOperationException">One is no app of the org's.</exception>
    public static IEnumerable<(OpenIdConnectOptions Options, SeedApp App)> SchemesOf(TestOrg org, IServiceProvider services)
    {
        // Their handlers are asked for by type, since the names are the application's own.
        var schemes = services.GetService<IOptions<AuthenticationOptions>>()?.Value.Schemes ?? [];
        var monitor = services.GetService<IOptionsMonitor<OpenIdConnectOptions>>();
        foreach (var scheme in schemes.Where(scheme => typeof(OpenIdConnectHandler).IsAssignableFrom(scheme.HandlerType)))
            if (monitor!.Get(scheme.Name) is var options && options.Authority?.StartsWith(org.Url, StringComparison.Ordinal) is true)
                yield return (options, AppOf(org, options) ?? throw Unknown(scheme.Name, options));
    }

    static InvalidOperationException Unknown(string name, OpenIdConnectOptions options) => new(
        $"The application's scheme '{name}' comes back to {options.CallbackPath}, and no app of the test org has such a redirect URI: " +
        $"add .WebApp(\"web\", \"http://localhost{options.CallbackPath}\") where it is started. Where the scheme is another provider's, " +
        "name those that are the org's: WithOrg(org, \"OpenIdConnect\").");

    static Uri? Callback(SeedApp app, OpenIdConnectOptions options) => app.RedirectUris.Select(uri => new Uri(uri))
        .FirstOrDefault(uri => uri.Scheme is "http" or "https" && uri.AbsolutePath == options.CallbackPath);
}
