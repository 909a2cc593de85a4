using Microsoft.Playwright;

namespace Postern.Browser.Tests.Widget;

/// <summary>
/// Okta's Sign-In Widget of both newer generations has authenticators set up: the second each by itself, the third, which costs more, one
/// after the other.
/// </summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetEnrollmentTests(EngineWidget app)
{
    const string List = "Set up security methods";

    /// <summary>By the method's key, for whom it is set up. The last is finished without anybody else having decided anything.</summary>
    static readonly (string Key, Func<EngineWidgetPage, string, Task> SetUpAsync)[] Methods =
    [
        ("security_question", async (widget, _) =>
        {
            await widget.FillAsync("credentials.answer", "mayonnaise");
            await widget.PressAsync(widget.IsThird ? "Set up" : "Verify");
        }),
        ("phone_number", async (widget, login) =>
        {
            await widget.FillAsync("authenticator.phoneNumber", "5550100142");
            await widget.PressAsync("Receive a code via SMS");
            await AsksForCodeAsync(widget);
            await widget.VerifyAsync("no code");
            await widget.SaysAsync("Invalid code. Try again.");
            await widget.VerifyAsync(await widget.CodeAsync(login, "sms"));
        }),
        ("okta_email", async (widget, login) =>
        {
            await AsksForCodeAsync(widget);
            await widget.VerifyAsync(await widget.CodeAsync(login, "email"));
        }),
        ("google_otp", async (widget, _) =>
        {
            await ScanAsync(widget);
            await widget.PressAsync("Can't scan?");
            var secret = await widget.SharedSecretAsync();
            await widget.PressAsync("Next");
            await widget.VerifyAsync(widget.Totp(secret));
        }),
        ("okta_verify", async (widget, login) =>
        {
            await ScanAsync(widget);
            await widget.DecideAsync(login, approves: true);
        }),
        ("rsa_token", async (widget, _) =>
        {
            await widget.FillAsync("credentials.clientData", "nora");
            await widget.VerifyAsync("5275875498");
        }),
        ("symantec_vip", async (widget, _) =>
        {
            await widget.FillAsync("credentials.credentialId", "VSMT1");
            await widget.FillAsync("credentials.passcode", "123456");
            await widget.FillAsync("credentials.nextPasscode", "654321");
            await widget.PressAsync("Enroll");
        }),
        ("yubikey_token", async (widget, _) =>
        {
            await widget.FillAsync("credentials.passcode", "cccccceukngd");
            await widget.PressAsync(widget.IsThird ? "Set up" : "Verify");
        }),
    ];

    [Theory]
    [InlineData("nora", "security_question")]
    [InlineData("nils", "phone_number")]
    [InlineData("nina", "okta_email")]
    [InlineData("noel", "google_otp")]
    [InlineData("nell", "okta_verify")]
    [InlineData("nate", "rsa_token")]
    [InlineData("nuno", "symantec_vip")]
    [InlineData("niko", "yubikey_token")]
    public Task The_second_generation_has_each_method_set_up(string name, string key) =>
        app.ShowAsync(EngineWidget.Second, async widget =>
    {
        var login = widget.LoginOf(name);
        await widget.SignInAsync(login);
        await widget.SaysAsync(List);

        await widget.ChooseAsync(key);
        await Methods.First(method => method.Key == key).SetUpAsync(widget, login);

        await widget.SucceedsAsync(login);
    });

    [Fact]
    public Task The_third_generation_has_one_method_after_the_other_set_up() => app.ShowAsync(EngineWidget.Third, async widget =>
    {
        var login = widget.LoginOf("rory");
        await widget.SignInAsync(login);
        foreach (var (key, setUpAsync) in Methods)
        {
            await widget.SaysAsync(List);
            await widget.ChooseAsync(key);
            await setUpAsync(widget, login);
        }

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Third, "noah", "email")]
    [InlineData(EngineWidget.Second, "noah", "email")]
    [InlineData(EngineWidget.Third, "nadia", "sms")]
    [InlineData(EngineWidget.Second, "nadia", "sms")]
    public Task A_phone_for_push_opens_the_link_that_it_was_sent(string generation, string name, string channel) =>
        app.SignInAsync(generation, name, async widget =>
    {
        var login = widget.LoginOf(name);
        await widget.ChooseAsync("okta_verify");
        await ScanAsync(widget);
        await widget.PressAsync("Setup without scanning a QR code.");
        await widget.Page.GetByText(channel is "sms" ? "Text me a setup link" : "Email me a setup link").First.ClickAsync();
        await widget.PressAsync("Next");
        await widget.FillAsync(channel is "sms" ? "phoneNumber" : "email", channel is "sms" ? "5550100142" : login);
        await widget.PressAsync("Send me the setup link");
        await widget.SaysAsync(channel is "sms" ? "Check your text messages" : "Check your email");
        (await app.Org.Outbox.LatestAsync(login, channel, TestContext.Current.CancellationToken)).To
            .ShouldBe(channel is "sms" ? "+15550100142" : login);

        await widget.DecideAsync(login, approves: true);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task Another_method_is_set_up_in_the_place_of_one_and_then_signs_in(string generation) =>
        app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("nash");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("google_otp");
        await ScanAsync(widget);
        await widget.PressAsync("Return to authenticator list");
        await widget.ChooseAsync("webauthn");
        await widget.PressAsync("Set up");
        await widget.SucceedsAsync(login);

        await widget.OpenAsync(app.Embedded);
        await widget.SignInAsync(login);
        await widget.ChooseAsync("webauthn");

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task What_is_optional_may_be_left(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("otto");
        await widget.SignInAsync(login);
        await widget.SaysAsync(List);

        await widget.PressAsync("Continue");

        await widget.SucceedsAsync(login);
    });

    static Task AsksForCodeAsync(EngineWidgetPage widget) =>
        Assertions.Expect(widget.Page.Locator("input[name='credentials.passcode']")).ToBeVisibleAsync();

    static async Task ScanAsync(EngineWidgetPage widget)
    {
        var image = widget.Page.Locator("img[src*='/qr/']");
        await Assertions.Expect(image).ToBeVisibleAsync();
        (await image.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)")).ShouldBeGreaterThan(0);
    }
}
