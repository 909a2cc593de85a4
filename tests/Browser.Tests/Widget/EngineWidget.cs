using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postern.LocalOrg;
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

    /// <summary>Where a request ends that waited at the org.</summary>
    public const string Landing = "/callback";

    /// <summary>
    /// Whom the widget signed in is told below it, or what it failed with: the page's title is the third generation's. Nothing turns or
    /// fades: each picture of that would be drawn, for nobody.
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
    public object Embedded => EmbeddedAs(EngineSeed.Interacting);

    public object EmbeddedAs(string clientId) => new
    {
        issuer = Org.IssuerOf("default"),
        clientId,
        redirectUri = Url + "/",
        scopes = (string[])["openid", "profile"],
        authScheme = "OAUTH2",
    };

    /// <summary>The widget of a generation, embedded in an app.</summary>
    internal Task ShowAsync(string generation, Func<EngineWidgetPage, Task> steps) =>
        ShowAsync(generation, _ => Task.FromResult(Embedded), steps);

    /// <summary>
    /// Past the password, by what these steps prove besides: the second generation embedded and from its first page, the third where a
    /// request of an app's waits at the org. That costs half, and there alone it goes on from what another device decides: embedded, it
    /// redeems the code that it polled for twice.
    /// </summary>
    internal Task SignInAsync(string generation, string name, Func<EngineWidgetPage, Task> steps) => generation is Third
        ? ShowAsync(
            generation,
            async widget => Waiting(await PastPasswordAsync(widget.Page, widget.LoginOf(name))),
            async widget =>
            {
                await steps(widget);
                await widget.LandsAsync();
            })
        : ShowAsync(generation, async widget =>
        {
            await widget.SignInAsync(widget.LoginOf(name));
            await steps(widget);
            await widget.SucceedsAsync(widget.LoginOf(name));
        });

    /// <summary>
    /// For steps whose last answer ends everything while the widget asks how it stands: the third generation where a request of an app's
    /// waits at the org. Embedded it forgets where it stood with that answer, asks once more when its clock strikes before it has drawn
    /// what it was told, and breaks.
    /// </summary>
    internal Task ShowWhereItPollsAsync(string generation, Func<EngineWidgetPage, Task> steps) => generation is Third
        ? ShowAsync(generation, async widget => Waiting(await StateTokenAsync(widget.Page)), steps)
        : ShowAsync(generation, steps);

    /// <summary>Where an app that leaves signing in to the org sends its user.</summary>
    public string AuthorizeUrl =>
        $"{Org.IssuerOf("default")}/v1/authorize?client_id={EngineSeed.Hosted}&response_type=code&scope=openid&state=s-1" +
        $"&redirect_uri={Uri.EscapeDataString(Url + Landing)}&nonce=n-1" +
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Repository.Widget))
            return;

        _server = await WidgetServer.StartAsync(
            ("/" + Second, Page.Replace("WIDGET", "okta-sign-in.oie.min.js", StringComparison.Ordinal)),
            ("/" + Third, Page.Replace("WIDGET", "okta-sign-in.next.js", StringComparison.Ordinal)),
            (Landing, "<!DOCTYPE html><title>Signed in</title>"));
        _org = await StartOrgAsync(EngineSeed.For(Url));
    }

    /// <summary>An org under the host name of the widget's pages. Whoever starts one ends it.</summary>
    internal static Task<LocalOrg.LocalOrg> StartOrgAsync(OrgSeed seed) => LocalOrg.LocalOrg.StartAsync(
        new()
        {
            SecurityKeys = WebAuthnVerifier.VerifyAsync,
            // Browsers know no relying party that is an address.
            PublicUrl = "http://localhost:0",
            Seed = seed,
        });

    public static void SkipWithoutWidget() => Assert.SkipUnless(
        Directory.Exists(Repository.Widget), "Okta's Sign-In Widget is not installed: run npm ci in tests/Interop.Tests/node.");

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _shown.Values)
            await page.Context.DisposeAsync();
        if (_org is not null)
            await _org.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>The widget of a generation, with options that a test's page makes.</summary>
    internal async Task ShowAsync(
        string generation, Func<EngineWidgetPage, Task<object>> options, Func<EngineWidgetPage, Task> steps)
    {
        SkipWithoutWidget();
        var page = await PageOfAsync(generation);
        await Chromium.InPageAsync(page, async () =>
        {
            // Nobody is signed in: a test before this one may have been.
            await page.Context.ClearCookiesAsync();
            // Loaded anew: a widget goes on drawing what it has once drawn, and each of a page's would cost more than the one before.
            _ = await page.GotoAsync($"{Url}/{generation}");
            using var widget = new EngineWidgetPage(page, this, generation);
            await widget.OpenAsync(await options(widget));
            await steps(widget);
            widget.Complaints.ShouldBeEmpty();
        });
    }

    object Waiting(string stateToken) => new { baseUrl = Org.Url, stateToken };

    /// <summary>The state token of a request that waits, by the browser of that page.</summary>
    async Task<string> StateTokenAsync(IPage page)
    {
        var shown = await page.APIRequest.GetAsync(AuthorizeUrl, new() { Timeout = (float)Chromium.Patience.TotalMilliseconds });
        return Regex.Unescape((await shown.TextAsync()).Split("var stateToken = '")[1].Split('\'')[0]);
    }

    /// <summary>The same of one whose password has been given.</summary>
    async Task<string> PastPasswordAsync(IPage page, string login)
    {
        var stateToken = await StateTokenAsync(page);
        var proved = await page.APIRequest.PostAsync(
            Org.Url + "/idp/idx/identify",
            new()
            {
                DataObject = new { stateHandle = stateToken, identifier = login, credentials = new { passcode = WidgetSeed.Password } },
                Timeout = (float)Chromium.Patience.TotalMilliseconds,
            });
        proved.Status.ShouldBe(200);
        return stateToken;
    }

    async Task<IPage> PageOfAsync(string generation)
    {
        if (_shown.TryGetValue(generation, out var shown))
            return shown;

        var page = await chromium.NewPageAsync();
        // High enough for all of every view. The third generation gives the focus to a view's title a frame after it has drawn it: where
        // that scrolls, a press that has begun ends beside what it was for.
        await page.SetViewportSizeAsync(1280, 1600);
        await page.Clock.InstallAsync();
        await WidgetPage.PlugInSecurityKeyAsync(page);
        // Where the widget would go from there the test goes in its place.
        await page.RouteAsync("**/login/token/redirect*", route => route.AbortAsync("aborted"));
        return _shown[generation] = page;
    }
}
