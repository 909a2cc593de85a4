using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Postern.Browser.Tests.Widget;

/// <summary>What a person does with the widget, and sees in it.</summary>
sealed partial class WidgetPage
{
    readonly IPage _page;
    readonly WidgetApp _app;

    public WidgetPage(IPage page, WidgetApp app)
    {
        (_page, _app) = (page, app);
        page.PageError += (_, error) => Complaints.Add(error);
        page.Console += (_, message) => Complaints.AddRange(message.Text.Contains("CORS", StringComparison.Ordinal) ? [message.Text] : []);
        page.Request += (_, request) => Complaints.AddRange(new Uri(request.Url).Host == "localhost" ? [] : [request.Url]);
    }

    public IPage Page => _page;

    /// <summary>Scripts that broke, answers that the browser hid, and hosts that nobody should have asked.</summary>
    public List<string> Complaints { get; } = [];

    ILocator Headings => _page.GetByRole(AriaRole.Heading, new() { Level = 2 });

    public async Task OpenAsync(object options)
    {
        await _page.Clock.InstallAsync();
        var all = JsonSerializer.SerializeToNode(options)!.AsObject();
        all["baseUrl"] = _app.Org.Url;
        _ = await _page.GotoAsync($"{_app.Url}/?options={Uri.EscapeDataString(all.ToJsonString())}");
    }

    public async Task SignInAsync(string login, string password = WidgetSeed.Password)
    {
        await FillAsync("username", login);
        await FillAsync("password", password);
        await PressAsync("Sign In");
    }

    /// <summary>Another of the factors that the user has.</summary>
    public async Task ChooseAsync(string factor)
    {
        var factors = _page.Locator(".factors-dropdown-wrap");
        await factors.GetByRole(AriaRole.Link).First.ClickAsync();
        await factors.GetByRole(AriaRole.Link, new() { Name = factor, Exact = true }).ClickAsync();
        await ShowsAsync(factor);
    }

    /// <summary>One of the factors that the user may have.</summary>
    public async Task SetUpAsync(string factor)
    {
        await _page.Locator(".enroll-factor-row", new() { HasText = factor }).GetByRole(AriaRole.Link, new() { Name = "Setup" })
            .ClickAsync();
        await Assertions.Expect(_page.GetByText("Set up multifactor authentication")).ToHaveCountAsync(0);
    }

    /// <summary>Once it has been sent, the widget waits in the field for the code.</summary>
    public async Task SendCodeAsync(string button)
    {
        await PressAsync(button);
        await Assertions.Expect(_page.Locator("input[name=answer]")).ToBeFocusedAsync();
    }

    /// <summary>The widget draws buttons as links, too.</summary>
    public Task PressAsync(string name) =>
        _page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })
            .Or(_page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).First.ClickAsync();

    /// <summary>What slides has slid: a press on its way would end beside what it was for.</summary>
    public Task SettleAsync() => _page.Clock.RunForAsync(1_000);

    /// <summary>The widget takes up what is typed a fifth of a second later: nobody types and presses faster.</summary>
    public async Task FillAsync(string field, string text)
    {
        await _page.Locator($"input[name={field}]").FillAsync(text);
        await _page.Clock.RunForAsync(300);
    }

    /// <summary>Until the org has sent it.</summary>
    public async Task SendPushAsync() =>
        _ = await _page.RunAndWaitForResponseAsync(
            () => PressAsync("Send Push"), response => response.Url.Contains("/verify", StringComparison.Ordinal));

    public async Task AnswerAsync(string answer, string field = "answer")
    {
        await FillAsync(field, answer);
        await PressAsync("Verify");
    }

    public async Task NewPasswordAsync(string password, string button)
    {
        await FillAsync("newPassword", password);
        await FillAsync("confirmPassword", password);
        await PressAsync(button);
    }

    /// <summary>As time goes by in the browser, the org's clock with it.</summary>
    public async Task WaitAsync(int seconds)
    {
        _app.Org.Clock.Advance(TimeSpan.FromSeconds(seconds));
        await _page.Clock.FastForwardAsync(seconds * 1000L);
    }

    /// <summary>One view at last: while they change, the widget shows both.</summary>
    public async Task ShowsAsync(string heading)
    {
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Name = heading, Level = 2 }).Last).ToBeVisibleAsync();
        await Assertions.Expect(Headings).ToHaveCountAsync(1);
    }

    public Task SaysAsync(string text) =>
        Assertions.Expect(_page.GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync();

    /// <summary>The page has what it wanted: a session token.</summary>
    public Task SucceedsAsync() => Assertions.Expect(_page).ToHaveTitleAsync(SessionToken());

    public Task ReportsAsync(string title) => Assertions.Expect(_page).ToHaveTitleAsync(title);

    public async Task<string> CodeAsync(string login, string channel) =>
        (await _app.Org.Outbox.LatestAsync(login, channel, TestContext.Current.CancellationToken)).Code!;

    /// <summary>What the person with the phone does with the latest push, of which the widget hears when it asks next.</summary>
    public async Task DecideAsync(string login, bool approves)
    {
        var push = await _app.Org.Outbox.LatestAsync(login, "push", TestContext.Current.CancellationToken);
        (approves ? await _app.Org.Outbox.ApproveAsync(push.Id) : await _app.Org.Outbox.RejectAsync(push.Id)).ShouldBeTrue();
        await _page.Clock.FastForwardAsync(5_000);
    }

    public Task PlugInSecurityKeyAsync() => PlugInSecurityKeyAsync(_page);

    public static async Task PlugInSecurityKeyAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        _ = await session.SendAsync("WebAuthn.enable");
        _ = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new
            {
                protocol = "ctap2",
                transport = "usb",
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
    }

    public string Totp(string seed) => Totp(_app.Org, seed);

    /// <summary>RFC 6238 by another hand than the org's.</summary>
    public static string Totp(LocalOrg.LocalOrg org, string seed)
    {
        var bits = string.Concat(
            seed.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, org.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238's default, and the only one that authenticator apps agree on
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var code = BinaryPrimitives.ReadUInt32BigEndian(mac.AsSpan(mac[^1] & 0xf)) & 0x7fffffff;
        return (code % 1_000_000).ToString("d6", CultureInfo.InvariantCulture);
    }

    /// <summary>The key that the widget shows to whoever cannot scan.</summary>
    public Task<string> SharedSecretAsync() => _page.GetByText(Base32()).First.InnerTextAsync();

    [GeneratedRegex("^SUCCESS 20111")]
    private static partial Regex SessionToken();

    [GeneratedRegex("^[A-Z2-7]{16}$")]
    private static partial Regex Base32();
}
