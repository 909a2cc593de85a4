using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Postern.Browser.Tests.Widget;

/// <summary>Pages that show Okta's Sign-In Widget, by their paths, on another origin than the org's and on the same host.</summary>
sealed class WidgetServer : IAsyncDisposable
{
    readonly WebApplication _pages;

    WidgetServer(WebApplication pages) => _pages = pages;

    // By the org's host name: a browser's authenticators know no relying party that is an address.
    public string Url => _pages.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public static async Task<WidgetServer> StartAsync(params IEnumerable<(string Path, string Html)> pages)
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        // The widget's fonts are of a type that is not in the framework's list.
        _ = server.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(Repository.Widget),
            RequestPath = "/dist",
            ServeUnknownFileTypes = true,
            ContentTypeProvider = new FileExtensionContentTypeProvider(),
        });
        foreach (var (path, html) in pages)
            _ = server.MapGet(path, (RequestDelegate)(context =>
            {
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync(html);
            }));
        await server.StartAsync();
        return new(server);
    }

    public ValueTask DisposeAsync() => _pages.DisposeAsync();
}
