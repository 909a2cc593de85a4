using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>Codes that an admin hands to somebody who has lost their factors: Okta's temporary access codes.</summary>
public sealed class TemporaryCodeTests(AccountOrg org) : IClassFixture<AccountOrg>
{
    [Fact]
    public async Task It_answers_in_the_place_of_any_factor_once()
    {
        var code = await MakeAsync("olga", "\"ttl\":60");
        var run = await ChallengedAsync("olga");

        var wrong = await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"not-the-code\"}");
        run.MessageKeys.ShouldBe(["api.authn.error.PASSCODE_INVALID"]);
        await run.AnswerAsync(code.Json.GetProperty("profile").GetProperty("tac").GetString()!, "select-authenticator-enroll", "skip");
        var again = await org.BeginAsync(IdxOrg.TwoFactors);
        await again.IdentifyAsync("olga", "select-authenticator-enroll");

        wrong.Status.ShouldBe(401, wrong.Body);
        code.Members.ShouldBe(["type", "id", "key", "status", "name", "profile", "nickname", "created", "lastUpdated", "_links"]);
        code.Text("key").ShouldBe("tac");
        code.Json.GetProperty("profile").GetProperty("multiUse").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task It_answers_on_the_page_as_well()
    {
        var code = (await MakeAsync("otto", "\"ttl\":60")).Json.GetProperty("profile").GetProperty("tac").GetString()!;
        var first = await org.OpenAsync(AccountOrg.Factored);
        var page = await org.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={first.SignInKey}&username=otto%40example.com&password={The.Password}");

        var wrong = await org.Http.SubmitAsync(page, "Temporary access code", ("pass_code", "not-the-code"));
        var offered = await org.Http.SubmitAsync(wrong, "Temporary access code", ("pass_code", code));
        var signedIn = await org.Http.SubmitAsync(offered, "Not now");

        wrong.Words.ShouldContain("Your passcode doesn't match our records. Please try again.");
        signedIn.Status.ShouldBe(302, signedIn.Body);
    }

    [Fact]
    public async Task It_is_good_until_its_time_is_over_where_it_may_be_used_again()
    {
        var code = (await MakeAsync("owen", "\"ttl\":10,\"multiUse\":true")).Json.GetProperty("profile").GetProperty("tac").GetString()!;

        for (var i = 0; i < 2; i++)
            await (await ChallengedAsync("owen")).AnswerAsync(code, "select-authenticator-enroll", "skip");
        org.Advance(601);
        var late = await org.BeginAsync(IdxOrg.TwoFactors);

        await late.IdentifyAsync("owen", "select-authenticator-enroll");
    }

    [Fact]
    public async Task A_new_one_takes_the_old_ones_place_and_it_is_told_only_once()
    {
        var old = await MakeAsync("olaf", "\"ttl\":60");
        var current = await MakeAsync("olaf", "\"ttl\":60");

        var listed = await org.Http.GetAsync(
            $"/api/v1/users/olaf@example.com/authenticator-enrollments/{current.Text("id")}", AccountOrg.Admin);
        var factors = await org.Http.GetAsync("/api/v1/users/olaf@example.com/factors", AccountOrg.Admin);
        var run = await ChallengedAsync("olaf");
        var refused = await run.PostAsync(
            "challenge/answer",
            $$$""" "credentials":{"passcode":"{{{old.Json.GetProperty("profile").GetProperty("tac").GetString()}}}"} """);

        refused.Status.ShouldBe(401, refused.Body);
        current.Text("id").ShouldNotBe(old.Text("id"));
        listed.Body.ShouldNotContain("\"tac\":");
        factors.Body.ShouldBe("[]");
        (await org.Http.AuthenticateAsync("olaf@example.com")).Text("status").ShouldBe("MFA_ENROLL");
    }

    [Theory]
    [InlineData("\"ttl\":9")]
    [InlineData("\"ttl\":14401")]
    public async Task How_long_it_may_last_has_limits(string profile)
    {
        var answer = await PostAsync("ada", await AuthenticatorAsync(), profile);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Text("errorCode").ShouldBe("E0000001");
    }

    [Fact]
    public async Task Another_authenticator_makes_none()
    {
        var all = await org.Http.GetAsync("/api/v1/authenticators", AccountOrg.Admin);
        var email = all.Json.EnumerateArray().First(each => each.GetProperty("key").GetString() == "okta_email");

        (await PostAsync("ada", email.GetProperty("id").GetString()!, "\"ttl\":60")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Nobody_sets_one_up_as_they_do_other_factors() =>
        (await org.Http.PostJsonAsync(
            "/api/v1/users/ada@example.com/factors", """{"factorType":"tac","provider":"OKTA"}""", AccountOrg.Admin))
            .Status.ShouldBe(400);

    async Task<IdxRun> ChallengedAsync(string name)
    {
        var run = await org.BeginAsync(IdxOrg.TwoFactors);
        await run.IdentifyAsync(name, "select-authenticator-authenticate");
        run.Labels.ShouldBe(["Temporary Access Code"]);
        await run.ChooseAsync("Temporary Access Code", null, "challenge-authenticator");
        return run;
    }

    async Task<Answer> MakeAsync(string name, string profile)
    {
        var made = await PostAsync(name, await AuthenticatorAsync(), profile);
        made.Status.ShouldBe(200, made.Body);
        return made;
    }

    Task<Answer> PostAsync(string name, string authenticator, string profile) => org.Http.PostJsonAsync(
        $"/api/v1/users/{name}@example.com/authenticator-enrollments/tac",
        $$$"""{"authenticatorId":"{{{authenticator}}}","profile":{{{{profile}}}}}""", AccountOrg.Admin);

    /// <summary>Added by whichever test comes first.</summary>
    async Task<string> AuthenticatorAsync()
    {
        await org.Http.PostJsonAsync(
            "/api/v1/authenticators?activate=true", """{"key":"tac","name":"Temporary Access Code"}""", AccountOrg.Admin);
        return (await org.Http.GetAsync("/api/v1/authenticators", AccountOrg.Admin)).Json.EnumerateArray()
            .First(each => each.GetProperty("key").GetString() == "tac").GetProperty("id").GetString()!;
    }
}
