using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>
/// The hosted pages of an org on Identity Engine ask for what the app's sign-in policy asks, as <c>/idp/idx</c> does, without a browser.
/// </summary>
public sealed class AppPolicyPageTests(AppPolicyPageTests.PolicedOrg org) : IClassFixture<AppPolicyPageTests.PolicedOrg>
{
    [Fact]
    public async Task A_password_is_enough_where_the_policy_says_so()
    {
        var answer = await FinishAsync(await SignInAsync("amy", PolicedOrg.OneFactor));

        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["pwd"]);
    }

    [Fact]
    public async Task Two_factors_are_asked_for_at_once_and_the_page_is_not_shown_again()
    {
        var page = await SignInAsync("amy", PolicedOrg.TwoFactors);
        page.Words.ShouldContain("Verify it's you");

        var wrong = await org.Http.SubmitAsync(page, "What is the food you least liked as a child?", ("pass_code", "cheese"));
        var answer = await FinishAsync(
            await org.Http.SubmitAsync(wrong, "What is the food you least liked as a child?", ("pass_code", "mayonnaise")));

        wrong.Words.ShouldContain("Your answer doesn't match our records. Please try again.");
        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "kba", "pwd"]);
    }

    [Fact]
    public async Task What_would_not_satisfy_the_policy_is_not_offered()
    {
        var policy = await MakeAsync("/api/v1/policies", """{"type":"ACCESS_POLICY","name":"Possession","status":"ACTIVE"}""");
        _ = await MakeAsync($"/api/v1/policies/{policy}/rules", """
            {"type":"ACCESS_POLICY","name":"R","actions":{"appSignOn":{"access":"ALLOW","verificationMethod":{"type":"ASSURANCE",
            "factorMode":"2FA","reauthenticateIn":"PT2H","constraints":[{"possession":{"required":true,"deviceBound":"REQUIRED"}}]}}}}
            """);
        await org.Http.SendAsync(
            HttpMethod.Put, $"/api/v1/apps/{PolicedOrg.Possession}/policies/{policy}", null, ("Authorization", $"SSWS {Walk.ApiToken}"));

        var page = await SignInAsync("amy", PolicedOrg.Possession);

        page.Words.ShouldContain("Send code by SMS");
        page.Words.ShouldNotContain("What is the food you least liked as a child?");
    }

    [Fact]
    public async Task Who_has_no_second_factor_sets_one_up_in_the_same_sign_in()
    {
        var page = await SignInAsync("nora", PolicedOrg.TwoFactors);
        page.Words.ShouldContain("Set up a second factor");
        page.Words.ShouldNotContain("Not now");

        var answer = await FinishAsync(
            await org.Http.SubmitAsync(
                page, "Set up security question", ("question", "disliked_food"), ("answer", "mayonnaise")));

        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "kba", "pwd"]);
    }

    [Fact]
    public async Task An_expired_password_is_changed_without_the_old_one_which_was_just_given()
    {
        var page = await SignInAsync("eve", PolicedOrg.OneFactor);
        page.Words.ShouldContain("Your password has expired");
        page.Words.ShouldNotContain("Old password");

        var answer = await FinishAsync(await org.Http.SubmitAsync(page, "New password", ("new_password", "Fresh-Staple-7")));

        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task Somebody_is_warned_of_a_password_that_will_expire_and_may_go_on()
    {
        var page = await SignInAsync("wendy", PolicedOrg.OneFactor);
        page.Words.ShouldContain("Your password will expire in 2 days");

        var answer = await FinishAsync(await org.Http.SubmitAsync(page, "Remind me later"));

        answer.Redirected("id_token").ShouldNotBeNull(answer.Body);
    }

    [Theory]
    [InlineData("amy", PolicedOrg.Denied, "Unable to sign in")]
    [InlineData("una", PolicedOrg.OneFactor, "User is not assigned to this application.")]
    [InlineData("lou", PolicedOrg.OneFactor, "Unable to sign in")]
    public async Task Whom_a_policy_keeps_out_is_told_on_the_page(string name, string clientId, string said)
    {
        var page = await SignInAsync(name, clientId);

        page.Status.ShouldBe(200);
        page.Words.ShouldContain(said);
        page.SignInKey.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_nothing_of_the_attempt_is_left()
    {
        var query = Query(PolicedOrg.TwoFactors);
        var first = await org.Http.GetAsync($"/oauth2/v1/authorize?{query}");
        var form = $"okta_key={first.SignInKey}&username=amy%40example.com&password=";

        var wrong = await org.Http.PostFormAsync("/login/login.htm", form + "not-the-one");
        var right = await org.Http.PostFormAsync("/login/login.htm", form + The.Password);
        var again = await org.Http.PostFormAsync("/login/login.htm", form + The.Password);

        wrong.Words.ShouldContain("Unable to sign in");
        right.Words.ShouldContain("Verify it's you");
        again.Words.ShouldContain("Verify it's you");
    }

    [Fact]
    public async Task A_device_that_is_to_be_remembered_is_asked_once()
    {
        const string Device = "DT=DI0theDeviceOfRemi";
        var page = await SignInAsync("remi", PolicedOrg.OneFactor, "&remember_me=true", Device);
        page.Words.ShouldContain("Verify it's you");
        var answered = await org.Http.PostFormAsync(
            "/login/step",
            $"{page.HiddenFields("What is the food you least liked as a child?")}&pass_code=mayonnaise", ("Cookie", Device));

        var elsewhere = await SignInAsync("remi", PolicedOrg.OneFactor);
        var again = await SignInAsync("remi", PolicedOrg.OneFactor, "", Device);

        answered.Status.ShouldBe(302, answered.Body);
        elsewhere.Words.ShouldContain("Verify it's you");
        again.Status.ShouldBe(302, again.Body);
    }

    [Fact]
    public async Task Who_is_signed_in_already_is_asked_for_no_more_than_is_missing()
    {
        var signedIn = await SignInAsync("amy", PolicedOrg.OneFactor);
        var session = ("Cookie", signedIn.Cookie!);

        var page = await org.Http.GetAsync($"/oauth2/v1/authorize?{Query(PolicedOrg.TwoFactors)}", session);
        var answer = await FinishAsync(
            await org.Http.SubmitAsync(page, "What is the food you least liked as a child?", ("pass_code", "mayonnaise")));
        var again = await org.Http.GetAsync($"/oauth2/v1/authorize?{Query(PolicedOrg.TwoFactors)}&prompt=login", session);

        page.Words.ShouldContain("Verify it's you");
        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "kba", "pwd"]);
        again.Words.ShouldContain("Sign in to");
    }

    [Fact]
    public async Task Its_transaction_is_the_pages_alone()
    {
        var page = await SignInAsync("amy", PolicedOrg.TwoFactors);
        var token = page.HiddenFields("Back to sign in").Split('&')
            .First(field => field.StartsWith("state_token=", StringComparison.Ordinal))
            ["state_token=".Length..];

        var idx = await org.Http.PostJsonAsync("/idp/idx/introspect", $$"""{"stateToken":"{{Uri.UnescapeDataString(token)}}"}""");
        var authn = await org.Http.PostJsonAsync("/api/v1/authn/introspect", $$"""{"stateToken":"{{Uri.UnescapeDataString(token)}}"}""");

        idx.Status.ShouldBe(401, idx.Body);
        idx.Body.ShouldContain("idx.session.expired");
        authn.Status.ShouldBe(401, authn.Body);
    }

    [Fact]
    public async Task A_device_is_activated_only_after_what_its_apps_policy_asks()
    {
        var device = await org.Http.PostFormAsync(
            "/oauth2/default/v1/device/authorize", $"client_id={PolicedOrg.TwoFactors}&scope=openid");
        var asked = await org.Http.GetAsync($"/activate?user_code={device.Text("user_code")}");

        var page = await org.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={asked.SignInKey}&username=amy%40example.com&password={The.Password}");
        page.Words.ShouldContain("Verify it's you");
        var signedIn = await org.Http.SubmitAsync(
            page, "What is the food you least liked as a child?", ("pass_code", "mayonnaise"));
        var confirm = await FinishAsync(signedIn);

        confirm.Words.ShouldContain("wants to sign you in on a device");
    }

    async Task<Answer> SignInAsync(string name, string clientId, string more = "", string cookie = "")
    {
        var first = await org.Http.GetAsync($"/oauth2/v1/authorize?{Query(clientId)}");
        return await org.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={first.SignInKey}&username={name}%40example.com&password={The.Password}{more}",
            cookie.Length > 0 ? [("Cookie", cookie)] : []);
    }

    async Task<string> MakeAsync(string path, string json)
    {
        var made = await org.Http.PostJsonAsync(path, json, ("Authorization", $"SSWS {Walk.ApiToken}"));
        made.Status.ShouldBeInRange(200, 201, made.Body);
        return made.Text("id");
    }

    Task<Answer> FinishAsync(Answer signedIn) => org.Http.FinishAsync(signedIn);

    static string Query(string clientId) => AuthorizeQuery.With($"-prompt&response_type=id_token&client_id={clientId}");

    /// <summary>Apps of every policy, and people who have what they ask for, or not.</summary>
    public sealed class PolicedOrg : Idx.IdxOrg
    {
        public const string OneFactor = "0oa1onefactorOne0005", Possession = "0oa1possessionPos005", Denied = "0oa1deniedDenied0005";
        public new const string TwoFactors = "0oa1twofactorsTwo005";

        const string Remembered = "00g1rememberedRem005";

        protected override OrgSeed Change(OrgSeed seed) => seed with
        {
            ApiTokens = [Walk.ApiToken],
            Groups = [.. seed.Groups, new() { Id = Remembered, Name = "Remembered" }],
            SessionPolicies =
            [
                new()
                {
                    Name = "Remembered", GroupIds = [Remembered],
                    Rules = [new() { Name = "Two", RequiresFactor = true, FactorLifetime = TimeSpan.FromDays(30) }],
                },
            ],
            EnrollmentPolicies =
            [
                new()
                {
                    Name = "All",
                    EnrollsAtSignIn = false,
                    Factors = [new() { FactorType = "question" }, new() { FactorType = "sms" }],
                },
            ],
            AppPolicies =
            [
                new() { Name = "Two", Rules = [new() { Name = "Two", RequiresFactor = true }] },
                new() { Name = "None", Rules = [new() { Name = "Nobody", AllowsAccess = false }] },
            ],
            Apps =
            [
                App(seed, OneFactor), App(seed, TwoFactors) with { Policy = "Two" }, App(seed, Denied) with { Policy = "None" },
                App(seed, Possession),
            ],
            Users =
            [
                .. seed.Users.Select(user => user with { State = user.State is UserState.MfaRequired ? UserState.Active : user.State }),
                Walk.Nora with { State = UserState.Active, GroupIds = [The.Testers] },
                Walk.Amy with
                {
                    Id = "00u1remiRemembered05", Login = "remi@example.com", State = UserState.Active, GroupIds = [The.Testers, Remembered],
                },
            ],
        };

        static SeedApp App(OrgSeed seed, string clientId) => seed.Apps.First(app => app.ClientId == The.Native) with
        {
            ClientId = clientId,
            Name = clientId,
            AssignedGroupIds = [The.Testers],
        };
    }
}
