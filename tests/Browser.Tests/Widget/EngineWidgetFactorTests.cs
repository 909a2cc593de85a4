namespace Postern.Browser.Tests.Widget;

/// <summary>Okta's Sign-In Widget of both newer generations asks for each second factor, and refuses what is wrong.</summary>
[Collection(EngineWidgetSuite.Name)]
[Trait("Speed", "Slow")]
public class EngineWidgetFactorTests(EngineWidget app)
{
    static readonly string[] Both = [EngineWidget.Third, EngineWidget.Second];
    static readonly string[] Channels = ["sms", "call"];

    static readonly Dictionary<string, string> Answers = new()
    {
        ["security_question"] = "mayonnaise", ["rsa_token"] = "5275875498", ["symantec_vip"] = "875498",
        ["yubikey_token"] = "cccccceukngd", ["custom_otp"] = "755224",
    };

    static readonly Dictionary<string, string> Seeds = new()
    {
        ["google_otp"] = WidgetSeed.GoogleSeed, ["okta_verify-totp"] = WidgetSeed.OktaSeed,
    };

    public static MatrixTheoryData<string, string> Answered => new(Both, Answers.Keys);

    public static MatrixTheoryData<string, string> Timed => new(Both, Seeds.Keys);

    public static MatrixTheoryData<string, string> Sent => new(Both, Channels);

    [Theory]
    [MemberData(nameof(Answered))]
    public Task A_method_is_chosen_answered_wrongly_and_answered(string generation, string key) =>
        app.SignInAsync(generation, "amy", async widget =>
    {
        var (field, refused) = key is "security_question"
            ? ("credentials.answer", "Your answer doesn't match our records")
            : ("credentials.passcode", "Invalid code. Try again.");
        await widget.ChooseAsync(key);

        await widget.VerifyAsync("not the one", field);
        await widget.SaysAsync(refused);
        await widget.VerifyAsync(Answers[key], field);
    });

    [Theory]
    [MemberData(nameof(Timed))]
    public Task A_code_of_an_app_is_taken(string generation, string key) => app.SignInAsync(generation, "abe", async widget =>
    {
        var field = key is "google_otp" ? "credentials.passcode" : "credentials.totp";
        await widget.ChooseAsync(key);

        await widget.VerifyAsync("000000", field);
        await widget.SaysAsync("Your code doesn't match our records. Please try again.");
        await widget.VerifyAsync(widget.Totp(Seeds[key]), field);
    });

    [Theory]
    [MemberData(nameof(Sent))]
    public Task A_code_is_sent_to_a_phone(string generation, string channel) =>
        app.SignInAsync(generation, channel is "sms" ? "ann" : "art", async widget =>
    {
        await widget.ChooseAsync("phone_number");
        await widget.PressAsync(channel is "sms" ? "Receive a code via SMS" : "Receive a voice call instead");

        await widget.VerifyAsync("no code");
        await widget.SaysAsync("Invalid code. Try again.");
        await widget.VerifyAsync(await widget.CodeAsync(widget.LoginOf(channel is "sms" ? "ann" : "art"), channel));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task A_code_is_sent_by_mail_while_the_widget_asks_whether_its_link_was_opened(string generation) =>
        app.SignInAsync(generation, "ann", async widget =>
    {
        await widget.ChooseAsync("okta_email");
        await widget.TypeInsteadAsync();
        await widget.Page.Clock.FastForwardAsync(5_000);

        await widget.VerifyAsync(await widget.CodeAsync(widget.LoginOf("ann"), "email"));
    });

    [Theory]
    [InlineData(EngineWidget.Third)]
    public Task The_link_in_a_mail_is_opened_and_the_widget_goes_on(string generation) =>
        app.SignInAsync(generation, "amos", async widget =>
    {
        await widget.ChooseAsync("okta_email");
        await widget.SaysAsync("Enter a verification code instead");

        await widget.OpenLinkAsync(widget.LoginOf("amos"));
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
    [InlineData(EngineWidget.Third)]
    [InlineData(EngineWidget.Second)]
    public Task Another_method_is_chosen_after_a_code_was_sent(string generation) => app.SignInAsync(generation, "alma", async widget =>
    {
        await widget.ChooseAsync("okta_email");
        await widget.PressAsync("Verify with something else");
        await widget.ChooseAsync("security_question");
        await widget.VerifyAsync("mayonnaise", "credentials.answer");
    });
}
