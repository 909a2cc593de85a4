namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// What apps' and the org's policies want of a sign-in, and what a session token is worth then (oie-sessiontoken.md 2.2).
/// </summary>
public sealed class PolicyTests(PolicyTests.FactorFirstOrg org) : IClassFixture<PolicyTests.FactorFirstOrg>
{
    const string Sequence = "00g1sequenceSequen05";
    const string ApiToken = "00an-api-token-that-is-no-secret";

    static readonly (string, string) Admin = ("Authorization", $"SSWS {ApiToken}");

    [Fact]
    public async Task Where_a_factor_may_come_first_the_first_page_asks_for_the_user_name_alone()
    {
        var run = await org.BeginAsync();

        run.Form("identify").GetProperty("value").EnumerateArray().Select(field => field.GetProperty("name").GetString())
            .ShouldBe(["identifier", "rememberMe", "stateHandle"]);
        await run.GoAsync("identify", "\"identifier\":\"ada@example.com\"", "challenge-authenticator");
    }

    [Fact]
    public async Task A_factor_in_the_passwords_place_is_enough_for_one_and_the_password_is_a_second()
    {
        var run = await org.BeginAsync();
        await run.GoAsync("identify", "\"identifier\":\"abe@example.com\"", "select-authenticator-authenticate");
        run.Labels.ShouldContain("Password");
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}",
            "successWithInteractionCode");

        await run.BeginAsync(IdxOrg.TwoFactors, "");
        await run.GoAsync("identify", "\"identifier\":\"abe@example.com\"", "select-authenticator-authenticate");
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}",
            "select-authenticator-authenticate");
        await run.ChooseAsync("Password", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync(The.Password, "successWithInteractionCode");

        Jwt.Claims((await run.RedeemAsync()).Text("id_token")).GetProperty("amr").EnumerateArray()
            .Select(each => each.GetString()).ShouldBe(["mfa", "pwd", "kba"]);
    }

    [Fact]
    public async Task Who_begins_with_the_only_factor_there_is_is_asked_for_the_password_next()
    {
        var run = await org.BeginAsync(IdxOrg.TwoFactors);
        await run.GoAsync("identify", "\"identifier\":\"ivy@example.com\"", "select-authenticator-authenticate");
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}",
            "challenge-authenticator");

        await run.AnswerAsync(The.Password, "successWithInteractionCode");
    }

    [Fact]
    public async Task Who_may_not_begin_with_a_factor_cannot()
    {
        var run = await org.BeginAsync();
        await run.GoAsync("identify", "\"identifier\":\"amy@example.com\"", "challenge-authenticator");

        var forced = await run.SendAsync("challenge", $"\"authenticator\":{{\"id\":\"{await EmailAsync()}\"}}");

        forced.Status.ShouldBe(400, forced.Body);
    }

    [Theory]
    [InlineData("""[{"possession":{"phishingResistant":"REQUIRED"}}]""", "select-authenticator-enroll")]
    [InlineData("""[{"possession":{"deviceBound":"REQUIRED"}}]""", "select-authenticator-authenticate")]
    [InlineData("""[{"knowledge":{"types":["password"],"required":true}}]""", "successWithInteractionCode")]
    public async Task An_apps_policy_may_want_something_in_particular(string constraints, string next)
    {
        var policy = await MakeAsync(
            "/api/v1/policies", $$"""{"type":"ACCESS_POLICY","name":"P{{constraints.Length}}","status":"ACTIVE"}""");
        await MakeAsync(
            $"/api/v1/policies/{policy}/rules", """
            {"type":"ACCESS_POLICY","name":"R","actions":{"appSignOn":{"access":"ALLOW","verificationMethod":
            {"type":"ASSURANCE","factorMode":"1FA","reauthenticateIn":"PT0S","constraints":CONSTRAINTS}}}}
            """.Replace("CONSTRAINTS", constraints, StringComparison.Ordinal));
        await org.Http.SendAsync(HttpMethod.Put, $"/api/v1/apps/{FactorFirstOrg.Managed}/policies/{policy}", null, Admin);
        var run = await org.BeginAsync(FactorFirstOrg.Managed);
        await run.GoAsync("identify", "\"identifier\":\"abe@example.com\"", "select-authenticator-authenticate");
        await run.ChooseAsync("Password", null, "challenge-authenticator", "select-authenticator-authenticate");

        await run.AnswerAsync(The.Password, next);

        if (next is "select-authenticator-authenticate")
            run.Labels.ShouldNotContain("Security Question");
        if (next is "select-authenticator-enroll")
            IdxRun.Field(run.Form(next), "authenticator").GetProperty("options").EnumerateArray().Select(
                option => option.GetProperty("label").GetString()).ShouldBe(["Security Key or Biometric"]);
    }

    [Theory]
    [InlineData("&prompt=none", 302)]
    [InlineData("", 200)]
    public async Task A_session_token_that_an_app_wants_more_than_ends_at_the_page_or_in_login_required(string more, int status)
    {
        var token = await org.Http.SessionTokenAsync("abe@example.com");

        var answer = await org.Http.GetAsync(Authorize(FactorFirstOrg.TwoFactorsPage, token) + more);

        answer.Status.ShouldBe(status, answer.Body);
        if (status == 302)
            answer.Redirected("error").ShouldBe("login_required");
        else
            answer.Body.ShouldContain("var stateToken = '02.id.");
    }

    [Fact]
    public async Task A_session_token_that_is_enough_is_worth_a_code_and_Identity_Engines_cookie()
    {
        var token = await org.Http.SessionTokenAsync("ada@example.com");

        var answer = await org.Http.GetAsync(Authorize(The.Native, token));

        answer.Redirected("code").ShouldNotBeNull(answer.Body);
        answer.Headers["Set-Cookie"].ShouldStartWith("idx=");
    }

    [Fact]
    public async Task Behind_the_page_a_client_signs_in_by_its_state_token_in_the_same_browser_alone()
    {
        var page = await org.Http.GetAsync(Authorize(FactorFirstOrg.TwoFactorsPage, null));
        var token = StateTokenOf(page.Body);
        var run = new IdxRun(org);
        await run.TakeUpAsync(token);
        await run.GoAsync("identify", "\"identifier\":\"abe@example.com\"", "select-authenticator-authenticate");
        await run.ChooseAsync("Password", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync(The.Password, "select-authenticator-authenticate");
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync(
            "challenge/answer", "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}", "success");

        var href = run.Last.Json.GetProperty("success").GetProperty("href").GetString()!;
        var path = new Uri(href).PathAndQuery;
        var stranger = await org.Http.GetAsync(path);
        var redirect = await org.Http.GetAsync(path, ("Cookie", page.Cookie!));
        var session = redirect.Cookie!;
        var answered = await org.Http.GetAsync(redirect.Location, ("Cookie", session));
        var silent = await org.Http.GetAsync(Authorize(FactorFirstOrg.TwoFactorsPage, null) + "&prompt=none", ("Cookie", session));

        stranger.Status.ShouldBe(403);
        redirect.Status.ShouldBe(302, redirect.Body);
        session.ShouldStartWith("idx=");
        answered.Redirected("code").ShouldNotBeNull(answered.Body);
        silent.Redirected("code").ShouldNotBeNull(silent.Body);
    }

    [Fact]
    public async Task A_browser_with_a_session_is_asked_for_no_more_than_is_missing()
    {
        var begun = await org.Http.GetAsync(Authorize(The.Native, await org.Http.SessionTokenAsync("abe@example.com")));
        var cookie = ("Cookie", begun.Cookie!);
        var enough = new IdxRun(org);
        await enough.BeginAsync(The.Spa, "");
        var tooLittle = new IdxRun(org);
        await tooLittle.BeginAsync(FactorFirstOrg.TwoMoreFactors, "");
        var tooOld = new IdxRun(org);
        await tooOld.BeginAsync(The.Spa, "&max_age=0");
        org.Advance(1);

        await enough.IntrospectAsync(cookie);
        await tooLittle.IntrospectAsync(cookie);
        await tooOld.IntrospectAsync(cookie);

        enough.Names.ShouldBe(["successWithInteractionCode"]);
        tooLittle.Labels.ShouldNotContain("Password");
        tooOld.Names[0].ShouldBe("identify");
    }

    [Fact]
    public async Task Going_on_from_a_session_makes_no_sign_in_younger()
    {
        var begun = await org.Http.GetAsync(Authorize(The.Native, await org.Http.SessionTokenAsync("abe@example.com")));
        org.Advance(100);
        var page = await org.Http.GetAsync(Authorize(The.Native, null));

        var resumed = await org.Http.PostJsonAsync(
            "/idp/idx/introspect", $$"""{"stateToken":"{{StateTokenOf(page.Body)}}"}""", ("Cookie", begun.Cookie!));
        var path = new Uri(resumed.Json.GetProperty("success").GetProperty("href").GetString()!).PathAndQuery;
        var redirect = await org.Http.GetAsync(path, ("Cookie", page.Cookie!));
        var tooOld = await org.Http.GetAsync(
            Authorize(The.Native, null) + "&prompt=none&max_age=50", ("Cookie", redirect.Cookie!));

        redirect.Status.ShouldBe(302, redirect.Body);
        tooOld.Redirected("error").ShouldBe("login_required", tooOld.Body);
    }

    [Fact]
    public async Task Whoever_goes_on_from_a_session_may_set_no_password_without_the_old_one()
    {
        var begun = await org.Http.GetAsync(Authorize(The.Native, await org.Http.SessionTokenAsync("wendy@example.com")));
        var run = new IdxRun(org);
        await run.BeginAsync(The.Spa, "");

        await run.IntrospectAsync(("Cookie", begun.Cookie!));

        run.Names.ShouldBe(["successWithInteractionCode"]);
    }

    [Fact]
    public async Task Whoever_may_registers_and_signs_in()
    {
        var policy = await MakeAsync("/api/v1/policies", """{"type":"PROFILE_ENROLLMENT","name":"Ours","status":"ACTIVE"}""");
        var rules = await org.Http.GetAsync($"/api/v1/policies/{policy}/rules", Admin);
        var rule = rules.Json[0].GetProperty("id").GetString();
        var changed = await org.Http.SendAsync(
            HttpMethod.Put, $"/api/v1/policies/{policy}/rules/{rule}", Json("""
            {"type":"PROFILE_ENROLLMENT","name":"Catch-all Rule","actions":{"profileEnrollment":{"access":"ALLOW","unknownUserAction":"REGISTER",
            "targetGroupIds":["TESTERS"],"profileAttributes":[{"name":"email","label":"Email","required":true},
            {"name":"firstName","label":"First name","required":true},{"name":"lastName","label":"Last name","required":true}],
            "activationRequirements":{"emailVerification":false}}}}
            """.Replace("TESTERS", The.Testers, StringComparison.Ordinal)), Admin);
        changed.Status.ShouldBe(200, changed.Body);
        await org.Http.SendAsync(HttpMethod.Put, $"/api/v1/apps/{The.Spa}/policies/{policy}", null, Admin);
        var run = await org.BeginAsync();

        await run.GoAsync("enroll", "", "enroll-profile", "select-identify");
        var taken = await run.PostAsync("enroll/new", Profile("ada@example.com"));
        run.MessageKeys.ShouldBe(["registration.error.notUniqueWithinOrg"]);
        taken.Body.ShouldContain("\"i18n\":{\"key\":\"registration.error.notUniqueWithinOrg\",\"params\":[\"Email\"]}");
        var incomplete = await run.PostAsync("enroll/new", "\"userProfile\":{\"email\":\"x\"}");
        await run.GoAsync("enroll/new", Profile("new@example.com"), "enroll-authenticator");
        await run.AnswerAsync("Fresh-Staple-7", "successWithInteractionCode");

        taken.Status.ShouldBe(400);
        incomplete.Status.ShouldBe(400);
        Jwt.Text((await run.RedeemAsync()).Text("id_token"), "sub").ShouldStartWith("00u");
        static string Profile(string email) =>
            $"\"userProfile\":{{\"email\":\"{email}\",\"firstName\":\"New\",\"lastName\":\"User\"}}";
    }

    static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    async Task<string> MakeAsync(string path, string json)
    {
        var made = await org.Http.PostJsonAsync(path, json, Admin);
        made.Status.ShouldBeInRange(200, 201, made.Body);
        return made.Text("id");
    }

    async Task<string> EmailAsync()
    {
        var run = await org.BeginAsync();
        await run.GoAsync("identify", "\"identifier\":\"abe@example.com\"", "select-authenticator-authenticate");
        return System.Text.Json.JsonDocument.Parse(run.Authenticator("Email")).RootElement.GetProperty("id").GetString()!;
    }

    static string StateTokenOf(string html)
    {
        var at = html.IndexOf("var stateToken = '", StringComparison.Ordinal) + 18;
        var literal = html[at..html.IndexOf('\'', at)];
        literal.ShouldNotContain("-");
        return System.Text.RegularExpressions.Regex.Unescape(literal);
    }

    static string Authorize(string clientId, string? sessionToken) =>
        $"/oauth2/default/v1/authorize?client_id={clientId}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
        $"&state=s1&nonce=n1&{The.Pkce}{(sessionToken is null ? "" : $"&sessionToken={sessionToken}")}";

    /// <summary>Users of one group may begin with any factor, and an app without the grant shows the page.</summary>
    public sealed class FactorFirstOrg : IdxOrg
    {
        public const string TwoFactorsPage = "0oa1posternTwoPage05", TwoMoreFactors = "0oa1posternTwoMore05",
            Managed = "0oa1posternManaged05";

        protected override OrgSeed Change(OrgSeed seed) => seed with
        {
            ApiTokens = [ApiToken],
            Groups = [.. seed.Groups, new() { Id = Sequence, Name = "Sequence" }],
            SessionPolicies =
            [
                new() { Name = "Sequence", GroupIds = [Sequence], Rules = [new() { Name = "Any factor", FactorMayComeFirst = true }] },
            ],
            Apps =
            [
                .. seed.Apps, seed.Apps.First(app => app.ClientId == TwoFactors) with { ClientId = TwoMoreFactors },
                seed.Apps.First(app => app.ClientId == TwoFactors) with { ClientId = Managed },
                seed.Apps.First(app => app.ClientId == The.Native) with
                {
                    ClientId = TwoFactorsPage, Name = "Two Factors Page", RequiresFactor = true,
                },
            ],
            Users =
            [
                .. seed.Users.Select(
                    user => user.Login is "abe@example.com" ? user with { GroupIds = [.. user.GroupIds, Sequence] } : user),
                seed.Users.First(user => user.Login is "abe@example.com") with
                {
                    Id = "00u1ivyOneFactor0005", Login = "ivy@example.com", GroupIds = [The.Testers, Sequence], TotpSecret = null,
                    Factors = [new() { FactorType = "question", Secret = "mayonnaise" }],
                },
            ],
        };
    }
}
