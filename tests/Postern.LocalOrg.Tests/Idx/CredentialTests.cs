using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>What is to be set up or set anew: authenticators, passwords, locked accounts (idx.md 8).</summary>
public sealed class CredentialTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    [Fact]
    public async Task What_is_offered_may_be_passed_over()
    {
        var run = await org.BeginAsync();

        await run.IdentifyAsync("ona", "select-authenticator-enroll", "skip");
        await run.GoAsync("skip", "", "successWithInteractionCode");
    }

    [Fact]
    public async Task A_question_is_set_up_with_its_answer()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("olga", "select-authenticator-enroll", "skip");

        await EnrollAsync(run, "Security Question", "", "enroll-authenticator", "select-authenticator-enroll", "skip");
        run.Current.GetProperty("contextualData").GetProperty("questionKeys")[0].GetString().ShouldBe("custom");
        var tooShort = await run.PostAsync("challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"no\"}");
        tooShort.Status.ShouldBe(400, tooShort.Body);
        tooShort.Body.ShouldContain("\"i18n\":{\"key\":\"securityQuestion.answer.tooShort.arg\",\"params\":[\"4\"]}");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"custom\",\"question\":\"Whose?\",\"answer\":\"mine\"}",
            "successWithInteractionCode");
    }

    [Fact]
    public async Task A_phone_is_asked_for_its_number_and_proves_itself()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("owen", "select-authenticator-enroll", "skip");

        await EnrollAsync(run, "Phone", "", "authenticator-enrollment-data", "select-authenticator-enroll", "skip");
        var none = await run.PostAsync(
            "credential/enroll", $"\"authenticator\":{run.Authenticator("Phone", "sms", ",\"phoneNumber\":\"x\"")}");
        none.Status.ShouldBe(400, none.Body);
        run.MessageKeys.ShouldBe(["api.factors.error.sms.invalid_phone"]);
        await EnrollAsync(
            run, "Phone", ",\"phoneNumber\":\"+15550100155\"", "enroll-authenticator", "select-authenticator-enroll");
        await run.AnswerAsync(await org.CodeAsync("owen@example.com", "sms"), "successWithInteractionCode");
    }

    [Fact]
    public async Task An_authenticator_app_is_set_up_by_its_secret()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("olaf", "select-authenticator-enroll", "skip");

        await EnrollAsync(run, "Google Authenticator", "", "enroll-authenticator", "select-authenticator-enroll");
        var shown = run.Current.GetProperty("contextualData");
        var picture = await org.Http.GetAsync(new Uri(shown.GetProperty("qrcode").GetProperty("href").GetString()!).PathAndQuery);
        picture.Headers["Content-Type"].ShouldBe("image/png");
        await run.AnswerAsync(Walk.Totp(org.Org, shown.GetProperty("sharedSecret").GetString()!), "successWithInteractionCode");
    }

    [Theory]
    [InlineData("email", "\"email\":\"ona@example.com\"", "ona@example.com")]
    [InlineData("sms", "\"phoneNumber\":\"+15550100156\"", "+15550100156")]
    public async Task A_phone_for_push_is_led_here_by_a_link_that_is_sent(string channel, string typed, string to)
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ona", "select-authenticator-enroll", "skip");
        await EnrollAsync(run, "Okta Verify", "", "enroll-poll", "select-enrollment-channel", "select-authenticator-enroll");
        // Okta's clients read the fields of this form's value: auth-js 8.0, and the Sign-In Widget's second generation.
        var asked = IdxRun.Field(run.Form("select-enrollment-channel"), "authenticator").GetProperty("value").GetProperty("form")
            .GetProperty("value");

        await run.GoAsync(
            "credential/enroll", $$"""
            "authenticator":{"id":{{asked[0].GetProperty("value").GetRawText()}},"channel":"{{channel}}"}
            """, "enrollment-channel-data", "select-enrollment-channel", "select-authenticator-enroll");
        await run.GoAsync("challenge/send", typed, "enroll-poll", "select-enrollment-channel", "select-authenticator-enroll");

        asked[1].GetProperty("options").EnumerateArray().Select(option => option.GetProperty("value").GetString())
            .ShouldBe(["email", "sms"]);
        run.Current.GetProperty("contextualData").GetProperty("selectedChannel").GetString().ShouldBe(channel);
        (await org.Org.Outbox.LatestAsync("ona@example.com", channel, The.Ct)).To.ShouldBe(to);
    }

    [Fact]
    public async Task A_token_is_set_up_by_what_stands_on_it_in_the_place_of_another()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("otto", "select-authenticator-enroll", "skip");

        await EnrollAsync(run, "RSA SecurID", "", "enroll-authenticator", "select-authenticator-enroll", "skip");
        Asked(run).ShouldBe(["clientData", "passcode"]);
        await EnrollAsync(run, "Google Authenticator", "", "enroll-authenticator", "select-authenticator-enroll");
        await EnrollAsync(run, "Symantec VIP", "", "enroll-authenticator", "select-authenticator-enroll", "skip");
        Asked(run).ShouldBe(["credentialId", "passcode", "nextPasscode"]);
        (await run.PostAsync("challenge/answer", "\"credentials\":{\"credentialId\":\"VSMT1\"}")).Status.ShouldBe(400);
        run.MessageKeys.ShouldBe(["error.password.required"]);
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"credentialId\":\"VSMT1\",\"passcode\":\"123456\",\"nextPasscode\":\"654321\"}",
            "successWithInteractionCode");
    }

    [Fact]
    public async Task An_expired_password_is_given_up_for_a_new_one()
    {
        var run = await org.BeginAsync();

        await run.IdentifyAsync("eve", "reenroll-authenticator");
        run.Current.GetProperty("settings").GetProperty("complexity").GetProperty("minLength").GetInt32().ShouldBe(8);
        var weak = await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"weak\"}");
        weak.Status.ShouldBe(400, weak.Body);
        run.MessageKeys.ShouldBe(["password.passwordRequirementsNotMet"]);
        await run.AnswerAsync("Fresh-Staple-7", "successWithInteractionCode");
    }

    [Fact]
    public async Task A_password_that_expires_soon_is_told_of_and_may_be_kept()
    {
        var run = await org.BeginAsync();

        await run.IdentifyAsync("wendy", "reenroll-authenticator-warning", "skip");
        run.MessageKeys.ShouldBe(["idx.password.expiring.message"]);
        run.Current.GetProperty("settings").GetProperty("daysToExpiry").GetInt32().ShouldBe(2);
        await run.GoAsync("skip", "", "successWithInteractionCode");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_with_a_code_by_mail()
    {
        var run = await org.BeginAsync();

        await run.GoAsync("recover", "", "identify-recovery");
        await run.GoAsync("identify", "\"identifier\":\"ann@example.com\"", "select-authenticator-authenticate");
        run.Labels.ShouldBe(["Email", "Phone"]);
        await run.ChooseAsync("Email", null, "challenge-authenticator");
        await run.AnswerAsync(await org.CodeAsync("ann@example.com", "email"), "reset-authenticator");
        await run.AnswerAsync("Fresh-Staple-8", "select-authenticator-authenticate");
    }

    [Fact]
    public async Task Whoever_has_a_question_answers_that_as_well()
    {
        var run = await org.BeginAsync();

        await run.GoAsync("identify", "\"identifier\":\"amy@example.com\"", "challenge-authenticator");
        await run.GoAsync("recover", "", "select-authenticator-authenticate");
        await run.ChooseAsync("Phone", null, "authenticator-verification-data", "select-authenticator-authenticate");
        await run.ChooseAsync("Phone", "sms", "challenge-authenticator");
        await run.AnswerAsync(await org.CodeAsync("amy@example.com", "sms"), "challenge-authenticator");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"custom\",\"answer\":\"Rex the Dog\"}", "reset-authenticator");
    }

    [Theory]
    [InlineData("ann", "reset-authenticator")]
    [InlineData("amy", "challenge-authenticator")]
    public async Task A_mails_recovery_token_begins_one_interaction_in_the_place_of_a_user_name(string name, string first)
    {
        await org.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", $$"""{"username":"{{name}}@example.com","factorType":"EMAIL"}""");
        var token = await org.CodeAsync($"{name}@example.com", "email");
        var run = new IdxRun(org);

        await run.BeginAsync(The.Spa, $"&recovery_token={token}");
        run.Names.ShouldBe([first]);
        if (name is "amy")
            await run.GoAsync(
                "challenge/answer", "\"credentials\":{\"questionKey\":\"custom\",\"answer\":\"Rex the Dog\"}", "reset-authenticator");
        await run.AnswerAsync("Fresh-Staple-9", "select-authenticator-authenticate");
        var again = await org.Http.PostFormAsync(
            "/oauth2/default/v1/interact",
            $"client_id={The.Spa}&scope=openid&redirect_uri={The.EncodedCallback}&state=s1&{The.Pkce}&recovery_token={token}");

        again.ShouldBeError(400, "invalid_request", "The recovery token is invalid");
    }

    [Fact]
    public async Task Nobodys_recovery_goes_the_same_way_and_never_arrives()
    {
        var run = await org.BeginAsync();

        await run.GoAsync("recover", "", "identify-recovery");
        await run.GoAsync("identify", "\"identifier\":\"nobody@example.com\"", "select-authenticator-authenticate");
        await run.ChooseAsync("Email", null, "challenge-authenticator");
        for (var i = 0; i < 5; i++)
            (await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"123456\"}")).Status.ShouldBe(401);

        (await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"123456\"}")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task A_locked_account_is_unlocked_and_signs_in()
    {
        var run = await org.BeginAsync();

        await run.GoAsync("unlock-account", "", "select-authenticator-unlock-account");
        await run.GoAsync(
            "challenge", $"\"identifier\":\"lou@example.com\",\"authenticator\":{run.Authenticator("Email")}", "challenge-authenticator");
        await run.AnswerAsync(await org.CodeAsync("lou@example.com", "email"), "messages");
        run.MessageKeys.ShouldBe(["oie.selfservice.unlock_user.success.message"]);
        await run.BeginAsync(The.Spa, "");
        await run.IdentifyAsync("lou", "successWithInteractionCode");
    }

    static IEnumerable<string?> Asked(IdxRun run) => IdxRun.Field(run.Form("enroll-authenticator"), "credentials").GetProperty("form")
        .GetProperty("value").EnumerateArray().Select(field => field.GetProperty("name").GetString());

    static Task<Answer> EnrollAsync(IdxRun run, string label, string more, params string[] names) => run.GoAsync(
        "credential/enroll", $"\"authenticator\":{run.Authenticator(label, label is "Phone" && more.Length > 0 ? "sms" : null, more)}",
        names);
}
