using Postern.LocalOrg.Tests.OAuth;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>What is left empty is not given: it is no guess, and locks nobody out.</summary>
public sealed class BlankAnswerTests
{
    const int MoreThanLock = 6;

    // Okta's Classic Sign-In Widget presses "Send code" like this.
    [Theory]
    [InlineData("sms", "\"passCode\":\"\"")]
    [InlineData("call", "\"passCode\":\"\"")]
    [InlineData("email", "\"passCode\":\"\"")]
    [InlineData("sms", "\"passCode\":\"  \"")]
    [InlineData("sms", "\"passCode\":null")]
    public async Task An_empty_passCode_has_a_code_sent_however_often(string factorType, string empty)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, factorType);

        for (var i = 0; i < MoreThanLock; i++)
        {
            await walk.GoAsync(begun, path, "MFA_CHALLENGE", empty);
            walk.Time.Advance(TimeSpan.FromSeconds(30));
        }

        await walk.GoAsync(begun, path, "SUCCESS", $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", factorType)}\"");
    }

    [Fact]
    public async Task An_empty_passCode_sends_a_push_and_asks_how_it_stands()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "push");

        for (var i = 0; i < MoreThanLock; i++)
            (await walk.GoAsync(begun, path, "MFA_CHALLENGE", "\"passCode\":\"\"")).Text("factorResult").ShouldBe("WAITING");

        (await walk.Org.Outbox.MessagesAsync(The.Ct)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("token:software:totp", "OKTA")]
    [InlineData("token:software:totp", "GOOGLE")]
    [InlineData("token", "RSA")]
    [InlineData("token:hardware", "YUBICO")]
    public async Task Where_a_code_is_needed_an_empty_one_is_asked_for_and_locks_nobody(string factorType, string provider)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        for (var i = 0; i < MoreThanLock; i++)
            (await walk.PostAsync(begun, Walk.VerifyPath(begun, factorType, provider), "\"passCode\":\"\""))
                .ShouldBeOktaError(400, "E0000001", "Api validation failed: passCode", "passCode: The field cannot be left blank");

        await walk.GoAsync(begun, Walk.VerifyPath(begun, "question"), "SUCCESS", "\"answer\":\"mayonnaise\"");
    }

    [Theory]
    [InlineData("\"answer\":\"\"")]
    [InlineData("\"answer\":\" \",\"passCode\":\"\"")]
    public async Task An_empty_answer_to_a_question_asks_it(string empty)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        var path = Walk.VerifyPath(begun, "question");

        for (var i = 0; i < MoreThanLock; i++)
            await walk.GoAsync(begun, path, "MFA_CHALLENGE", empty);

        await walk.GoAsync(begun, path, "SUCCESS", "\"answer\":\"\",\"passCode\":\"mayonnaise\"");
    }

    // A token that was seeded without its code must not be opened by none.
    [Fact]
    public async Task A_token_without_a_code_is_not_answered_by_an_empty_one()
    {
        await using var walk = await Walk.StartAsync(
            seed => seed with { Users = [Walk.Amy with { Factors = [new() { FactorType = "token", Provider = "RSA" }] }] });
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");

        var answer = await walk.PostAsync(begun, Walk.VerifyPath(begun, "token", "RSA"), "\"passCode\":\"\"");

        answer.ShouldBeOktaError(400, "E0000001", "Api validation failed: passCode", "passCode: The field cannot be left blank");
    }

    [Theory]
    [InlineData("\"factorType\":\"sms\",\"provider\":\"OKTA\",\"profile\":{\"phoneNumber\":\"+1-555-010-0142\"}")]
    [InlineData("\"factorType\":\"token:software:totp\",\"provider\":\"OKTA\"")]
    public async Task An_empty_code_is_no_attempt_to_activate(string factor)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");
        var enrolling = await walk.GoAsync(begun, "/factors", "MFA_ENROLL_ACTIVATE", factor);
        var path = $"/factors/{enrolling.Json.GetProperty("_embedded").GetProperty("factor").GetProperty("id")}/lifecycle/activate";

        for (var i = 0; i < MoreThanLock; i++)
            (await walk.PostAsync(begun, path, "\"passCode\":\"\""))
                .ShouldBeOktaError(400, "E0000001", "Api validation failed: passCode", "passCode: The field cannot be left blank");

        (await walk.PostAsync(begun, path, "\"passCode\":\"no code\"")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task An_empty_extension_is_not_dialled()
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("nora@example.com", "MFA_ENROLL");

        var enrolling = await walk.GoAsync(
            begun,
            "/factors",
            "MFA_ENROLL_ACTIVATE",
            "\"factorType\":\"call\",\"provider\":\"OKTA\",\"profile\":{\"phoneNumber\":\"+15550100142\",\"phoneExtension\":\"\"}");

        enrolling.Body.ShouldContain("\"profile\":{\"phoneNumber\":\"+1 XXX-XXX-0142\"}");
        (await walk.Org.Outbox.LatestAsync("nora@example.com", "call", The.Ct)).To.ShouldBe("+15550100142");
    }

    [Theory]
    [InlineData("amy@example.com")]
    [InlineData("nobody@example.com")]
    public async Task An_empty_recovery_code_is_no_attempt(string login)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.Http.PostJsonAsync("/api/v1/authn/recovery/password", $$"""{"username":"{{login}}","factorType":"SMS"}""");

        for (var i = 0; i < MoreThanLock; i++)
            (await walk.PostAsync(begun, "/recovery/factors/SMS/verify", "\"passCode\":\"\""))
                .ShouldBeOktaError(400, "E0000001", "Api validation failed: passCode", "passCode: The field cannot be left blank");

        (await walk.PostAsync(begun, "/recovery/factors/SMS/verify", "\"passCode\":\"no code\"")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"answer\":\"\"")]
    public async Task An_empty_recovery_answer_is_no_attempt(string empty)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.Http.PostJsonAsync(
            "/api/v1/authn/recovery/password", """{"username":"amy@example.com","factorType":"SMS"}""");
        await walk.GoAsync(
            begun, "/recovery/factors/SMS/verify", "RECOVERY", $"\"passCode\":\"{await walk.CodeAsync("amy@example.com", "sms")}\"");

        for (var i = 0; i < MoreThanLock; i++)
            (await walk.PostAsync(begun, "/recovery/answer", empty))
                .ShouldBeOktaError(400, "E0000001", "Api validation failed: answer", "answer: The field cannot be left blank");

        await walk.GoAsync(begun, "/recovery/answer", "PASSWORD_RESET", "\"answer\":\"Rex the Dog\"");
    }

    [Theory]
    [InlineData("\"newPassword\":\"Fresh-Staple-7\"", "oldPassword")]
    [InlineData("\"oldPassword\":\"\",\"newPassword\":\"Fresh-Staple-7\"", "oldPassword")]
    [InlineData("\"oldPassword\":\"x\",\"newPassword\":\"\"", "newPassword")]
    public async Task An_empty_password_is_not_a_wrong_one(string members, string blank)
    {
        await using var walk = await Walk.StartAsync();
        var begun = await walk.BeginAsync("eve@example.com", "PASSWORD_EXPIRED");

        var answer = await walk.PostAsync(begun, "/credentials/change_password", members);

        answer.ShouldBeOktaError(400, "E0000001", $"Api validation failed: {blank}", $"{blank}: The field cannot be left blank");
    }

    [Fact]
    public async Task An_empty_state_token_begins_anew()
    {
        await using var walk = await Walk.StartAsync();

        var answer = await walk.Http.PostJsonAsync(
            "/api/v1/authn", $$"""{"username":"ada@example.com","password":"{{The.Password}}","stateToken":"","token":"","audience":""}""");

        answer.Text("status").ShouldBe("SUCCESS", answer.Body);
    }

    [Fact]
    public async Task Empty_passwords_lock_nobody_out_of_the_hosted_page_or_the_password_grant()
    {
        await using var walk = await Walk.StartAsync(seed => seed with { MaxFailedPasswords = 1 });
        var page = await walk.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        var shown = await walk.Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password=");
        var refused = await walk.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=password&client_id={The.Native}&username=ada%40example.com&password=&scope=openid");

        shown.Body.ShouldContain("role=\"alert\"");
        refused.ShouldBeError(400, "invalid_request", "The required parameter 'password' is missing.");
        (await walk.Http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task An_empty_user_code_is_no_mistake()
    {
        await using var walk = await Walk.StartAsync();

        for (var i = 0; i < 11; i++)
            await walk.Http.PostFormAsync("/activate", "user_code=%20-%20");

        (await walk.Http.PostFormAsync("/activate", "user_code=BBBBBBBB")).Words.ShouldContain("The user code is invalid or has expired.");
    }
}
