namespace Postern.Browser.Tests.Widget;

/// <summary>Okta's Sign-In Widget of the second generation asks for each second factor, that of the third for one of each sort.</summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetFactorTests(EngineWidget app)
{
    public static TheoryData<string, string, string, string> Answered
    {
        get
        {
            TheoryData<string, string, string, string> all = new()
            {
                { EngineWidget.Third, "security_question", "credentials.answer", "mayonnaise" },
                { EngineWidget.Second, "security_question", "credentials.answer", "mayonnaise" },
            };
            foreach (var (key, answer) in ((string, string)[])
                [
                    ("rsa_token", "5275875498"), ("symantec_vip", "875498"), ("yubikey_token", "cccccceukngd"), ("custom_otp", "755224"),
                ])
                all.Add(EngineWidget.Second, key, "credentials.passcode", answer);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public Task A_method_is_chosen_answered_wrongly_and_answered(string generation, string key, string field, string answer) =>
        app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("amy");
        await widget.SignInAsync(login);
        await widget.ChooseAsync(key);

        await widget.VerifyAsync("not the one", field);
        await widget.SaysAsync(key is "security_question" ? "Your answer doesn't match our records" : "Invalid code. Try again.");
        await widget.VerifyAsync(answer, field);

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second, "google_otp", WidgetSeed.GoogleSeed, "credentials.passcode")]
    [InlineData(EngineWidget.Second, "okta_verify-totp", WidgetSeed.OktaSeed, "credentials.totp")]
    public Task A_code_of_an_app_is_taken(string generation, string key, string seed, string field) =>
        app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("abe");
        await widget.SignInAsync(login);
        await widget.ChooseAsync(key);

        await widget.VerifyAsync("000000", field);
        await widget.SaysAsync("Your code doesn't match our records. Please try again.");
        await widget.VerifyAsync(widget.Totp(seed), field);

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second, "Receive a code via SMS", "sms")]
    [InlineData(EngineWidget.Second, "Receive a voice call instead", "call")]
    public Task A_code_is_sent_to_a_phone(string generation, string button, string channel) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf(channel is "sms" ? "ann" : "art");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("phone_number");
        await widget.PressAsync(button);

        await widget.VerifyAsync("no code");
        await widget.SaysAsync("Invalid code. Try again.");
        await widget.VerifyAsync(await widget.CodeAsync(login, channel));

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_code_is_sent_by_mail_while_the_widget_asks_whether_its_link_was_opened(string generation) =>
        app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("ann");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("okta_email");
        await widget.TypeInsteadAsync();
        await widget.Page.Clock.FastForwardAsync(5_000);

        await widget.VerifyAsync(await widget.CodeAsync(login, "email"));

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_push_is_approved(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("art");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("okta_verify-push");
        await widget.SaysAsync("Push notification sent");

        await widget.DecideAsync(login, approves: true);

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_push_is_rejected_and_sent_again(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("anja");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("okta_verify-push");
        await widget.SaysAsync("Push notification sent");

        await widget.DecideAsync(login, approves: false);
        await widget.SaysAsync("You have chosen to reject this login.");
        await widget.PressAsync("Resend push notification");
        await widget.SaysAsync("Push notification sent");
        await widget.DecideAsync(login, approves: true);

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task A_push_shows_the_number_that_the_phone_must_be_given(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("nick");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("okta_verify-push");
        await widget.SaysAsync("Okta Verify prompt, then tap");

        await widget.DecideAsync(login, approves: true);

        await widget.SucceedsAsync(login);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task Another_method_is_chosen_after_a_code_was_sent(string generation) => app.ShowAsync(generation, async widget =>
    {
        var login = widget.LoginOf("alma");
        await widget.SignInAsync(login);
        await widget.ChooseAsync("okta_email");
        await widget.PressAsync("Verify with something else");
        await widget.ChooseAsync("security_question");
        await widget.VerifyAsync("mayonnaise", "credentials.answer");

        await widget.SucceedsAsync(login);
    });
}
