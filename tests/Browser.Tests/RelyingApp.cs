using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>An app that people sign in to, and its org: the app hears what the browser brings to its redirect URI.</summary>
sealed class RelyingApp : IAsyncDisposable
{
    readonly WebApplication _host;
    readonly Channel<Callback> _callbacks = Channel.CreateUnbounded<Callback>();
    LocalOrg.LocalOrg? _org;

    public sealed record Callback(string Method, IReadOnlyDictionary<string, string> Parameters);

    RelyingApp()
    {
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        _ = _host.Map("/callback", (RequestDelegate)HearAsync);
        _ = _host.MapGet(
            "/page",
            (RequestDelegate)(context =>
                WriteAsync(context, "text/html", """<!DOCTYPE html><title>App</title><script src="/okta-auth-js.js"></script>""")));
        _ = _host.MapGet(
            "/okta-auth-js.js",
            (RequestDelegate)(
                async context => await WriteAsync(context, "text/javascript", await File.ReadAllTextAsync(Repository.OktaAuthJs))));
        _ = _host.Map("/{**path}", (RequestDelegate)(context =>
        {
            Strays.Add(context.Request.Path);
            return Task.CompletedTask;
        }));
    }

    // Not the org's host name, so that the two are two sites to the browser.
    public string Url => _host.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    public string RedirectUri => Url + "/callback";

    /// <summary>The page with Okta's SDK, which takes what a redirect brings it.</summary>
    public string PageUri => Url + "/page";

    public LocalOrg.LocalOrg Org => _org!;

    public SeedApp Seed => Org.Seed.Apps.First(app => app.Kind == AppKind.Spa);

    /// <summary>Paths that nobody should have asked for.</summary>
    public ConcurrentBag<string> Strays { get; } = [];

    public static Task<RelyingApp> StartAsync() => StartAsync(seed => seed);

    /// <summary>With a seed that a test has changed; addresses are the app's own.</summary>
    public static async Task<RelyingApp> StartAsync(Func<OrgSeed, OrgSeed> change)
    {
        var app = new RelyingApp();
        await app._host.StartAsync(TestContext.Current.CancellationToken);
        var seed = change(OrgSeed.Default);
        seed = seed with
        {
            Apps =
            [
                .. seed.Apps.Select(
                    seeded => seeded with { RedirectUris = [app.RedirectUri, app.PageUri], PostLogoutRedirectUris = [app.RedirectUri] }),
            ],
        };
        app._org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = seed }, TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>The next time the browser comes to the redirect URI.</summary>
    public async Task<Callback> CallbackAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Chromium.Patience);
        return await _callbacks.Reader.ReadAsync(patience.Token);
    }

    /// <summary>The same, and the page has arrived there: to send it elsewhere before would be a race.</summary>
    public async Task<Callback> CallbackAsync(IPage page)
    {
        var callback = await CallbackAsync();
        await Assertions.Expect(page.GetByText("Welcome back")).ToBeVisibleAsync();
        return callback;
    }

    public string AuthorizeUrl(string parameters) =>
        $"{Org.Url}/oauth2/default/v1/authorize?client_id={Seed.ClientId}&redirect_uri={Uri.EscapeDataString(RedirectUri)}" +
        $"&scope=openid%20profile&{parameters}";

    public async ValueTask DisposeAsync()
    {
        if (_org is not null)
            await _org.DisposeAsync();
        await _host.DisposeAsync();
    }

    async Task HearAsync(HttpContext context)
    {
        var request = context.Request;
        var sent = HttpMethods.IsPost(request.Method) ? [.. await request.ReadFormAsync()] : request.Query.ToList();
        _ = _callbacks.Writer.TryWrite(new(request.Method, sent.ToDictionary(pair => pair.Key, pair => pair.Value.ToString())));
        await WriteAsync(context, "text/html", "<!DOCTYPE html><title>Signed in</title><h1>Welcome back</h1>");
    }

    static Task WriteAsync(HttpContext context, string contentType, string text)
    {
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(text);
    }
}
