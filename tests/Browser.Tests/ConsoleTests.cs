using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>
/// The console as a person has it before them: it follows what happens, on a phone, in the dark, by keyboard and without script.
/// </summary>
[Trait("Speed", "Slow")]
public class ConsoleTests(Chromium chromium, ConsoleTests.WatchedOrg watched) : IClassFixture<ConsoleTests.WatchedOrg>
{
    /// <summary>Text, large or small, is read against the ground that is behind it: WCAG 2.2 section 1.4.3.</summary>
    const string TooFaint = """
        () => {
          const channels = color => (color.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = element => {
            for (let each = element; each; each = each.parentElement) {
              const color = channels(getComputedStyle(each).backgroundColor);
              if (color.length === 3 || color[3] > 0.99) return color;
            }
            return [255, 255, 255];
          };
          const faint = [];
          for (const element of document.querySelectorAll('body *')) {
            if (![...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
            if (!element.getClientRects().length || element.tagName === 'OPTION') continue;
            const style = getComputedStyle(element);
            const [one, other] = [light(channels(element.closest('svg') ? style.fill : style.color)), light(ground(element))];
            const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            if (contrast < 4.5) faint.push(`${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 20)} ${contrast.toFixed(2)}`);
          }
          return faint;
        }
        """;

    const string Nameless = """
        () => [...document.querySelectorAll('a, button, input:not([type=hidden]), select')]
          .filter(each => !(each.textContent.trim() || each.labels?.length || each.getAttribute('aria-label')))
          .map(each => each.outerHTML)
        """;

