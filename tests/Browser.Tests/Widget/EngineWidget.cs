using System.Collections.Concurrent;
using Microsoft.Playwright;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Browser.Tests.Widget;

[CollectionDefinition(Name)]
public sealed class EngineWidgetSuite : ICollectionFixture<EngineWidget>
{
    public const string Name = "Okta's Sign-In Widget on Identity Engine";
}

/// <summary>
/// One org on Identity Engine for all tests of the widget's second and third generation, and one page for each generation, which shows the
/// widget anew for each test: its scripts weigh megabytes.
/// </summary>
public sealed class EngineWidget(Chromium chromium) : IAsyncLifetime
{
    public const string Second = "second", Third = "third";

    /// <summary>
    /// Whom the widget signed in is told below it, or what it failed with: the page's title is the third generation's. Nothing turns or fades:
    /// each picture of that would be drawn, for nobody.
    /// </summary>
    const string Page = """
        <!DOCTYPE html><meta charset="utf-8"><title>Widget</title>
        <link rel="stylesheet" href="/dist/css/okta-sign-in.min.css">
        <style>*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }</style>
        <div id="widget"></div>
        <output></output>
        <script src="/dist/js/WIDGET"></script>
        <script>
          let widget;
          const say = (text) => { document.querySelector('output').textContent = text; };
          function show(options) {
            widget?.remove();
            document.getElementById('widget').replaceChildren();
            sessionStorage.clear();
            localStorage.clear();
            say('');
            widget = new OktaSignIn({
              useClassicEngine: false, language: 'en', assets: { baseUrl: '/dist' }, features: { rememberMe: false }, ...options,
            });
            widget.renderEl({ el: '#widget' }).then(
              ({ tokens }) => say(tokens?.idToken?.claims.preferred_username ?? 'no tokens'), (error) => say(`Error: ${error.message}`));
          }
        </script>
        """;

    readonly ConcurrentDictionary<string, IPage> _shown = new();
    WidgetServer? _server;
    LocalOrg.LocalOrg? _org;

    public LocalOrg.LocalOrg Org => _org!;

    public string Url => _server!.Url;

    /// <summary>What an app that embeds the widget says of itself.</summary>
    public object Embedded => new
    {
        issuer = Org.IssuerOf("default"),
        clientId = EngineSeed.Interacting,
        redirectUri = Url + "/",
        scopes = (string[])["openid", "profile"],
        authScheme = "OAUTH2",
    };

    /// <summary>The widget of a generation with these options, as an app embeds it unless they say otherwise.</summary>
    internal async Task ShowAsync(string generation, Func<EngineWidgetPage, Task> steps, object? options = null)
    {
        Assert.SkipWhen(_org is null, "Okta's Sign-In Widget is not installed: run npm ci in tests/Interop.Tests/node.");
        var page = await PageOfAsync(generation);
        await Chromium.InPageAsync(page, async () =>
        {
            using var widget = new EngineWidgetPage(page, this, generation);
            await widget.OpenAsync(options ?? Embedded);
            await steps(widget);
            widget.Complaints.ShouldBeEmpty();
        });
    }

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Repository.Widget))
            return;

        _server = await WidgetServer.StartAsync(
            ("/" + Second, Page.Replace("WIDGET", "okta-sign-in.oie.min.js", StringComparison.Ordinal)),
            ("/" + Third, Page.Replace("WIDGET", "okta-sign-in.next.js", StringComparison.Ordinal)),
            ("/callback", "<!DOCTYPE html><title>Signed in</title>"));
        var port = WidgetServer.FreePort();
        _org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                SecurityKeys = WebAuthnVerifier.VerifyAsync,
                Port = port,
                PublicUrl = $"http://localhost:{port}",
                Seed = EngineSeed.For(Url),
            });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _shown.Values)
            await page.Context.DisposeAsync();
        if (_org is not null)
            await _org.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    async Task<IPage> PageOfAsync(string generation)
    {
        if (_shown.TryGetValue(generation, out var shown))
            return shown;

        var page = await chromium.NewPageAsync();
        await page.Clock.InstallAsync();
        await WidgetPage.PlugInSecurityKeyAsync(page);
        _ = await page.GotoAsync($"{Url}/{generation}");
        return _shown[generation] = page;
    }
}
