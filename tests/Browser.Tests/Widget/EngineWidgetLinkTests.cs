using Microsoft.Playwright;

namespace Postern.Browser.Tests.Widget;

/// <summary>
/// Okta's Sign-In Widget of both newer generations waits while the link of a mail is opened: in its own browser, where that is the answer,
/// and in another, which shows the code.
/// </summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetLinkTests(EngineWidget app)
{
    const string Waiting = "Click the verification link in your email";

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_link_that_is_opened_in_the_same_browser_signs_in_where_the_widget_waits(string generation) =>
        app.SignInAsync(generation, "abel", async widget =>
    {
        await widget.ChooseAsync("okta_email");
        await widget.SaysAsync(Waiting);

        (await widget.FollowLinkAsync(widget.LoginOf("abel"))).ShouldBe("Success!");
        await widget.WaitAsync();
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_link_that_is_opened_in_another_browser_shows_the_code_and_the_widget_takes_it(string generation) =>
        app.SignInAsync(generation, "avis", async widget =>
    {
        var login = widget.LoginOf("avis");
        await widget.ChooseAsync("okta_email");
        await widget.TypeInsteadAsync();

        var code = await widget.FollowLinkElsewhereAsync(login);
        code.ShouldBe(await widget.CodeAsync(login, "email"));
        await widget.PollAsync();
        await widget.VerifyAsync(code);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    public Task A_forgotten_password_is_reset_where_the_widget_waits(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("faye");
        await widget.PressAsync("Forgot password?");
        await widget.SaysAsync("Reset your password");
        await widget.FillAsync("identifier", login);
        await widget.PressAsync("Next");
        await widget.ChooseAsync("okta_email");
        await widget.SaysAsync(Waiting);

        (await widget.FollowLinkAsync(login)).ShouldBe("Success!");
        await widget.WaitAsync();
        await widget.NewPasswordAsync("Fresh-Staple-7", "Reset Password");

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_locked_account_is_unlocked_where_the_widget_waits(string generation) =>
        app.ShowWhereItPollsAsync(generation, async widget =>
    {
        var login = widget.LoginOf("lita");
        await widget.PressAsync("Unlock account?");
        // The first page has a field of that name, too.
        await Assertions.Expect(widget.Page.Locator("input[name='credentials.passcode']")).ToHaveCountAsync(0);
        await widget.FillAsync("identifier", login);
        if (widget.IsThird)
            await widget.PressAsync("Next");
        await widget.ChooseAsync("okta_email");
        await widget.SaysAsync(Waiting);

        (await widget.FollowLinkAsync(login)).ShouldBe("Success!");
        await widget.WaitAsync();

        await widget.SaysAsync("Account successfully unlocked!");
    });
}
