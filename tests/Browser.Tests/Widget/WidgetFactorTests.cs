namespace Postern.Browser.Tests.Widget;

/// <summary>
/// Okta's Classic Sign-In Widget asks for second factors, as the strictest reader of the Authentication API that there is.
/// </summary>
[Collection(WidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class WidgetFactorTests(Chromium chromium, WidgetApp app)
{
    static readonly object Plain = new { };

    [Theory]
    [InlineData("Security Question", "mayonnaise")]
    [InlineData("RSA SecurID", "5275875498")]
    [InlineData("Symantec VIP", "875498")]
    [InlineData("YubiKey", "cccccceukngd")]
    [InlineData("CUSTOM", "755224")]
    public Task A_factor_is_chosen_answered_wrongly_and_answered(string factor, string answer) =>
        app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy1@example.com");
        await widget.ChooseAsync(factor);

        await widget.AnswerAsync("not the one");
        await widget.SaysAsync("doesn't match our records. Please try again.");
        await widget.AnswerAsync(answer);

        await widget.SucceedsAsync();
    });

    [Theory]
    [InlineData("SMS Authentication", "Send code", "sms", "amy2@example.com")]
    [InlineData("Voice Call Authentication", "Call", "call", "amy3@example.com")]
    [InlineData("Email Authentication", "Send me the code", "email", "amy4@example.com")]
    public Task A_code_is_sent_at_the_press_of_a_button(string factor, string button, string channel, string login) =>
        app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync(login);
        await widget.ChooseAsync(factor);

        await widget.SendCodeAsync(button);
        var code = await widget.CodeAsync(login, channel);
        await widget.AnswerAsync("no code");
        await widget.SaysAsync("Your passcode doesn't match our records. Please try again.");
        await widget.AnswerAsync(code);

        await widget.SucceedsAsync();
    });

    [Theory]
    [InlineData("SMS Authentication", "Send code", "Re-send code", "sms", "amy5@example.com")]
    [InlineData("Voice Call Authentication", "Call", "Redial", "call", "amy6@example.com")]
    public Task A_code_is_sent_again_after_half_a_minute(string factor, string button, string again, string channel, string login) =>
        app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync(login);
        await widget.ChooseAsync(factor);
        await widget.SendCodeAsync(button);

        await widget.WaitAsync(seconds: 31);
        var resent = widget.Page.WaitForResponseAsync(response => response.Url.EndsWith("/verify/resend", StringComparison.Ordinal));
        await widget.PressAsync(again);

        (await resent).Status.ShouldBe(200);
        await widget.AnswerAsync(await widget.CodeAsync(login, channel));
        await widget.SucceedsAsync();
    });

    [Fact]
    public Task Another_factor_is_chosen_after_a_code_was_sent() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy7@example.com");
        await widget.ChooseAsync("SMS Authentication");
        await widget.SendCodeAsync("Send code");

        await widget.ChooseAsync("Security Question");
        await widget.AnswerAsync("mayonnaise");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_code_of_Google_Authenticator_is_answered() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy8@example.com");
        await widget.ChooseAsync("Google Authenticator");

        await widget.AnswerAsync(widget.Totp(WidgetSeed.GoogleSeed));

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_code_of_Okta_Verify_is_answered_in_the_place_of_a_push() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy9@example.com");
        await widget.ChooseAsync("Okta Verify (Test phone)");

        await widget.PressAsync("Or enter code");
        await widget.AnswerAsync(widget.Totp(WidgetSeed.OktaSeed));

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_push_is_rejected_sent_again_and_approved() =>
        app.ShowAsync(chromium, new { features = new { autoPush = true } }, async widget =>
    {
        await widget.SignInAsync("amy10@example.com");
        await widget.ChooseAsync("Okta Verify (Test phone)");
        await widget.SendPushAsync();

        await widget.DecideAsync("amy10@example.com", approves: false);
        await widget.SaysAsync("You have chosen to reject this login.");
        await widget.SendPushAsync();
        await widget.DecideAsync("amy10@example.com", approves: true);

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_push_shows_the_number_that_the_phone_must_be_given() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy20@example.com");
        await widget.ChooseAsync("Okta Verify (Test phone)");
        await widget.SendPushAsync();

        await widget.Page.Clock.FastForwardAsync(5_000);
        await widget.SaysAsync("on Okta Verify prompt to continue.");
        await widget.DecideAsync("amy20@example.com", approves: true);

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task Five_wrong_answers_lock_the_account() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy11@example.com");
        await widget.ChooseAsync("Security Question");

        for (var i = 0; i < 5; i++)
        {
            var answered = widget.Page.WaitForResponseAsync(response => response.Url.Contains("/verify", StringComparison.Ordinal));
            await widget.AnswerAsync($"no {i}");
            (await answered).Status.ShouldBe(403);
        }

        await widget.SaysAsync("Your account is locked because of too many authentication attempts.");
    });

    [Fact]
    public Task A_browser_that_is_trusted_is_not_challenged_again() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy12@example.com");
        await widget.ChooseAsync("Security Question");
        await widget.Page.GetByText("Do not challenge me on this device for the next 15 minutes").Last.ClickAsync();
        await widget.AnswerAsync("mayonnaise");
        await widget.SucceedsAsync();

        await widget.OpenAsync(Plain);
        await widget.SignInAsync("amy12@example.com");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task Somebody_goes_back_to_sign_in() => app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy13@example.com");
        await widget.ChooseAsync("Security Question");
        await widget.PressAsync("Back to sign in");
        await widget.ShowsAsync("Sign In");

        await widget.SignInAsync("ada@example.com");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task At_an_org_on_Identity_Engine_it_signs_in_as_well() => app.OnIdentityEngineAsync(() =>
        app.ShowAsync(chromium, Plain, async widget =>
    {
        await widget.SignInAsync("amy14@example.com", "not the one");
        await widget.SaysAsync("Unable to sign in");
        await widget.SignInAsync("amy14@example.com");
        await widget.ChooseAsync("Security Question");
        await widget.AnswerAsync("mayonnaise");

        await widget.SucceedsAsync();
    }));

    [Fact]
    public Task A_factor_takes_the_passwords_place() =>
        app.ShowAsync(chromium, new { features = new { passwordlessAuth = true } }, async widget =>
    {
        await widget.FillAsync("username", "sue@example.com");
        await widget.PressAsync("Next");
        await widget.AnswerAsync("mayonnaise");

        await widget.SucceedsAsync();
    });
}
