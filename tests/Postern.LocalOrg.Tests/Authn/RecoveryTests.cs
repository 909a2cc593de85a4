namespace Postern.LocalOrg.Tests.Authn;

/// <summary>Forgotten passwords, locked accounts, and users who have no password yet.</summary>
public sealed class RecoveryTests
{
    const string Reset = "\"newPassword\":\"Fresh-Staple-7\"";

    static readonly SeedUser Lars = new()
    {
        Id = "00u1larsLocked000005", Login = "lars@example.com", Password = The.Password, State = UserState.LockedOut,
        Phone = "+15550100144", RecoveryQuestion = "What was your first pet's name?", RecoveryAnswer = "Rex the Dog",
    };

    [Fact]
    public async Task A_forgotten_password_is_reset_by_mail_and_question()
    {
        await using var walk = await Walk.StartAsync();

        var sent = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"EMAIL","relayState":"r-1"}""");
        var token = await walk.CodeAsync("amy@example.com", "email");
        var asked = await walk.Http.PostJsonAsync("/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{token}}"}""");
        var wrong = await walk.PostAsync(asked, "/recovery/answer", "\"answer\":\"Fido\"");
        var reset = await walk.GoAsync(asked, "/recovery/answer", "PASSWORD_RESET", "\"answer\":\"REX the dog\"");
        var done = await walk.PostAsync(asked, "/credentials/reset_password", Reset);

        sent.Body.ShouldBe(
            """{"status":"RECOVERY_CHALLENGE","relayState":"r-1","factorResult":"WAITING","factorType":"EMAIL","recoveryType":"PASSWORD"}""");
        token.ShouldMatch("^[A-Za-z0-9]{20}$");
        (
            await walk.Org.Outbox.LatestAsync("amy@example.com", "email", The.Ct)).Text.ShouldBe(
                $"Reset your password with the recovery token {token}.");
        asked.Text("status").ShouldBe("RECOVERY");
        asked.Body.ShouldContain("\"recovery_question\":{\"question\":\"What was your first pet's name?\"}");
        wrong.ShouldBeOktaError(403, "E0000087", "The recovery question answer did not match our records.");
        reset.Members.ShouldNotContain("recoveryType");
        done.Text("status").ShouldBe("MFA_REQUIRED", done.Body);
        (await walk.Http.AuthenticateAsync("amy@example.com", "Fresh-Staple-7")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("SMS", "sms", "sms")]
    [InlineData("CALL", "call", "CALL")]
    public async Task A_forgotten_password_is_reset_by_phone(string factorType, string channel, string inPath)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", $$"""{"username":"amy@example.com","factorType":"{{factorType}}"}""");
        var code = await walk.CodeAsync("amy@example.com", channel);

        var wrong = await walk.PostAsync(begun, $"/recovery/factors/{inPath}/verify", "\"passCode\":\"no code\"");
        var asked = await walk.GoAsync(begun, $"/recovery/factors/{inPath}/verify", "RECOVERY", $"\"passCode\":\"{code}\"");

        begun.Members.ShouldBe(["stateToken", "expiresAt", "status", "factorType", "recoveryType", "_links"]);
        begun.Json.GetProperty("_links").GetRawText().ShouldBe(
            """
            {"next":{"name":"verify","href":"{org}/recovery/factors/{factorType}/verify","hints":{"allow":["POST"]}},"cancel":{"href":"{org}/cancel","hints":{"allow":["POST"]}},"resend":{"name":"{channel}","href":"{org}/recovery/factors/{factorType}/resend","hints":{"allow":["POST"]}}}
            """.Replace("{org}", walk.Org.Url + "/api/v1/authn", StringComparison.Ordinal).Replace("{factorType}", factorType, StringComparison.Ordinal).Replace("{channel}", channel, StringComparison.Ordinal));
        wrong.ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer", "Your token doesn't match our records. Please try again.");
        asked.Json.GetProperty("_embedded").GetProperty("user").GetProperty("recovery_question").GetProperty("question").GetString()
            .ShouldBe("What was your first pet's name?");
    }

    [Fact]
    public async Task A_recovery_code_is_sent_again_after_a_pause()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"sms"}""");

        var early = await walk.PostAsync(begun, "/recovery/factors/SMS/resend");
        walk.Time.Advance(TimeSpan.FromSeconds(30));

        early.Status.ShouldBe(429, early.Body);
        await walk.GoAsync(begun, "/recovery/factors/SMS/resend", "RECOVERY_CHALLENGE");
        (await walk.Org.Outbox.MessagesAsync(The.Ct)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("EMAIL")]
    [InlineData("SMS")]
    [InlineData("CALL")]
    public async Task Whether_a_user_exists_cannot_be_told_from_the_answer(string factorType)
    {
        await using var walk = await Walk.StartAsync();
        var known = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", $$"""{"username":"amy@example.com","factorType":"{{factorType}}"}""");

        var unknown = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", $$"""{"username":"nobody@example.com","factorType":"{{factorType}}"}""");

        unknown.Status.ShouldBe(known.Status);
        unknown.Members.ShouldBe(known.Members);
        if (factorType is "EMAIL")
            unknown.Body.ShouldBe(known.Body);
        else
            (await walk.PostAsync(unknown, $"/recovery/factors/{factorType}/verify", "\"passCode\":\"123456\""))
                .ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer", "Your token doesn't match our records. Please try again.");
    }

    [Theory]
    [InlineData("password", "amy@example.com")]
    [InlineData("unlock", "lars@example.com")]
    [InlineData("password", "nobody@example.com")]
    public async Task Wrong_recovery_codes_are_limited_for_everybody_alike_and_lock_nobody(string recovery, string login)
    {
        await using var walk = await Walk.StartAsync(seed => seed with { Users = [.. seed.Users, Lars] });
        var begun = await walk.Http.PostJsonAsync(
            $"/api/v1/authn/recovery/{recovery}", $$"""{"username":"{{login}}","factorType":"SMS"}""");

        for (var i = 0; i < 5; i++)
            (await walk.PostAsync(begun, "/recovery/factors/SMS/verify", "\"passCode\":\"no code\""))
                .ShouldBeOktaError(403, "E0000068", "Invalid Passcode/Answer", "Your token doesn't match our records. Please try again.");

        (await walk.PostAsync(begun, "/recovery/factors/SMS/verify", "\"passCode\":\"no code\""))
            .ShouldBeOktaError(429, "E0000047", "API call exceeded rate limit due to too many requests.");
        if (login is "amy@example.com")
            (await walk.Http.AuthenticateAsync(login)).Text("status").ShouldBe("MFA_REQUIRED");
    }

    [Fact]
    public async Task Wrong_answers_to_the_recovery_question_of_a_locked_account_are_refused_as_wrong()
    {
        await using var walk = await Walk.StartAsync(seed => seed with { Users = [.. seed.Users, Lars] });
        await walk.Http.PostJsonAsync("/api/v1/authn/recovery/unlock", """{"username":"lars@example.com","factorType":"EMAIL"}""");
        var asked = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{await walk.CodeAsync("lars@example.com", "email")}}"}""");

        var wrong = await walk.PostAsync(asked, "/recovery/answer", "\"answer\":\"Fido\"");

        wrong.ShouldBeOktaError(403, "E0000087", "The recovery question answer did not match our records.");
        await walk.GoAsync(asked, "/recovery/answer", "SUCCESS", "\"answer\":\"Rex the Dog\"");
    }

    [Fact]
    public async Task A_locked_account_is_unlocked_by_its_user()
    {
        await using var walk = await Walk.StartAsync(seed => seed with { ShowLockoutFailures = true });
        var locked = await walk.Http.AuthenticateAsync("lou@example.com");
        await walk.Http.PostJsonAsync("/api/v1/authn/recovery/unlock", """{"username":"lou@example.com","factorType":"EMAIL"}""");

        var done = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{await walk.CodeAsync("lou@example.com", "email")}}"}""");

        locked.Text("status").ShouldBe("LOCKED_OUT");
        done.Text("status").ShouldBe("SUCCESS", done.Body);
        done.Text("recoveryType").ShouldBe("UNLOCK");
        (await walk.Http.AuthenticateAsync("lou@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task A_recovery_token_is_good_once_and_for_as_long_as_the_policy_says()
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { PasswordPolicies = [new() { Name = "Hour", RecoveryTokenLifetime = TimeSpan.FromHours(1) }] });
        await walk.Http.PostJsonAsync("/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"EMAIL"}""");
        var body = $$"""{"recoveryToken":"{{await walk.CodeAsync("amy@example.com", "email")}}"}""";
        await walk.Http.PostJsonAsync("/api/v1/authn/recovery/token", body);

        var again = await walk.Http.PostJsonAsync("/api/v1/authn/recovery/token", body);
        await walk.Http.PostJsonAsync("/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"EMAIL"}""");
        walk.Time.Advance(TimeSpan.FromHours(1));
        var late = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{await walk.CodeAsync("amy@example.com", "email")}}"}""");
        var invented = await walk.Http.PostJsonAsync("/api/v1/authn/recovery/token", """{"recoveryToken":"hT4mQz8LwPc2RkXvYb6N"}""");

        again.ShouldBeOktaError(403, "E0000105", "You have accessed an account recovery link that has expired or been previously used.");
        late.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
        invented.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task A_trusted_caller_is_given_the_recovery_token()
    {
        await using var walk = await Walk.StartAsync();

        var given = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", """{"username":"amy@example.com"}""", ("Authorization", "SSWS " + Walk.ApiToken));
        var asked = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/token", $$"""{"recoveryToken":"{{given.Text("recoveryToken")}}"}""");

        given.Members.ShouldBe(["expiresAt", "status", "recoveryToken", "recoveryType", "_embedded", "_links"]);
        asked.Text("status").ShouldBe("RECOVERY");
        (await walk.Org.Outbox.MessagesAsync(The.Ct)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("password", "nobody@example.com", 403, "E0000095", "Recovery not allowed for unknown user.")]
    [InlineData("unlock", "ada@example.com", 403, "E0000032", "Unlock is not allowed for this user.")]
    [InlineData("password", "lou@example.com", 403, "E0000034", "Forgot password not allowed on specified user.")]
    public async Task A_trusted_caller_is_told_what_is_wrong(string recovery, string login, int status, string code, string summary)
    {
        await using var walk = await Walk.StartAsync();

        var answer = await walk.Http.PostJsonAsync(
            $"/api/v1/authn/recovery/{recovery}", $$"""{"username":"{{login}}"}""", ("Authorization", "SSWS " + Walk.ApiToken));

        answer.ShouldBeOktaError(status, code, summary);
    }

    [Fact]
    public async Task An_API_token_that_is_none_of_the_orgs_is_refused()
    {
        await using var walk = await Walk.StartAsync();

        var answer = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", """{"username":"amy@example.com"}""", ("Authorization", "SSWS 00another"));

        answer.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task An_activation_token_sets_the_first_password()
    {
        await using var walk = await Walk.StartAsync();

        var begun = await walk.Http.PostJsonAsync("/api/v1/authn", """{"token":"an-activation-token0"}""");
        var done = await walk.PostAsync(begun, "/credentials/reset_password", Reset);
        var again = await walk.Http.PostJsonAsync("/api/v1/authn", """{"token":"an-activation-token0"}""");

        begun.Text("status").ShouldBe("PASSWORD_RESET", begun.Body);
        begun.Text("recoveryType").ShouldBe("ACCOUNT_ACTIVATION");
        done.Text("status").ShouldBe("SUCCESS", done.Body);
        again.ShouldBeOktaError(401, "E0000004", "Authentication failed");
        (await walk.Http.AuthenticateAsync("stan@example.com", "Fresh-Staple-7")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Of_fifty_redemptions_of_one_recovery_token_one_succeeds()
    {
        await using var walk = await Walk.StartAsync();
        await walk.Http.PostJsonAsync("/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"EMAIL"}""");
        var body = $$"""{"recoveryToken":"{{await walk.CodeAsync("amy@example.com", "email")}}"}""";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => walk.Http.PostJsonAsync("/api/v1/authn/recovery/token", body)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
    }
}
