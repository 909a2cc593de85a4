using System.Globalization;
using System.Text.Json;
using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Every second factor: chosen, asked, answered wrongly and rightly (idx.md 6.4, 7).</summary>
public sealed class FactorTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    [Fact]
    public async Task What_still_helps_is_listed_by_name()
    {
        var run = await org.BeginAsync();

        await run.IdentifyAsync("amy", "select-authenticator-authenticate");

        run.Labels.ShouldBe(
            ["Email", "Google Authenticator", "Okta Verify", "Phone", "RSA SecurID", "Security Question", "YubiKey Authenticator"]);
        run.Last.Members.ShouldBe(
        [
            "version", "stateHandle", "expiresAt", "intent", "remediation", "authenticators", "authenticatorEnrollments", "user",
            "cancel", "app",
        ]);
    }

    [Theory]
    [InlineData("Google Authenticator", null, "MZ2XG5DJNR4WC3TF")]
    [InlineData("Okta Verify", "totp", Walk.Seed)]
    public async Task A_one_time_password_is_taken_once(string label, string? method, string seed)
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("amy", "select-authenticator-authenticate");

        await run.ChooseAsync(label, method, "challenge-authenticator", "select-authenticator-authenticate");
        var name = method ?? "passcode";
        var wrong = await run.PostAsync("challenge/answer", $$$"""
            "credentials":{"{{{name}}}":"000000"}
            """);
        wrong.Status.ShouldBe(401, wrong.Body);
        run.MessageKeys.ShouldBe(["authfactor.challenge.soft_token.invalid_passcode"]);
        org.Advance(60);
        await run.GoAsync("challenge/answer", $$$"""
            "credentials":{"{{{name}}}":"{{{Walk.Totp(org.Org, seed)}}}"}
            """, "successWithInteractionCode");

        Jwt.Claims((await run.RedeemAsync()).Text("id_token")).GetProperty("amr").EnumerateArray()
            .Select(each => each.GetString()).ShouldBe(["mfa", "otp", "pwd"]);
    }

    [Theory]
    [InlineData("Email", "email")]
    [InlineData("Phone", "sms")]
    [InlineData("Phone", "voice")]
    public async Task A_code_is_sent_sent_again_and_answered(string label, string method)
    {
        var channel = method is "voice" ? "call" : method;
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ann", "select-authenticator-authenticate");

        await run.ChooseAsync(label, method, "challenge-authenticator", "select-authenticator-authenticate");
        run.Current.GetProperty("type").GetString().ShouldBe(label is "Email" ? "email" : "phone");
        (await run.PostAsync("challenge/resend")).Status.ShouldBe(429);
        run.Names[0].ShouldBe("challenge-authenticator");
        var wrong = await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"no code\"}");
        wrong.Status.ShouldBe(401, wrong.Body);
        run.MessageKeys.ShouldBe(["api.authn.error.PASSCODE_INVALID"]);
        org.Advance(31);
        await run.GoAsync("challenge/resend", "", "challenge-authenticator", "select-authenticator-authenticate");
        if (method is "email")
            await run.GoAsync("challenge/poll", "", "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync(await org.CodeAsync("ann@example.com", channel), "successWithInteractionCode");
    }

    [Fact]
    public async Task A_phone_without_a_method_is_asked_for_one()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("abe", "successWithInteractionCode");
        await run.BeginAsync(IdxOrg.TwoFactors, "");
        await run.IdentifyAsync("abe", "select-authenticator-authenticate");

        await run.ChooseAsync("Phone", null, "authenticator-verification-data", "select-authenticator-authenticate");
        run.Current.GetProperty("profile").GetProperty("phoneNumber").GetString().ShouldBe("+1 XXX-XXX-0142");
        await run.ChooseAsync("Phone", "sms", "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync(await org.CodeAsync("abe@example.com", "sms"), "successWithInteractionCode");
    }

    [Fact]
    public async Task A_question_is_answered()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("amy", "select-authenticator-authenticate");

        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        run.Current.GetProperty("contextualData").GetProperty("enrolledQuestion").GetProperty("questionKey").GetString()
            .ShouldBe("disliked_food");
        var wrong = await run.PostAsync("challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"ketchup\"}");
        wrong.Status.ShouldBe(401, wrong.Body);
        run.MessageKeys.ShouldBe(["authfactor.challenge.question_factor.answer_invalid"]);
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}",
            "successWithInteractionCode");
    }

    [Fact]
    public async Task A_push_is_polled_rejected_sent_again_and_approved()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("amy", "select-authenticator-authenticate");

        await run.ChooseAsync("Okta Verify", "push", "challenge-poll", "select-authenticator-authenticate");
        run.Form("challenge-poll").GetProperty("refresh").GetInt32().ShouldBe(4000);
        await run.GoAsync("authenticators/poll", "", "challenge-poll", "select-authenticator-authenticate");
        await DecideAsync("amy@example.com", "reject");
        await run.GoAsync("authenticators/poll", "", "resend", "select-authenticator-authenticate");
        run.MessageKeys.ShouldBe(["api.authn.poll.error.push_rejected"]);
        var resent = IdxRun.Field(run.Form("resend"), "authenticator").GetProperty("value").GetRawText();
        await run.GoAsync("challenge", $"\"authenticator\":{resent}", "challenge-poll", "select-authenticator-authenticate");
        await DecideAsync("amy@example.com", "approve");
        await run.GoAsync("authenticators/poll", "\"autoChallenge\":false", "successWithInteractionCode");
    }

    [Fact]
    public async Task A_token_with_a_fixed_code_is_answered()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("amy", "select-authenticator-authenticate");

        await run.ChooseAsync("RSA SecurID", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync("5275875498", "successWithInteractionCode");
    }

    [Fact]
    public async Task A_security_key_is_set_up_and_asked()
    {
        using var key = new SoftAuthenticator("127.0.0.1", org.Org.Url);
        var run = await org.BeginAsync();
        await run.IdentifyAsync("otto", "select-authenticator-enroll", "skip");

        var authenticator = run.Authenticator("Security Key or Biometric");
        await run.GoAsync(
            "credential/enroll", $"\"authenticator\":{authenticator}", "enroll-authenticator", "select-authenticator-enroll");
        var activation = run.Current.GetProperty("contextualData").GetProperty("activationData").GetProperty("challenge").GetString()!;
        await run.GoAsync(
            "challenge/answer", $$"""
            "credentials":{{{key.Create(activation)}}}
            """, "successWithInteractionCode");
        await run.BeginAsync(IdxOrg.TwoFactors, "");
        await run.IdentifyAsync("otto", "select-authenticator-authenticate");
        await run.ChooseAsync("Security Key or Biometric", null, "challenge-authenticator");
        var asked = run.Current.GetProperty("contextualData").GetProperty("challengeData");
        // Browsers refuse an AppID of http, and with it the whole request.
        asked.TryGetProperty("extensions", out _).ShouldBeFalse();
        var challenge = asked.GetProperty("challenge").GetString()!;
        await run.GoAsync(
            "challenge/answer", $$"""
            "credentials":{{{key.Sign(challenge)}}}
            """, "successWithInteractionCode");
    }

    [Fact]
    public async Task A_phone_is_led_to_Okta_Verify_by_the_code_or_by_a_link()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("owen", "select-authenticator-enroll", "skip");
        await run.GoAsync(
            "credential/enroll", $"\"authenticator\":{run.Authenticator("Okta Verify")}", "enroll-poll", "select-enrollment-channel",
            "select-authenticator-enroll");
        run.Current.GetProperty("contextualData").GetProperty("selectedChannel").GetString().ShouldBe("qrcode");

        var id = IdxRun.Field(run.Form("select-enrollment-channel"), "authenticator").GetProperty("value").GetProperty("form")
            .GetProperty("value")[0].GetProperty("value").GetString();
        await run.GoAsync(
            "credential/enroll", $$"""
            "authenticator":{"id":"{{id}}","channel":"email"}
            """, "enrollment-channel-data", "select-enrollment-channel", "select-authenticator-enroll");
        await run.GoAsync(
            "challenge/send", "\"email\":\"owen@example.com\"", "enroll-poll", "select-enrollment-channel", "select-authenticator-enroll");
        run.Current.GetProperty("contextualData").GetProperty("email").GetString().ShouldBe("owen@example.com");
        (await org.Org.Outbox.LatestAsync("owen@example.com", "email", The.Ct)).Text.ShouldContain("Okta Verify");
        await DecideAsync("owen@example.com", "approve");
        await run.GoAsync("challenge/poll", "", "successWithInteractionCode");
    }

    [Fact]
    public async Task Every_relation_of_an_answer_resolves()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("amy", "select-authenticator-authenticate");
        Relations(run.Last.Json).ShouldAllBe(path => Resolves(run.Last.Json, path));

        await run.ChooseAsync("Okta Verify", "push", "challenge-poll", "select-authenticator-authenticate");
        Relations(run.Last.Json).ShouldAllBe(path => Resolves(run.Last.Json, path));
    }

    [Fact]
    public async Task Of_fifty_answers_with_one_handle_one_goes_on()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ann", "select-authenticator-authenticate");
        org.Advance(31);
        await run.ChooseAsync("Phone", "sms", "challenge-authenticator", "select-authenticator-authenticate");
        var code = await org.CodeAsync("ann@example.com", "sms");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => run.SendAsync(
            "challenge/answer", $$$"""
            "credentials":{"passcode":"{{{code}}}"}
            """)));

        answers.Count(answer => answer.Body.Contains("successWithInteractionCode", StringComparison.Ordinal)).ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 400);
    }

    async Task DecideAsync(string login, string decision)
    {
        var push = await org.Org.Outbox.LatestAsync(login, "push", The.Ct);
        (await org.Http.PostJsonAsync($"/_postern/pushes/{push.Id}", $$"""{"decision":"{{decision}}"}""")).Status.ShouldBeInRange(200, 204);
    }

    static List<string> Relations(JsonElement element)
    {
        List<string> found = [];
        if (element.ValueKind is JsonValueKind.Array)
            found.AddRange(element.EnumerateArray().SelectMany(Relations));
        if (element.ValueKind is JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
                if (member.Name is "relatesTo")
                    found.Add(member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString()! : member.Value[0].GetString()!);
                else
                    found.AddRange(Relations(member.Value));
        return found;
    }

    static bool Resolves(JsonElement root, string path)
    {
        foreach (var part in path[2..].Split('.'))
        {
            var name = part.Split('[')[0];
            if (!root.TryGetProperty(name, out root))
                return false;
            if (part.Length > name.Length && int.Parse(part[(name.Length + 1)..^1], CultureInfo.InvariantCulture) is var index)
                if (index >= root.GetArrayLength())
                    return false;
                else
                    root = root[index];
        }

        return true;
    }
}
