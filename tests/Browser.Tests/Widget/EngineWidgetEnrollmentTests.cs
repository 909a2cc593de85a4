using Microsoft.Playwright;

namespace Postern.Browser.Tests.Widget;

/// <summary>Okta's Sign-In Widget of both newer generations has authenticators set up.</summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetEnrollmentTests(EngineWidget app)
{
    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_security_question_is_chosen_from_the_list(string generation) =>
        EnrollAsync(generation, "nora", "security_question", async widget =>
    {
        await widget.FillAsync("credentials.answer", "mayonnaise");
        await widget.PressAsync(widget.IsThird ? "Set up" : "Verify");
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_phone_is_set_up_with_a_code(string generation) => EnrollAsync(generation, "nils", "phone_number", async widget =>
    {
        await widget.FillAsync("authenticator.phoneNumber", "5550100142");
        await widget.PressAsync("Receive a code via SMS");
        await Assertions.Expect(widget.Page.Locator("input[name='credentials.passcode']")).ToBeVisibleAsync();
        await widget.VerifyAsync("no code");
        await widget.SaysAsync("Invalid code. Try again.");
        await widget.VerifyAsync(await widget.CodeAsync(widget.LoginOf("nils"), "sms"));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task An_address_is_set_up_with_a_code(string generation) => EnrollAsync(generation, "nina", "okta_email", async widget =>
    {
        await Assertions.Expect(widget.Page.Locator("input[name='credentials.passcode']")).ToBeVisibleAsync();
        await widget.VerifyAsync(await widget.CodeAsync(widget.LoginOf("nina"), "email"));
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task An_authenticator_app_is_given_its_key_by_hand(string generation) =>
        EnrollAsync(generation, "noel", "google_otp", async widget =>
    {
        await ScanAsync(widget);
        await widget.PressAsync("Can't scan?");
        var secret = await widget.SharedSecretAsync();
        await widget.PressAsync("Next");
        await widget.VerifyAsync(widget.Totp(secret));
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_phone_for_push_scans_and_answers(string generation) => EnrollAsync(generation, "nell", "okta_verify", async widget =>
    {
        await ScanAsync(widget);
        await widget.DecideAsync(widget.LoginOf("nell"), approves: true);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_security_key_is_set_up(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("nash");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("webauthn");

        await widget.PressAsync("Set up");

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_token_is_set_up(string generation) => EnrollAsync(generation, "niko", "yubikey_token", async widget =>
    {
        await widget.FillAsync("credentials.passcode", "cccccceukngd");
        await widget.PressAsync("Verify");
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task What_is_optional_may_be_left(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("otto");
        await widget.SignInAsync(login);
        await widget.SaysAsync("Set up security methods");

        await widget.PressAsync("Continue");

        await widget.SucceedsAsync(login);
    });

    Task EnrollAsync(string generation, string name, string method, Func<EngineWidgetPage, Task> setUp) =>
        app.ShowAsync(generation, async widget =>
    {
        await widget.SignInAsync(widget.LoginOf(name));
        await widget.SaysAsync("Set up security methods");
        await widget.ChooseAsync(method);
        await setUp(widget);
        await widget.SucceedsAsync(widget.LoginOf(name));
    });

    static async Task ScanAsync(EngineWidgetPage widget)
    {
        var image = widget.Page.Locator("img[src*='/qr/']");
        await Assertions.Expect(image).ToBeVisibleAsync();
        (await image.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)")).ShouldBeGreaterThan(0);
    }
}
