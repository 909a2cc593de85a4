namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Each kind of factor, challenged and verified.</summary>
public sealed class FactorTests
{
    [Fact]
    public async Task The_right_one_time_password_is_a_second_factor_and_the_tokens_say_so()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");

        var done = await walk.GoAsync(begun, Walk.VerifyPath(begun, "token:software:totp"), "SUCCESS", $"\"passCode\":\"{walk.Totp()}\"");

        done.Members.ShouldBe(["expiresAt", "status", "sessionToken", "_embedded"]);
        var code = await walk.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s" +
            $"&nonce=n&{The.Pkce}&sessionToken={done.Text("sessionToken")}");
        var tokens = await walk.Http.RedeemAsync(code.Redirected("code")!);
        Jwt.Texts(tokens.Text("id_token"), "amr").ShouldBe(["mfa", "otp", "pwd"]);
    }

    [Fact]
    public async Task A_one_time_password_is_good_once_in_whichever_transaction()
    {
        await using var walk = await Walk.StartAsync();
        var first = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");
        var second = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");
        var code = $"\"passCode\":\"{walk.Totp()}\"";
        await walk.GoAsync(first, Walk.VerifyPath(first, "token:software:totp"), "SUCCESS", code);

        var again = await walk.PostAsync(second, Walk.VerifyPath(second, "token:software:totp"), code);
        walk.Time.Advance(TimeSpan.FromSeconds(30));
        var next = await walk.PostAsync(second, Walk.VerifyPath(second, "token:software:totp"), $"\"passCode\":\"{walk.Totp()}\"");

        again.ShouldBeOktaError(403, "E0000082", "Each code can only be used once. Please wait for a new code and try again.");
        next.Text("status").ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData(-1, 200)]
    [InlineData(1, 200)]
    [InlineData(-2, 403)]
    [InlineData(4, 403)]
    public async Task A_one_time_password_is_taken_one_step_to_either_side(int stepsAway, int status)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");

        var answer = await walk.PostAsync(
            begun, Walk.VerifyPath(begun, "token:software:totp"), $"\"passCode\":\"{walk.Totp(stepsAway: stepsAway)}\"");

        answer.Status.ShouldBe(status, answer.Body);
        if (status == 403)
            answer.ShouldBeOktaError(403, "E0000083", "PassCode is valid but exceeded time window.");
    }

    [Theory]
    [InlineData("sms", "\"phoneNumber\":\"+1 XXX-XXX-0142\"", 6)]
    [InlineData("call", "\"phoneNumber\":\"+1 XXX-XXX-0142\"", 5)]
    [InlineData("email", "\"email\":\"a...y@example.com\"", 6)]
    public async Task A_code_is_sent_and_answered(string factorType, string profile, int digits)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, factorType);

        var challenged = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var code = await walk.CodeAsync("amy@example.com", factorType);
        var wrong = await walk.PostAsync(begun, path, "\"passCode\":\"no code\"");
        var done = await walk.PostAsync(begun, path, $"\"passCode\":\"{code}\"");

        challenged.Members.ShouldBe(["stateToken", "expiresAt", "status", "_embedded", "_links"]);
        challenged.Body.ShouldContain($$$"""
            "factor":{"id":"{{{Walk.FactorId(begun, factorType)}}}","factorType":"{{{factorType}}}","provider":"OKTA","profile":{{{{profile}}}}}
            """);
        challenged.Body.ShouldContain($$$"""
            "_links":{"next":{"name":"verify","href":"{{{walk.Org.Url}}}/api/v1/authn{{{path}}}","hints":{"allow":["POST"]}},"prev":{"href":"{{{walk.Org.Url}}}/api/v1/authn/previous","hints":{"allow":["POST"]}},"cancel":{"href":"{{{walk.Org.Url}}}/api/v1/authn/cancel","hints":{"allow":["POST"]}},"resend":[{"name":"{{{factorType}}}","href":"{{{walk.Org.Url}}}/api/v1/authn{{{path}}}/resend","hints":{"allow":["POST"]}}]}
            """);
        code.Length.ShouldBe(digits);
        wrong.ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer", "Your passcode doesn't match our records. Please try again.");
        done.Text("status").ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("sms", 30, "E0000109", "An SMS message was recently sent. Please wait 30 seconds before trying again.")]
    [InlineData("call", 30, "E0000133", "A phone call was recently made. Please wait 30 seconds before trying again.")]
    [InlineData("email", 5, "E0000118", "An email was recently sent. Please wait 5 seconds before trying again.")]
    public async Task A_code_is_sent_again_after_a_pause_and_the_old_one_is_good_no_longer(
        string factorType, int pause, string code, string summary)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, factorType);
        await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var old = await walk.CodeAsync("amy@example.com", factorType);

        var early = await walk.PostAsync(begun, path + "/resend");
        walk.Time.Advance(TimeSpan.FromSeconds(pause));
        await walk.GoAsync(begun, path + "/resend", "MFA_CHALLENGE");
        var fresh = await walk.CodeAsync("amy@example.com", factorType);
        var withOld = await walk.PostAsync(begun, path, $"\"passCode\":\"{old}\"");

        early.ShouldBeOktaError(429, code, summary);
        if (old != fresh)
            withOld.Status.ShouldBe(403);
        (await walk.PostAsync(begun, path, $"\"passCode\":\"{fresh}\"")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_code_that_was_sent_is_good_for_five_minutes()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        await walk.GoAsync(begun, Walk.VerifyPath(begun, "sms"), "MFA_CHALLENGE");

        walk.Time.Advance(TimeSpan.FromMinutes(3));
        await walk.GoAsync(begun, "", "MFA_CHALLENGE");
        walk.Time.Advance(TimeSpan.FromMinutes(2));
        var late = await walk.PostAsync(
            begun, Walk.VerifyPath(begun, "sms"), $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"");

        late.Status.ShouldBe(403, late.Body);
    }

    [Theory]
    [InlineData("mayonnaise")]
    [InlineData("MAYONNAISE")]
    public async Task A_question_is_answered_in_any_case(string answer)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        var wrong = await walk.PostAsync(begun, Walk.VerifyPath(begun, "question"), "\"answer\":\"ketchup\"");
        var done = await walk.PostAsync(begun, Walk.VerifyPath(begun, "question"), $"\"answer\":\"{answer}\"");

        begun.Body.ShouldContain(
            "\"profile\":{\"question\":\"disliked_food\",\"questionText\":\"What is the food you least liked as a child?\"}");
        wrong.ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer", "Your answer doesn't match our records. Please try again.");
        done.Text("status").ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("token", "RSA", "5275875498")]
    [InlineData("token:hardware", "YUBICO", "cccccceukngd")]
    public async Task A_hardware_token_shows_the_code_it_was_seeded_with(string factorType, string provider, string code)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        var done = await walk.PostAsync(begun, Walk.VerifyPath(begun, factorType, provider), $"\"passCode\":\"{code}\"");

        done.Text("status").ShouldBe("SUCCESS", done.Body);
    }

    [Fact]
    public async Task An_approved_push_succeeds_at_the_next_poll()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "push");
        var waiting = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var still = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var push = await walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct);

        (await walk.Org.Outbox.ApproveAsync(push.Id, ct: The.Ct)).ShouldBeTrue();
        (await walk.Org.Outbox.RejectAsync(push.Id, The.Ct)).ShouldBeFalse();
        await walk.GoAsync(begun, path, "SUCCESS");

        waiting.Text("factorResult").ShouldBe("WAITING");
        still.Text("factorResult").ShouldBe("WAITING");
        waiting.Json.GetProperty("_links").GetProperty("next").GetProperty("name").GetString().ShouldBe("poll");
    }

    [Fact]
    public async Task Whether_pushes_come_unasked_is_kept_on_the_device()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var push = Walk.FactorId(begun, "push");

        var challenged = await walk.GoAsync(begun, $"/factors/{push}/verify?autoPush=true", "MFA_CHALLENGE");
        var next = await walk.Http.PostJsonAsync(
            "/api/v1/authn",
            $$"""{"username":"amy@example.com","password":"{{The.Password}}"}""",
            ("Cookie", "auto_push_00u1amyAllfactors005=true"));
        var another = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        challenged.Headers["Set-Cookie"].ShouldContain("auto_push_00u1amyAllfactors005=true; path=/; max-age=63072000; httponly");
        next.Body.ShouldContain($$$"""
            "factorsPolicyInfo":{"{{{push}}}":{"autoPushEnabled":true}}
            """);
        another.Body.ShouldContain($$$"""
            "factorsPolicyInfo":{"{{{push}}}":{"autoPushEnabled":false}}
            """);
    }

    [Fact]
    public async Task A_push_that_is_rejected_or_times_out_can_be_sent_again()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "push");
        await walk.GoAsync(begun, path, "MFA_CHALLENGE");

        await walk.Org.Outbox.RejectAsync((await walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, The.Ct);
        var rejected = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var again = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        walk.Time.Advance(TimeSpan.FromMinutes(4));
        await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        walk.Time.Advance(TimeSpan.FromMinutes(1));
        var late = await walk.GoAsync(begun, path, "MFA_CHALLENGE");

        rejected.Text("factorResult").ShouldBe("REJECTED");
        rejected.Json.GetProperty("_links").GetProperty("next").GetProperty("name").GetString().ShouldBe("verify");
        again.Text("factorResult").ShouldBe("WAITING");
        late.Text("factorResult").ShouldBe("TIMEOUT");
    }

    [Fact]
    public async Task A_push_with_a_number_challenge_wants_that_number()
    {
        await using var walk = await Walk.StartAsync(seed => seed with
        {
            Users = [Walk.Amy with { Factors = [new() { FactorType = "push", ShowsNumber = true }] }],
        });
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "push");
        var waiting = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var number = waiting.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("_embedded").GetProperty("challenge")
            .GetProperty("correctAnswer").GetInt32();

        await walk.Org.Outbox.ApproveAsync(
            (await walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, number == 99 ? 98 : number + 1, The.Ct);
        var rejected = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var again = await walk.GoAsync(begun, path, "MFA_CHALLENGE");
        var right = again.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("_embedded").GetProperty("challenge")
            .GetProperty("correctAnswer").GetInt32();
        await walk.Org.Outbox.ApproveAsync((await walk.Org.Outbox.LatestAsync("amy@example.com", "push", The.Ct)).Id, right, The.Ct);

        rejected.Text("factorResult").ShouldBe("REJECTED");
        (await walk.GoAsync(begun, path, "SUCCESS")).Members.ShouldContain("sessionToken");
    }

    [Fact]
    public async Task Five_wrong_answers_in_a_row_lock_the_account()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "question");

        var answers = new List<Answer>();
        for (var i = 0; i < 5; i++)
            answers.Add(await walk.PostAsync(begun, path, "\"answer\":\"ketchup\""));

        answers[3].ShouldBeOktaError(
            403, "E0000068", "Invalid Passcode/Answer", "Your answer doesn't match our records. Please try again.");
        answers[4].ShouldBeOktaError(403, "E0000069", "User Locked");
        (await walk.PostAsync(begun, path, "\"answer\":\"mayonnaise\"")).ShouldBeOktaError(403, "E0000069", "User Locked");
        (await walk.Http.AuthenticateAsync("amy@example.com")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
    }

    [Fact]
    public async Task A_factor_that_the_user_does_not_have_is_not_found()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("max@example.com", "MFA_REQUIRED");

        var answer = await walk.PostAsync(begun, "/factors/sms1amyAllfactors005/verify");

        answer.ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: sms1amyAllfactors005 (Factor)");
    }
}
