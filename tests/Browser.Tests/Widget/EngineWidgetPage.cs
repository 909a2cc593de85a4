using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Postern.Browser.Tests.Widget;

/// <summary>What a person does with a widget of the second or the third generation, and sees in it.</summary>
sealed partial class EngineWidgetPage : IDisposable
{
    readonly IPage _page;
    readonly EngineWidget _app;
    readonly TaskCompletionSource<string> _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EngineWidgetPage(IPage page, EngineWidget app, string generation)
    {
        (_page, _app, Generation) = (page, app, generation);
        page.PageError += HearError;
        page.Console += HearConsole;
        page.Request += HearRequest;
    }

    public IPage Page => _page;

    public string Generation { get; }

    public bool IsThird => Generation is EngineWidget.Third;

    /// <summary>Scripts that broke, answers that the browser hid, and hosts that nobody should have asked.</summary>
    public List<string> Complaints { get; } = [];

    public void Dispose()
    {
        _page.PageError -= HearError;
        _page.Console -= HearConsole;
        _page.Request -= HearRequest;
    }

    /// <summary>The one of that name that this generation meets.</summary>
    public string LoginOf(string name) => $"{name}-{Generation}@example.com";

    public Task OpenAsync(object options) => _page.EvaluateAsync("options => { show(options); }", options);

    public async Task SignInAsync(string login, string password = WidgetSeed.Password)
    {
        await FillAsync("identifier", login);
        await FillAsync("credentials.passcode", password);
        await PressAsync("Sign in");
    }

    /// <summary>One of the methods in the list, by its key, and what follows it where there is one: <c>okta_verify-push</c>.</summary>
    public Task ChooseAsync(string key)
    {
        var button = IsThird ? "" : " .button";
        return _page.Locator($"[data-se='{key}']{button}, [data-se^='{key}-']{button}").First.ClickAsync();
    }

    /// <summary>The widget draws buttons as links, too.</summary>
    public Task PressAsync(string name) =>
        _page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })
            .Or(_page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).First.ClickAsync();

    /// <summary>The second generation takes up what is typed a fifth of a second later: nobody types and presses faster.</summary>
    public async Task FillAsync(string field, string text)
    {
        await _page.Locator($"input[name='{field}']").First.FillAsync(text);
        await _page.Clock.RunForAsync(300);
    }

    public async Task VerifyAsync(string answer, string field = "credentials.passcode")
    {
        await FillAsync(field, answer);
        await PressAsync("Verify");
    }

    /// <summary>Of e-mail both show the way to the link first.</summary>
    public Task TypeInsteadAsync() => PressAsync("Enter a verification code instead");

    /// <summary>The view before has a field of the first one's name, too: for a code, or for the password that there is.</summary>
    public async Task NewPasswordAsync(string password, string button)
    {
        await Assertions.Expect(_page.Locator("input[name='confirmPassword']").First).ToBeVisibleAsync();
        await FillAsync("credentials.passcode", password);
        await FillAsync("confirmPassword", password);
        await PressAsync(button);
    }

    public Task SaysAsync(string text) =>
        Assertions.Expect(_page.GetByText(text).Filter(new() { Visible = true }).First).ToBeVisibleAsync();

    /// <summary>The page has what it wanted: this user's tokens.</summary>
    public Task SucceedsAsync(string login) => Assertions.Expect(_page.Locator("output")).ToHaveTextAsync(login);

    /// <summary>The app that waited has what it wanted: a code, where the widget goes in the end.</summary>
    public async Task LandsAsync()
    {
        var landed = await _page.APIRequest.GetAsync(
            await _landed.Task.InTimeAsync("the widget to go back to the app"),
            new() { Timeout = (float)Chromium.Patience.TotalMilliseconds });
        landed.Url.ShouldStartWith(_app.Url + EngineWidget.Landing + "?code=");
    }

    public async Task<string> CodeAsync(string login, string channel) =>
        (await _app.Org.Outbox.LatestAsync(login, channel, TestContext.Current.CancellationToken)).Code!;

    /// <summary>Opens the link of the latest mail in a tab beside the widget's; what the tab says comes back.</summary>
    public async Task<string> FollowLinkAsync(string login)
    {
        var said = await FollowAsync(_page.Context, login);
        await _page.BringToFrontAsync();
        return said;
    }

    /// <summary>The same in another browser.</summary>
    public async Task<string> FollowLinkElsewhereAsync(string login)
    {
        await using var other = await _page.Context.Browser!.NewContextAsync();
        other.SetDefaultTimeout((float)Chromium.Patience.TotalMilliseconds);
        return await FollowAsync(other, login);
    }

    /// <summary>What the person with the phone does with the latest push, of which the widget hears when it asks next.</summary>
    public async Task DecideAsync(string login, bool approves)
    {
        var push = await _app.Org.Outbox.LatestAsync(login, "push", TestContext.Current.CancellationToken);
        (approves ? await _app.Org.Outbox.ApproveAsync(push.Id) : await _app.Org.Outbox.RejectAsync(push.Id)).ShouldBeTrue();
        await WaitAsync();
    }

    /// <summary>
    /// The third generation draws a page for a new password once more a moment after it has shown it, with what the password lacks: a press
    /// that falls between is lost.
    /// </summary>
    public Task SettleAsync() => _page.Clock.RunForAsync(1_000);

    /// <summary>So long that the widget asks how it stands.</summary>
    public Task WaitAsync() => _page.Clock.FastForwardAsync(5_000);

    /// <summary>Until the widget has asked whether somebody has decided, and has been answered.</summary>
    public Task PollAsync() =>
        _page.RunAndWaitForResponseAsync(
            WaitAsync, response => response.Url.EndsWith("/poll", StringComparison.Ordinal));

    public string Totp(string seed) => WidgetPage.Totp(_app.Org, seed);

    /// <summary>The key that is shown to whoever cannot scan.</summary>
    public Task<string> SharedSecretAsync() => _page.GetByText(Base32()).First.InnerTextAsync();

    async Task<string> FollowAsync(IBrowserContext browser, string login)
    {
        var mail = await _app.Org.Outbox.LatestAsync(login, "email", TestContext.Current.CancellationToken);
        var tab = await browser.NewPageAsync();
        _ = await tab.GotoAsync(Address().Match(mail.Text).Value);
        var said = await tab.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        await tab.CloseAsync();
        return said;
    }

    void HearError(object? sender, string error) => Complaints.Add(error);

    void HearConsole(object? sender, IConsoleMessage message)
    {
        if (message.Text.Contains("CORS", StringComparison.Ordinal))
            Complaints.Add(message.Text);
    }

    void HearRequest(object? sender, IRequest request)
    {
        if (new Uri(request.Url) is { Scheme: "http" or "https", Host: not "localhost" })
            Complaints.Add(request.Url);
        if (request.Url.StartsWith(_app.Org.Url + "/login/token/redirect", StringComparison.Ordinal))
            _ = _landed.TrySetResult(request.Url);
    }

    [GeneratedRegex("http[^ ]+")]
    private static partial Regex Address();

    [GeneratedRegex("^[A-Z2-7]{16,32}$")]
    private static partial Regex Base32();
}
