using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests.Widget;

/// <summary>
/// Okta's Sign-In Widget of both newer generations signs in at the local org on Identity Engine: embedded, by interaction codes, and on a
/// page of ours that an authorize request waits behind.
/// </summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetSignInTests(Chromium chromium, EngineWidget app)
{
    const string Fresh = "Fresh-Staple-7";

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_wrong_password_is_told_and_a_right_one_brings_tokens(string generation) => app.ShowAsync(generation, async widget =>
    {
        await widget.SignInAsync("ada@example.com", "not the one");
        await widget.SaysAsync("Unable to sign in");
        await widget.SignInAsync("ada@example.com");

        await widget.SucceedsAsync("ada@example.com");
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task While_the_org_can_only_read_the_widget_waits_and_asks_again(string generation) => app.ShowAsync(generation, async widget =>
    {
        var script = await app.Org.Faults.AddAsync(
            new FaultScript { Fault = FaultKind.SafeMode, Endpoint = "/idp/idx/identify", ToCall = 1 },
            TestContext.Current.CancellationToken);
        await widget.SignInAsync("ada@example.com");
        await widget.SaysAsync("Unable to complete your request");
        await widget.PollAsync();
        _ = await app.Org.Faults.RemoveAsync(script.Id!, TestContext.Current.CancellationToken);

        await widget.SignInAsync("ada@example.com");

        await widget.SucceedsAsync("ada@example.com");
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public async Task A_page_of_ours_signs_in_for_a_request_that_waits_at_the_org(string generation)
    {
        EngineWidget.SkipWithoutWidget();
        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl);
            var script = await page.Locator("script[type='text/plain']").TextContentAsync();
            var stateToken = Regex.Unescape(script!.Split('\'')[1]);
            _ = await page.GotoAsync($"{app.Url}/{generation}");
            using var widget = new EngineWidgetPage(page, app, generation);
            await widget.OpenAsync(new { baseUrl = app.Org.Url, stateToken });

            await widget.SignInAsync(widget.LoginOf("alma"));
            await widget.ChooseAsync("security_question");
            await widget.VerifyAsync("mayonnaise", "credentials.answer");

            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
            page.Url.ShouldStartWith(app.Url + EngineWidget.Landing + "?code=");
            page.Url.ShouldEndWith("&state=s-1");
            widget.Complaints.ShouldBeEmpty();
        });
    }

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task An_expired_password_is_changed(string generation) => app.ShowAsync(generation, async widget =>
    {
        await widget.SignInAsync(widget.LoginOf("evan"));
        await widget.SaysAsync("Your password has expired");

        await widget.NewPasswordAsync("Short-1", "Change Password");
        await widget.SaysAsync("Password requirements were not met");
        await widget.NewPasswordAsync(Fresh, "Change Password");

        await widget.SucceedsAsync(widget.LoginOf("evan"));
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_password_that_will_expire_is_changed(string generation) => app.ShowAsync(generation, async widget =>
    {
        await widget.SignInAsync(widget.LoginOf("wanda"));
        await widget.SaysAsync("Your password will expire in 2 days");

        await widget.NewPasswordAsync(Fresh, "Change Password");

        await widget.SucceedsAsync(widget.LoginOf("wanda"));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_password_that_will_expire_may_stay_for_now(string generation) => app.ShowAsync(generation, async widget =>
    {
        await widget.SignInAsync(widget.LoginOf("wim"));
        await widget.SaysAsync("Your password will expire in 2 days");
        await widget.SettleAsync();

        await widget.PressAsync("Remind me later");

        await widget.SucceedsAsync(widget.LoginOf("wim"));
    });

    [Theory]
    [InlineData(EngineWidget.Third, "finn", "okta_email", "email")]
    [InlineData(EngineWidget.Second, "finn", "okta_email", "email")]
    [InlineData(EngineWidget.Second, "fred", "phone_number", "sms")]
    public Task A_forgotten_password_is_reset_with_a_code(string generation, string name, string method, string channel) =>
        app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf(name);
        await widget.PressAsync("Forgot password?");
        await widget.SaysAsync("Reset your password");
        await widget.FillAsync("identifier", login);
        await widget.PressAsync("Next");
        await AskForCodeAsync(widget, method, channel);
        await widget.VerifyAsync("no code");
        await widget.SaysAsync("Invalid code. Try again.");
        await widget.VerifyAsync(await widget.CodeAsync(login, channel));
        if (name is "fred")
            await widget.VerifyAsync("Rex the Dog", "credentials.answer");
        await widget.SaysAsync("Reset your password");
        await widget.NewPasswordAsync(Fresh, "Reset Password");

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Third, "lars", "okta_email", "email")]
    [InlineData(EngineWidget.Second, "lars", "okta_email", "email")]
    [InlineData(EngineWidget.Second, "lena", "phone_number", "sms")]
    public Task A_locked_account_is_unlocked_with_a_code(string generation, string name, string method, string channel) =>
        app.ShowWhereItPollsAsync(generation, async widget =>
    {
        var login = widget.LoginOf(name);
        await widget.PressAsync("Unlock account?");
        // The first page has a field of that name, too.
        await Assertions.Expect(widget.Page.Locator("input[name='credentials.passcode']")).ToHaveCountAsync(0);
        await widget.FillAsync("identifier", login);
        if (widget.IsThird)
            await widget.PressAsync("Next");
        await AskForCodeAsync(widget, method, channel);
        await widget.VerifyAsync(await widget.CodeAsync(login, channel));
        await widget.SaysAsync("Account successfully unlocked!");

        await widget.OpenAsync(app.Embedded);
        await widget.SignInAsync(login);
        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task Somebody_goes_back_to_sign_in(string generation) => app.ShowAsync(generation, async widget =>
    {
        await widget.SignInAsync(widget.LoginOf("amos"));
        await widget.ChooseAsync("security_question");
        // The list leads back as well, and no longer once something has been chosen.
        await Assertions.Expect(widget.Page.Locator("input[name='credentials.answer']")).ToBeVisibleAsync();
        await widget.PressAsync("Back to sign in");

        await widget.SignInAsync("ada@example.com");

        await widget.SucceedsAsync("ada@example.com");
    });

    static async Task AskForCodeAsync(EngineWidgetPage widget, string method, string channel)
    {
        await widget.ChooseAsync(method);
        if (channel is "email")
            await widget.TypeInsteadAsync();
        else
            await widget.PressAsync("Receive a code via SMS");
    }
}
