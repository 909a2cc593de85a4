namespace Postern.Browser.Tests.Widget;

/// <summary>Okta's Classic Sign-In Widget takes passwords, changes, resets and unlocks them, and hands over what comes of it.</summary>
[Collection(WidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class WidgetPasswordTests(Chromium chromium, WidgetApp app)
{
    const string Fresh = "Fresh-Staple-7";

    static readonly string[] Profile = ["openid", "profile"];
    static readonly object Recovering = new { features = new { smsRecovery = true, callRecovery = true, selfServiceUnlock = true } };

    [Fact]
    public Task A_wrong_password_is_told_and_a_right_one_succeeds() => app.ShowAsync(chromium, new { }, async widget =>
    {
        await widget.SignInAsync("ada@example.com", "not the one");
        await widget.SaysAsync("Unable to sign in");
        await widget.SignInAsync("ada@example.com");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task Tokens_come_through_a_hidden_frame() => app.ShowAsync(
        chromium, new { clientId = app.Spa, redirectUri = app.PageUrl, authParams = new { issuer = app.Issuer, scopes = Profile } },
        async widget =>
        {
            await widget.SignInAsync("ada@example.com");

            await widget.ReportsAsync("SUCCESS ada@example.com");
        });

    [Fact]
    public async Task An_apps_own_transaction_goes_on_to_the_app()
    {
        Assert.SkipWhen(app.Spa is null, "Okta's Sign-In Widget is not installed: run npm ci in tests/Interop.Tests/node.");
        var stateToken = await app.StepUpAsync();

        await app.ShowAsync(chromium, new { stateToken }, async widget =>
        {
            await widget.SignInAsync("ada@example.com");

            await widget.ReportsAsync($"SUCCESS {app.Org.Url}/login/step-up/redirect?stateToken={stateToken}");
        });
    }

    [Fact]
    public Task Whose_password_it_is_is_asked_first() =>
        app.ShowAsync(chromium, new { features = new { idpDiscovery = true }, idpDiscovery = new { requestContext = "/" } }, async widget =>
    {
        await widget.FillAsync("username", "ada@example.com");
        await widget.PressAsync("Next");
        await widget.FillAsync("password", WidgetSeed.Password);
        await widget.PressAsync("Sign In");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task An_expired_password_is_changed() => app.ShowAsync(chromium, new { }, async widget =>
    {
        await widget.SignInAsync("eve@example.com");
        await widget.ShowsAsync("Your password has expired");
        await widget.SaysAsync(
            "Password requirements: at least 8 characters, a lowercase letter, an uppercase letter, a number, no parts of your username.");

        await widget.FillAsync("oldPassword", "not the one");
        await widget.NewPasswordAsync(Fresh, "Change Password");
        await widget.SaysAsync("The credentials provided were incorrect.");
        await widget.FillAsync("oldPassword", WidgetSeed.Password);
        await widget.NewPasswordAsync("short", "Change Password");
        await widget.SaysAsync("Password requirements were not met.");
        await widget.NewPasswordAsync(Fresh, "Change Password");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_password_that_will_expire_may_stay_for_now() => app.ShowAsync(chromium, new { }, async widget =>
    {
        await widget.SignInAsync("wendy@example.com");
        await widget.ShowsAsync("Your password will expire in 2 days");

        await widget.PressAsync("Remind me later");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_password_that_will_expire_is_changed() => app.ShowAsync(chromium, new { }, async widget =>
    {
        await widget.SignInAsync("wanda@example.com");
        await widget.ShowsAsync("Your password will expire in 2 days");

        await widget.FillAsync("oldPassword", WidgetSeed.Password);
        await widget.NewPasswordAsync(Fresh, "Change Password");

        await widget.SucceedsAsync();
    });

    [Theory]
    [InlineData(false, "Your account is locked. Please contact your administrator.")]
    [InlineData(true, "SMS or Voice Call can only be used if a mobile phone number has been configured.")]
    public Task Who_is_locked_out_is_told_so_or_unlocks(bool unlocks, string said) =>
        app.ShowAsync(chromium, unlocks ? Recovering : new { }, async widget =>
    {
        await widget.SignInAsync("todd@example.com");

        await widget.SaysAsync(said);
    });

    [Fact]
    public Task A_forgotten_password_is_reset_by_mail() => app.ShowAsync(chromium, Recovering, async widget =>
    {
        await AskAsync(widget, "Forgot password?", "finn1@example.com", "Reset via Email");
        await widget.ReportsAsync("FORGOT_PASSWORD_EMAIL_SENT");

        var recoveryToken = await widget.CodeAsync("finn1@example.com", "email");
        await widget.OpenAsync(new { recoveryToken });
        await AnswerAsync(widget);
        await widget.NewPasswordAsync(Fresh, "Reset Password");
        await widget.SucceedsAsync();

        await widget.OpenAsync(new { recoveryToken });
        await widget.SaysAsync("You have accessed an account recovery link that has expired or been previously used.");
    });

    [Theory]
    [InlineData("Reset via SMS", "sms", "finn2@example.com")]
    [InlineData("Reset via Voice Call", "call", "finn3@example.com")]
    public Task A_forgotten_password_is_reset_by_phone(string button, string channel, string login) =>
        app.ShowAsync(chromium, Recovering, async widget =>
    {
        await AskAsync(widget, "Forgot password?", login, button);
        await widget.AnswerAsync("no code", "passCode");
        await widget.SaysAsync("Your token doesn't match our records. Please try again.");
        await widget.AnswerAsync(await widget.CodeAsync(login, channel), "passCode");
        await AnswerAsync(widget);
        await widget.NewPasswordAsync(Fresh, "Reset Password");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task Whether_there_is_such_a_user_is_not_told() => app.ShowAsync(chromium, Recovering, async widget =>
    {
        await AskAsync(widget, "Forgot password?", "nobody@example.com", "Reset via SMS");
        await widget.AnswerAsync("123456", "passCode");

        await widget.SaysAsync("Your token doesn't match our records. Please try again.");
    });

    [Theory]
    [InlineData("Send SMS", "sms", "lars1@example.com")]
    [InlineData("Voice Call", "call", "lars2@example.com")]
    public Task An_account_is_unlocked_by_phone(string button, string channel, string login) =>
        app.ShowAsync(chromium, Recovering, async widget =>
    {
        await AskAsync(widget, "Unlock account?", login, button);
        await widget.AnswerAsync(await widget.CodeAsync(login, channel), "passCode");
        await widget.ShowsAsync("Account successfully unlocked!");

        await widget.PressAsync("Back to sign in");
        await widget.SignInAsync(login);
        await widget.SucceedsAsync();
    });

    [Fact]
    public Task An_account_is_unlocked_by_mail() => app.ShowAsync(chromium, Recovering, async widget =>
    {
        await AskAsync(widget, "Unlock account?", "lars3@example.com", "Send Email");
        await widget.ReportsAsync("UNLOCK_ACCOUNT_EMAIL_SENT");

        await widget.OpenAsync(new { recoveryToken = await widget.CodeAsync("lars3@example.com", "email") });
        await widget.ShowsAsync("Account successfully unlocked!");
    });

    static async Task AskAsync(WidgetPage widget, string link, string login, string button)
    {
        await widget.PressAsync("Need help signing in?");
        await widget.SettleAsync();
        await widget.PressAsync(link);
        await widget.ShowsAsync(link == "Unlock account?" ? "Unlock account" : "Reset Password");
        await widget.FillAsync("username", login);
        await widget.PressAsync(button);
    }

    static async Task AnswerAsync(WidgetPage widget)
    {
        await widget.ShowsAsync("Answer Forgotten Password Challenge");
        await widget.FillAsync("answer", "Fido");
        await widget.PressAsync("Reset Password");
        await widget.SaysAsync("The recovery question answer did not match our records.");
        await widget.FillAsync("answer", "Rex the Dog");
        await widget.PressAsync("Reset Password");
        await widget.ShowsAsync("Reset your password");
    }
}