    [Fact]
    public Task A_sign_in_appears_while_it_is_watched_and_its_diagram_grows() => chromium.InPageAsync(async page =>
    {
        await OpenAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign-ins" }).ClickAsync();
        var sessionToken = (await watched.AuthenticateAsync("ada@example.com")).GetProperty("sessionToken").GetString()!;
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "ada@example.com" }).First;
        await Assertions.Expect(row).ToContainTextAsync("SUCCESS");
        await row.GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.GetByText("1. POST /api/v1/authn")).ToBeVisibleAsync();

        await watched.AuthorizeAsync(sessionToken, "openid orders:nonsense");

        await Assertions.Expect(page.GetByText("302 invalid_scope").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("svg.flow a.no line.answer")).ToHaveCSSAsync("stroke", "rgb(179, 38, 30)");
        await page.GetByText("2. GET /oauth2/default").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What it sent" })).ToBeVisibleAsync();
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_push_is_approved_with_or_without_JavaScript(bool javaScript) => chromium.InPageAsync(
        async page =>
        {
            await OpenAsync(page);
            await page.GetByRole(AriaRole.Link, new() { Name = "Outbox" }).ClickAsync();
            var (factor, stateToken) = await watched.PushAsync();
            if (!javaScript)
                _ = await page.ReloadAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).First.ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The push is approved.");

            (await watched.PollAsync(factor, stateToken)).GetProperty("status").GetString().ShouldBe("SUCCESS");
        },
        javaScript);

    [Fact]
    public Task On_a_phone_nothing_is_cut_off_and_everything_can_be_read_by_day_and_by_night() => chromium.InPageAsync(async page =>
    {
        await watched.AuthorizeAsync(
            (await watched.AuthenticateAsync("ada@example.com")).GetProperty("sessionToken").GetString()!, "openid profile");
        await page.SetViewportSizeAsync(375, 700);
        await OpenAsync(page);
        var paths = await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link)
            .EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        _ = await page.GotoAsync(watched.Org.Url + "/_postern/console/sign-ins");
        var more = await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link)
            .EvaluateAllAsync<string[]>("links => links.slice(0, 2).map(link => link.href)");

        string[] single = ["users/00u1adaActive0000005", "apps/0oa1posternSpa000005", "servers/aus1posternOrders005"];

        foreach (var path in paths.Concat(more).Concat(single.Select(one => $"{watched.Org.Url}/_postern/console/{one}")))
        {
            _ = await page.GotoAsync(path);
            await ShouldBeReadableAsync(page, path);
        }
    });

    [Fact]
    public Task A_token_is_made_by_one_click_and_read_on_a_phone() => chromium.InPageAsync(async page =>
    {
        await page.SetViewportSizeAsync(375, 700);
        await OpenAsync(page);
        _ = await page.GotoAsync(watched.Org.Url + "/_postern/console/users/00u1adaActive0000005");

        await page.GetByRole(AriaRole.Button, new() { Name = "Get a token" }).First.ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Token for ada@example.com" })).ToBeVisibleAsync();
        await ShouldBeReadableAsync(page, "the token");
    });

    [Fact]
    public Task A_users_state_is_changed_by_the_keyboard_alone() => chromium.InPageAsync(async page =>
    {
        await OpenAsync(page);
        _ = await page.GotoAsync(watched.Org.Url + "/_postern/console/users/00u1unaUnassigned005");

        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await Assertions.Expect(page.GetByText("Skip to the content")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByLabel("Put the user into this state")).ToBeFocusedAsync();
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        await page.Keyboard.TypeAsync("suspended");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The user is in that state now.");
        await Assertions.Expect(page.Locator("dd .badge")).ToHaveTextAsync("suspended");
    });

    /// <summary>Not a test but the maker of docs/console.png: run with POSTERN_PICTURE=docs/console.png.</summary>
    [Fact]
    public Task A_picture_is_taken_where_one_is_wanted()
    {
        var picture = Environment.GetEnvironmentVariable("POSTERN_PICTURE");
        Assert.SkipWhen(picture is null, "POSTERN_PICTURE names no file to make.");
        return chromium.InPageAsync(async page =>
        {
            await page.SetViewportSizeAsync(880, 940);
            await OpenAsync(page);
            _ = await watched.AuthorizeAsync(
                (await watched.AuthenticateAsync("gus@example.com")).GetProperty("sessionToken").GetString()!, "openid orders:write",
                "aus1posternOrders005");
            _ = await page.GotoAsync(watched.Org.Url + "/_postern/console/sign-ins");
            await page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).First.ClickAsync();
            await Assertions.Expect(page.Locator("svg.flow")).ToBeVisibleAsync();
            _ = await page.ScreenshotAsync(new() { Path = picture });
        });
    }

    /// <summary>Nothing is cut off, everything has a name, and words stand out from their ground by day and by night.</summary>
    static async Task ShouldBeReadableAsync(IPage page, string path)
    {
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(375, path);
        (await page.EvaluateAsync<string[]>(Nameless)).ShouldBeEmpty(path);
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await page.EvaluateAsync<string[]>(TooFaint)).ShouldBeEmpty($"{path} {scheme}");
        }

        (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(20, 21, 24)", path);
    }

    async Task OpenAsync(IPage page)
    {
        _ = await page.GotoAsync(await watched.Org.NewConsoleLinkAsync(TestContext.Current.CancellationToken));
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();
        page.Url.ShouldEndWith("/_postern/");
    }

    /// <summary>An org with somebody who has a phone, and a program that signs people in.</summary>
    public sealed class WatchedOrg : IAsyncLifetime
    {
        readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

        public LocalOrg.LocalOrg Org { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var seed = OrgSeed.Default;
            Org = await LocalOrg.LocalOrg.StartAsync(
                new()
                {
                    Seed = seed with
                    {
                        Users =
                        [
                            .. seed.Users,
                            seed.Users[0] with
                            {
                                Id = "00u1piaPhone00000005", Login = "pia@example.com", FirstName = "Pia", State = UserState.MfaRequired,
                                Factors = [new() { FactorType = "push" }],
                            },
                            seed.Users[0] with
                            {
                                Id = "00u1gusGuest00000005",
                                Login = "gus@example.com",
                                FirstName = "Gus",
                                GroupIds = [],
                            },
                        ],
                        Apps = [.. seed.Apps.Select(app => app with { AssignedUserIds = ["00u1gusGuest00000005"] })],
                    },
                });
        }

        public Task<JsonElement> AuthenticateAsync(string login) =>
            PostAsync("/api/v1/authn", $$"""{"username":"{{login}}","password":"Correct-Horse-9"}""");

        public async Task<HttpResponseMessage> AuthorizeAsync(string sessionToken, string scope, string server = "default") =>
            await _http.GetAsync(
                new Uri(
                    $"{Org.Url}/oauth2/{server}/v1/authorize?client_id=0oa1posternSpa000005&response_type=code" +
                    $"&scope={Uri.EscapeDataString(scope)}&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback&state=s-1&nonce=n-1" +
                    $"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&sessionToken={sessionToken}"),
                TestContext.Current.CancellationToken);

        public async Task<(string Factor, string StateToken)> PushAsync()
        {
            var begun = await AuthenticateAsync("pia@example.com");
            var stateToken = begun.GetProperty("stateToken").GetString()!;
            var factor = begun.GetProperty("_embedded").GetProperty("factors")[0].GetProperty("id").GetString()!;
            await PollAsync(factor, stateToken);
            return (factor, stateToken);
        }

        public Task<JsonElement> PollAsync(string factor, string stateToken) =>
            PostAsync($"/api/v1/authn/factors/{factor}/verify", $$"""{"stateToken":"{{stateToken}}"}""");

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await Org.DisposeAsync();
        }

        async Task<JsonElement> PostAsync(string path, string json)
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(new Uri(Org.Url + path), content, TestContext.Current.CancellationToken);
            return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        }
    }
}
