using Microsoft.Playwright;

namespace Postern.Browser.Tests.Widget;

/// <summary>Okta's Classic Sign-In Widget has factors set up.</summary>
[Collection(WidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class WidgetEnrollmentTests(Chromium chromium, WidgetApp app)
{
    static readonly object Keys = new { features = new { webauthn = true } };

    [Fact]
    public Task A_security_question_is_chosen_from_the_list() => EnrollAsync("nora1@example.com", "Security Question", async widget =>
    {
        await Assertions.Expect(widget.Page.GetByText("What is the food you least liked as a child?").First).ToBeAttachedAsync();
        await widget.FillAsync("answer", "mayonnaise");
        await widget.PressAsync("Save");
    });

    [Theory]
    [InlineData("SMS Authentication", "Send code", "sms", "nora2@example.com")]
    [InlineData("Voice Call Authentication", "Call", "call", "nora3@example.com")]
    public Task A_phone_is_set_up_with_a_code(string factor, string button, string channel, string login) =>
        EnrollAsync(login, factor, async widget =>
    {
        await widget.FillAsync("phoneNumber", "5550100142");
        await widget.PressAsync(button);
        await Assertions.Expect(widget.Page.Locator("input[name=passCode]")).ToBeVisibleAsync();
        var code = await widget.CodeAsync(login, channel);
        await widget.AnswerAsync("no code", "passCode");
        await widget.SaysAsync("Your passcode doesn't match our records. Please try again.");
        await widget.AnswerAsync(code, "passCode");
    });

    [Fact]
    public Task An_address_is_set_up_with_a_code() => EnrollAsync("nora4@example.com", "Email Authentication", async widget =>
    {
        await widget.PressAsync("Send me the code");
        await widget.SaysAsync("A verification code was sent to");
        await widget.AnswerAsync(await widget.CodeAsync("nora4@example.com", "email"), "passCode");
    });

    [Fact]
    public Task A_phone_for_push_scans_and_answers() => EnrollAsync("nora5@example.com", "Okta Verify", async widget =>
    {
        await ScanAsync(widget);
        await widget.DecideAsync("nora5@example.com", approves: true);
    });

    // The widget shows a fresh code, and by itself asks no more how that stands.
    [Fact]
    public Task A_phone_for_push_that_refuses_is_asked_again() => app.ShowAsync(chromium, Keys, async widget =>
    {
        await widget.SignInAsync("nora6@example.com");
        await widget.SetUpAsync("Okta Verify");
        await ScanAsync(widget);

        await widget.DecideAsync("nora6@example.com", approves: false);
        await widget.PressAsync("Refresh code");
        await Assertions.Expect(widget.Page.GetByText("Refresh code")).ToBeHiddenAsync();

        await widget.DecideAsync("nora6@example.com", approves: true);
    });

    [Fact]
    public Task A_phone_for_push_opens_the_link_that_it_was_sent() => EnrollAsync("nora7@example.com", "Okta Verify", async widget =>
    {
        await ScanAsync(widget);
        await widget.Page.GetByText("Can't scan?").ClickAsync();
        await widget.FillAsync("phoneNumber", "5550100142");
        await widget.PressAsync("Send");
        await widget.ShowsAsync("SMS sent!");
        await widget.DecideAsync("nora7@example.com", approves: true);
    });

    [Theory]
    [InlineData("Google Authenticator", "nora8@example.com")]
    [InlineData("Okta Verify", "nora9@example.com")]
    public Task An_authenticator_app_is_given_its_key_by_hand(string factor, string login) => EnrollAsync(login, factor, async widget =>
    {
        await ScanAsync(widget);
        await widget.Page.GetByText("Can't scan?").ClickAsync();
        if (factor == "Okta Verify")
            await widget.Page.Locator("select[name=activationType]")
                .SelectOptionAsync(new SelectOptionValue { Label = "Setup manually without push notification" }, new() { Force = true });
        var secret = await widget.SharedSecretAsync();
        await widget.PressAsync("Next");
        await widget.AnswerAsync(widget.Totp(secret), "passCode");
    });

    [Fact]
    public Task An_RSA_token_is_set_up() => EnrollAsync("nora10@example.com", "RSA SecurID", async widget =>
    {
        await widget.FillAsync("credentialId", "nora");
        await widget.AnswerAsync("5275875498", "passCode");
    });

    [Fact]
    public Task A_Symantec_token_is_set_up() => EnrollAsync("nora11@example.com", "Symantec VIP", async widget =>
    {
        await widget.FillAsync("credentialId", "VSMT1");
        await widget.FillAsync("nextPassCode", "654321");
        await widget.AnswerAsync("123456", "passCode");
    });

    [Fact]
    public Task A_YubiKey_is_set_up() =>
        EnrollAsync("nora12@example.com", "YubiKey", widget => widget.AnswerAsync("cccccceukngd", "passCode"));

    // The widget's own words: an admin gives these out.
    [Fact]
    public Task A_custom_token_is_left_to_the_admin() => app.ShowAsync(chromium, Keys, async widget =>
    {
        await widget.SignInAsync("nora13@example.com");
        await widget.SetUpAsync("CUSTOM");

        await widget.SaysAsync("Contact your administrator to continue enrollment.");
        await widget.PressAsync("Back to factor list");
        await widget.ShowsAsync("Set up multifactor authentication");
    });

    [Fact]
    public Task A_security_key_is_set_up_and_signs_in() => app.ShowAsync(chromium, Keys, async widget =>
    {
        await widget.PlugInSecurityKeyAsync();
        await widget.SignInAsync("nora14@example.com");
        await widget.SetUpAsync("Security Key or Biometric Authenticator");
        await widget.PressAsync("Enroll");
        await widget.SucceedsAsync();

        await widget.OpenAsync(Keys);
        await widget.SignInAsync("nora14@example.com");

        await widget.SucceedsAsync();
    });

    [Fact]
    public Task A_code_that_was_sent_is_given_up_for_another_factor() =>
        EnrollAsync("nora15@example.com", "Email Authentication", async widget =>
    {
        await widget.PressAsync("Send me the code");
        await widget.SaysAsync("A verification code was sent to");
        await widget.PressAsync("Back to factor list");
        await widget.SetUpAsync("YubiKey");
        await widget.AnswerAsync("cccccceukngd", "passCode");
    });

    [Fact]
    public Task Optional_factors_may_follow_or_be_left() =>
        app.ShowAsync(chromium, new { features = new { multiOptionalFactorEnroll = true } }, async widget =>
    {
        await widget.SignInAsync("nora16@example.com");
        await widget.SetUpAsync("YubiKey");
        await widget.AnswerAsync("cccccceukngd", "passCode");

        await widget.SaysAsync("You can configure any additional optional factor or click finish");
        await widget.SetUpAsync("RSA SecurID");
        await widget.FillAsync("credentialId", "nora");
        await widget.AnswerAsync("5275875498", "passCode");
        await widget.PressAsync("Finish");

        await widget.SucceedsAsync();
    });

    Task EnrollAsync(string login, string factor, Func<WidgetPage, Task> setUp) => app.ShowAsync(chromium, Keys, async widget =>
    {
        await widget.SignInAsync(login);
        await widget.SetUpAsync(factor);
        await setUp(widget);
        await widget.SucceedsAsync();
    });

    static async Task ScanAsync(WidgetPage widget)
    {
        await widget.Page.GetByText("iPhone").ClickAsync();
        await widget.PressAsync("Next");
        var image = widget.Page.Locator("img[data-se=qrcode]");
        await Assertions.Expect(image).ToBeVisibleAsync();
        (await image.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)")).ShouldBeGreaterThan(0);
    }
}
