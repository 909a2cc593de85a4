using System.Net.Http.Json;
using System.Text.Json;
using Postern.LocalOrg;
using Postern.LocalOrg.WebAuthn;

namespace Postern.Browser.Tests.Widget;

[CollectionDefinition(Name)]
public sealed class WidgetSuite : ICollectionFixture<WidgetApp>
{
    public const string Name = "Okta's Sign-In Widget";
}

/// <summary>One org for all tests of Okta's Sign-In Widget, and a page that shows the widget, on another origin of the same host.</summary>
public sealed class WidgetApp : IAsyncLifetime
{
    /// <summary>
    /// What the widget hands to its page becomes the page's title, with the session token where there is one; so does what it fails with.
    /// Nothing turns or fades: each picture of that would be drawn, for nobody.
    /// </summary>
    const string Page = """
        <!DOCTYPE html><meta charset="utf-8"><title>Widget</title>
        <link rel="stylesheet" href="/dist/css/okta-sign-in.min.css">
        <style>*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; }</style>
        <div id="widget"></div>
        <script src="/dist/js/okta-sign-in.classic.min.js"></script>
        <script>
          const options = JSON.parse(new URLSearchParams(location.search).get('options'));
          const widget = new OktaSignIn({ useClassicEngine: true, language: 'en', assets: { baseUrl: '/dist' }, ...options });
          widget.renderEl({ el: '#widget' },
            (result) => { document.title = [result.status, result.session?.token ?? result.stepUp?.url ?? result.tokens?.idToken.claims.preferred_username].filter(Boolean).join(' '); },
            (error) => { document.title = `Error: ${error.message}`; });
        </script>
        """;

    WidgetServer? _pages;
    LocalOrg.LocalOrg? _org;

    public LocalOrg.LocalOrg Org => _org!;

    public string Url => _pages!.Url;

    public string? PageUrl => _pages is null ? null : Url + "/";

    public string? Issuer => _org?.IssuerOf("default");

    public string? Spa => _org?.Seed.Apps.First(app => app.Kind == AppKind.Spa).ClientId;

    /// <summary>A transaction that an app's request began.</summary>
    public async Task<string> StepUpAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(Org.Url + "/_postern/step-up", new { clientId = Spa });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("stateToken").GetString()!;
    }

    /// <summary>While the org is on the other engine, which has the Authentication API too.</summary>
    internal async Task OnIdentityEngineAsync(Func<Task> steps)
    {
        Assert.SkipWhen(_org is null, "Okta's Sign-In Widget is not installed: run npm ci in tests/Interop.Tests/node.");
        await BecomeAsync("identity-engine");
        try
        {
            await steps();
        }
        finally
        {
            await BecomeAsync("classic");
        }
    }

    async Task BecomeAsync(string engine)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(Org.Url + "/_postern/engine", new { engine });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// The widget with these options, in a fresh profile; nothing may be asked of other hosts, break in the page or be kept from it.
    /// </summary>
    internal async Task ShowAsync(Chromium chromium, object options, Func<WidgetPage, Task> steps)
    {
        Assert.SkipWhen(_org is null, "Okta's Sign-In Widget is not installed: run npm ci in tests/Interop.Tests/node.");
        await chromium.InPageAsync(async page =>
        {
            var widget = new WidgetPage(page, this);
            await widget.OpenAsync(options);
            await steps(widget);
            widget.Complaints.ShouldBeEmpty();
        });
    }

    public async ValueTask InitializeAsync()
    {
        if (!Directory.Exists(Repository.Widget))
            return;

        _pages = await WidgetServer.StartAsync(("/", Page));
        _org = await LocalOrg.LocalOrg.StartAsync(
            new()
            {
                SecurityKeys = WebAuthnVerifier.VerifyAsync,
                // Browsers know no relying party that is an address.
                PublicUrl = "http://localhost:0",
                Seed = WidgetSeed.For(Url),
            });
    }

    public async ValueTask DisposeAsync()
    {
        if (_org is not null)
            await _org.DisposeAsync();
        if (_pages is not null)
            await _pages.DisposeAsync();
    }
}
