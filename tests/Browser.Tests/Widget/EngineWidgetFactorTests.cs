namespace Postern.Browser.Tests.Widget;

/// <summary>
/// Okta's Sign-In Widget of both newer generations asks for each second factor, and refuses what is wrong: the second for each by itself,
/// the third, which costs more, for several in the place of each other.
/// </summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetFactorTests(EngineWidget app)
{
    static readonly Dictionary<string, string> Answers = new()
    {
        ["security_question"] = "mayonnaise", ["rsa_token"] = "5275875498", ["symantec_vip"] = "875498",
        ["yubikey_token"] = "cccccceukngd", ["custom_otp"] = "755224",
    };

    [Theory]
    [InlineData("security_question")]
    [InlineData("rsa_token")]
    [InlineData("symantec_vip")]
    [InlineData("yubikey_token")]
    [InlineData("custom_otp")]
    public Task A_method_is_chosen_answered_wrongly_and_answered(string key) =>
        app.SignInAsync(EngineWidget.Second, "amy", async widget =>
    {
        await widget.ChooseAsync(key);
        await AnswerWronglyAsync(widget, key);
        await widget.VerifyAsync(Answers[key], FieldOf(key));
    });

    [Fact]
    public Task One_method_after_the_other_is_answered_wrongly_and_the_last_rightly() =>
        app.SignInAsync(EngineWidget.Third, "amy", async widget =>
    {
        foreach (var key in Answers.Keys.SkipLast(1))
        {
            await widget.ChooseAsync(key);
            await AnswerWronglyAsync(widget, key);
            await widget.PressAsync("Verify with something else");
        }

        await widget.ChooseAsync("custom_otp");
        await widget.VerifyAsync(Answers["custom_otp"]);
    });

    [Theory]
    [InlineData("google_otp", WidgetSeed.GoogleSeed)]
    [InlineData("okta_verify-totp", WidgetSeed.OktaSeed)]
    public Task A_code_of_an_app_is_taken(string key, string seed) => app.SignInAsync(EngineWidget.Second, "abe", async widget =>
    {
        await widget.ChooseAsync(key);
        await TypeWronglyAsync(widget, key);
        await widget.VerifyAsync(widget.Totp(seed), FieldOf(key));
    });

    [Fact]
    public Task A_code_of_one_app_is_wrong_and_that_of_another_is_taken() => app.SignInAsync(EngineWidget.Third, "abe", async widget =>
    {
        await widget.ChooseAsync("google_otp");
        await TypeWronglyAsync(widget, "google_otp");
        await widget.PressAsync("Verify with something else");

        await widget.ChooseAsync("okta_verify-totp");
        await widget.VerifyAsync(widget.Totp(WidgetSeed.OktaSeed), FieldOf("okta_verify-totp"));
    });

    [Theory]
    [InlineData(EngineWidget.Third, "sms", "ann")]
    [InlineData(EngineWidget.Second, "sms", "ann")]
    [InlineData(EngineWidget.Third, "call", "art")]
    [InlineData(EngineWidget.Second, "call", "art")]
    public Task A_code_is_sent_to_a_phone(string generation, string channel, string name) =>
        app.SignInAsync(generation, name, async widget =>
    {
        await widget.ChooseAsync("phone_number");
        await widget.PressAsync(channel is "sms" ? "Receive a code via SMS" : "Receive a voice call instead");

        await widget.VerifyAsync("no code");
        await widget.SaysAsync("Invalid code. Try again.");
        await widget.VerifyAsync(await widget.CodeAsync(widget.LoginOf(name), channel));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_code_is_sent_by_mail_while_the_widget_asks_whether_its_link_was_opened(string generation) =>
        app.SignInAsync(generation, "ann", async widget =>
    {
        await widget.ChooseAsync("okta_email");
        await widget.TypeInsteadAsync();
        await widget.PollAsync();

        await widget.VerifyAsync(await widget.CodeAsync(widget.LoginOf("ann"), "email"));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_push_is_rejected_sent_again_and_approved(string generation) => app.SignInAsync(generation, "anja", async widget =>
    {
        await widget.ChooseAsync("okta_verify-push");
        await widget.SaysAsync("Push notification sent");

        await widget.DecideAsync(widget.LoginOf("anja"), approves: false);
        await widget.SaysAsync("You have chosen to reject this login.");
        await widget.PressAsync("Resend push notification");
        await widget.SaysAsync("Push notification sent");
        await widget.DecideAsync(widget.LoginOf("anja"), approves: true);
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_push_shows_the_number_that_the_phone_must_be_given(string generation) =>
        app.SignInAsync(generation, "nick", async widget =>
    {
        await widget.ChooseAsync("okta_verify-push");
        await widget.SaysAsync("Okta Verify prompt, then tap");

        await widget.DecideAsync(widget.LoginOf("nick"), approves: true);
    });

    [Theory]
    [InlineData(EngineWidget.Second)]
    public Task Another_method_is_chosen_after_a_code_was_sent(string generation) => app.SignInAsync(generation, "alma", async widget =>
    {
        await widget.ChooseAsync("okta_email");
        await widget.PressAsync("Verify with something else");
        await widget.ChooseAsync("security_question");
        await widget.VerifyAsync("mayonnaise", "credentials.answer");
    });

    static string FieldOf(string key) => key switch
    {
        "security_question" => "credentials.answer",
        "okta_verify-totp" => "credentials.totp",
        _ => "credentials.passcode",
    };

    static async Task AnswerWronglyAsync(EngineWidgetPage widget, string key)
    {
        await widget.VerifyAsync("not the one", FieldOf(key));
        await widget.SaysAsync(key is "security_question" ? "Your answer doesn't match our records" : "Invalid code. Try again.");
    }

    static async Task TypeWronglyAsync(EngineWidgetPage widget, string key)
    {
        await widget.VerifyAsync("000000", FieldOf(key));
        await widget.SaysAsync("Your code doesn't match our records. Please try again.");
    }
}
