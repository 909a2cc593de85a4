using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>
/// What people do about their account on the hosted pages of an org on Identity Engine, without a script: a forgotten password, a locked
/// account, a new one.
/// </summary>
public sealed partial class AccountPageTests(AccountOrg org) : IClassFixture<AccountOrg>
{
    [Theory]
    [InlineData(AccountOrg.Plain, false)]
    [InlineData(AccountOrg.Open, true)]
    public async Task The_sign_in_page_leads_to_what_the_policies_allow(string clientId, bool mayRegister)
    {
        var page = await org.OpenAsync(clientId);

        page.Words.ShouldContain($"<a class=\"way\" href=\"/signin/forgot-password?okta_key={page.SignInKey}\">Forgot password?</a>");
        page.Words.ShouldContain($"<a class=\"way\" href=\"/signin/unlock?okta_key={page.SignInKey}\">Unlock account?</a>");
        page.Words.Contains("Sign up</a>", StringComparison.Ordinal).ShouldBe(mayRegister);
        page.Words.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_with_a_code_by_mail()
    {
        var first = await org.OpenAsync(AccountOrg.Plain);
        var asked = await org.Http.GetAsync($"/signin/forgot-password?okta_key={first.SignInKey}");
        asked.Words.ShouldContain("Reset your password");

        var sent = await RecoverAsync("forgot-password", asked.SignInKey, "ann", "email");
        var wrong = await org.SubmitAsync(sent, "Verify", "pass_code=no-code");
        var due = await org.SubmitAsync(wrong, "Verify", $"pass_code={await org.CodeAsync("ann@example.com", "email")}");
        var weak = await org.SubmitAsync(due, "New password", "new_password=weak");
        var answer = await org.Http.FinishAsync(await org.SubmitAsync(weak, "New password", "new_password=Fresh-Staple-7"));

        wrong.Words.ShouldContain("Your token doesn't match our records. Please try again.");
        due.Words.ShouldContain("Set a new password");
        due.Words.ShouldNotContain("Old password");
        weak.Words.ShouldContain("Password requirements were not met.");
        Jwt.Text(answer.Redirected("id_token")!, "sub").ShouldStartWith("00u1ann");
        (await SignInAsync("ann", "Fresh-Staple-7")).Status.ShouldBe(302);
        (await SignInAsync("ann", The.Password)).Words.ShouldContain("Unable to sign in");
    }

    [Fact]
    public async Task Whoever_has_a_question_answers_that_as_well_and_the_app_asks_what_its_policy_asks()
    {
        var first = await org.OpenAsync(AccountOrg.Factored);

        var sent = await RecoverAsync("forgot-password", first.SignInKey, "amy", "sms");
        var question = await org.SubmitAsync(sent, "Verify", $"pass_code={await org.CodeAsync("amy@example.com", "sms")}");
        var wrong = await org.SubmitAsync(question, "What was your first pet's name?", "answer=Tom");
        var due = await org.SubmitAsync(wrong, "What was your first pet's name?", "answer=Rex%20the%20Dog");
        var factor = await org.SubmitAsync(due, "New password", "new_password=Fresh-Staple-7");

        sent.Words.ShouldContain("a message with a code is on its way");
        wrong.Words.ShouldContain("The recovery question answer did not match our records.");
        due.Words.ShouldContain("Set a new password");
        factor.Words.ShouldContain("Verify it's you");
    }

    [Fact]
    public async Task The_link_in_the_mail_answers_in_the_browser_that_waits()
    {
        var first = await org.OpenAsync(AccountOrg.Plain);
        var sent = await RecoverAsync("forgot-password", first.SignInKey, "wendy", "email");
        var link = await LinkAsync("wendy");

        var elsewhere = await org.Http.GetAsync(link, ("Cookie", "DT=DI0another"));
        var untouched = await org.SubmitAsync(sent, "I have opened the link");
        var stolen = await org.SubmitAsync(
            sent, "Verify", $"pass_code={await org.CodeAsync("wendy@example.com", "email")}", "DT=DI0another");
        var opened = await org.Http.GetAsync(link, ("Cookie", AccountOrg.Browser));
        var due = await org.SubmitAsync(untouched, "I have opened the link");

        elsewhere.Body.ShouldContain("idx.enter.otp.in.original.tab");
        untouched.Words.ShouldContain("Enter the code");
        stolen.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
        opened.Body.ShouldContain("idx.return.to.original.tab");
        due.Words.ShouldContain("Set a new password");
    }

    [Fact]
    public async Task A_second_factor_by_mail_is_answered_by_its_link_and_the_page_goes_on_to_the_app()
    {
        var first = await org.OpenAsync(AccountOrg.Factored);
        var page = await org.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={first.SignInKey}&username=abe%40example.com&password={The.Password}",
            ("Cookie", AccountOrg.Browser));
        var sent = await org.SubmitAsync(page, "Send code by e-mail");

        var opened = await org.Http.GetAsync(await LinkAsync("abe"), ("Cookie", AccountOrg.Browser));
        var answer = await org.Http.FinishAsync(await org.SubmitAsync(sent, "I have opened the link"));
        var again = await org.SubmitAsync(sent, "I have opened the link");

        opened.Body.ShouldContain("idx.return.to.original.tab");
        opened.Headers.Keys.ShouldNotContain("Set-Cookie");
        Jwt.Texts(answer.Redirected("id_token")!, "amr").ShouldBe(["mfa", "email", "pwd"]);
        again.Status.ShouldBe(400, again.Body);
    }

    [Fact]
    public async Task Who_types_the_code_although_the_link_has_answered_goes_on_as_well()
    {
        var first = await org.OpenAsync(AccountOrg.Factored);
        var page = await org.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={first.SignInKey}&username=abe%40example.com&password={The.Password}",
            ("Cookie", AccountOrg.Browser));
        var sent = await org.SubmitAsync(page, "Send code by e-mail");
        await org.Http.GetAsync(await LinkAsync("abe"), ("Cookie", AccountOrg.Browser));

        var typed = await org.SubmitAsync(sent, "Verify", $"pass_code={await org.CodeAsync("abe@example.com", "email")}");

        typed.Status.ShouldBe(302, typed.Body);
    }

    [Theory]
    [InlineData("lou", false)]
    [InlineData("len", true)]
    public async Task A_locked_account_is_unlocked_by_a_code_or_a_link_and_signs_in(string name, bool byLink)
    {
        var first = await org.OpenAsync(AccountOrg.Plain);
        var sent = await RecoverAsync("unlock", first.SignInKey, name, "email");

        if (byLink)
            await org.Http.GetAsync(await LinkAsync(name), ("Cookie", AccountOrg.Browser));
        var unlocked = byLink
            ? await org.SubmitAsync(sent, "I have opened the link")
            : await org.SubmitAsync(sent, "Verify", $"pass_code={await org.CodeAsync($"{name}@example.com", "email")}");
        var signedIn = await org.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={unlocked.SignInKey}&username={name}%40example.com&password={The.Password}");

        unlocked.ShouldBeSignInPage();
        unlocked.Words.ShouldContain("<p role=\"status\">Your account is unlocked. Sign in with your password.</p>");
        unlocked.SignInKey.ShouldBe(first.SignInKey);
        signedIn.Status.ShouldBe(302, signedIn.Body);
    }

    [Theory]
    [InlineData("forgot-password", "nobody")]
    [InlineData("unlock", "nobody")]
    [InlineData("unlock", "ada")]
    public async Task Nobody_learns_whether_there_is_such_an_account(string path, string name)
    {
        var page = await RecoverAsync(path, (await org.OpenAsync(AccountOrg.Plain)).SignInKey, name, "email");
        page.Words.ShouldContain("If there is such an account, a mail with a code and a link is on its way to its address.");

        for (var i = 0; i < 5; i++)
            page = await org.SubmitAsync(page, "Verify", "pass_code=123456");
        var last = await org.SubmitAsync(page, "Verify", "pass_code=123456");

        page.Words.ShouldContain("Your token doesn't match our records. Please try again.");
        last.Words.ShouldContain("API call exceeded rate limit due to too many requests.");
        (await org.Org.Outbox.MessagesAsync(The.Ct)).ShouldNotContain(message => message.Login == $"{name}@example.com");
    }

    [Fact]
    public async Task The_way_back_leads_to_the_same_request()
    {
        var first = await org.OpenAsync(AccountOrg.Plain);

        var back = await org.Http.GetAsync($"/login/login.htm?okta_key={first.SignInKey}");
        var blank = await RecoverAsync("forgot-password", first.SignInKey, "", "email");
        var given = await org.SubmitAsync(await RecoverAsync("forgot-password", first.SignInKey, "olaf", "email"), "Back to sign in");

        back.SignInKey.ShouldBe(first.SignInKey);
        blank.Words.ShouldContain("Please enter a username");
        given.ShouldBeSignInPage();
        given.SignInKey.ShouldBe(first.SignInKey);
    }

    [Theory]
    [InlineData("/signin/forgot-password", 200)]
    [InlineData("/signin/unlock", 200)]
    [InlineData("/signin/register", 403)]
    [InlineData("/signin/forgot-password?okta_key=nothing", 400)]
    public async Task A_page_may_be_opened_for_no_app(string path, int status) =>
        (await org.Http.GetAsync(path)).Status.ShouldBe(status);

    [Fact]
    public async Task Who_came_for_no_app_is_at_home_with_a_new_password()
    {
        var asked = await org.Http.GetAsync("/signin/forgot-password");
        var sent = await RecoverAsync("forgot-password", asked.SignInKey, "olga", "email");

        var due = await org.SubmitAsync(sent, "Verify", $"pass_code={await org.CodeAsync("olga@example.com", "email")}");
        var home = await org.SubmitAsync(due, "New password", "new_password=Fresh-Staple-7");

        home.Status.ShouldBe(200, home.Body); // what may be set up is offered, and passed over
        (await org.SubmitAsync(home, "Not now")).Location.ShouldBe("/app/UserHome");
    }

    [Fact]
    public async Task What_the_policies_do_not_allow_is_neither_shown_nor_done()
    {
        await using var other = await ClockedOrg.StartAsync(
            seed => seed with { Engine = OrgEngine.IdentityEngine, ApiTokens = [Authn.Walk.ApiToken] });
        var policy = (await other.Http.GetAsync("/api/v1/policies?type=PASSWORD&expand=rules", AccountOrg.Admin)).Json[0];
        var rule = policy.GetProperty("_embedded").GetProperty("rules")[0].GetProperty("id").GetString();
        var denied = await other.Http.SendAsync(
            HttpMethod.Put, $"/api/v1/policies/{policy.GetProperty("id").GetString()}/rules/{rule}",
            new StringContent(
                """
                {"type":"PASSWORD","name":"Default Rule","actions":{"passwordChange":{"access":"ALLOW"},
                 "selfServicePasswordReset":{"access":"DENY"},"selfServiceUnlock":{"access":"DENY"}}}
                """, System.Text.Encoding.UTF8, "application/json"),
            AccountOrg.Admin);
        denied.Status.ShouldBe(200, denied.Body);

        var page = await other.Http.GetAsync("/login/login.htm");
        var asked = await other.Http.GetAsync($"/signin/forgot-password?okta_key={page.SignInKey}");
        var sent = await other.Http.PostFormAsync("/signin/unlock", $"okta_key={page.SignInKey}&username=lou%40example.com&method=email");

        page.Words.ShouldNotContain("Forgot password?");
        page.Words.ShouldNotContain("Unlock account?");
        asked.ShouldBeErrorPage(403, "access_denied", "The org's policies do not allow this here.");
        sent.Status.ShouldBe(403);
    }

    [Fact]
    public async Task Who_has_not_finished_behind_the_page_is_shown_it_again_and_nobody_else_is()
    {
        var first = await org.OpenAsync(AccountOrg.Plain);
        var path = $"/login/token/redirect?stateToken={Idx.IdxRun.StateTokenOf(first.Body)}";

        var own = await org.Http.GetAsync(path, ("Cookie", AccountOrg.Browser));
        var strangers = await org.Http.GetAsync(path, ("Cookie", "DT=DI0another"));
        var unknown = await org.Http.GetAsync("/login/token/redirect?stateToken=02.id.unknown", ("Cookie", AccountOrg.Browser));

        own.ShouldBeSignInPage();
        own.SignInKey.ShouldBe(first.SignInKey);
        strangers.ShouldBeErrorPage(403, "access_denied", "Request expired, please start over and try again");
        unknown.Status.ShouldBe(403);
    }

    [Fact]
    public async Task The_address_that_an_admin_hands_out_leads_to_a_password_once()
    {
        var made = await org.Http.PostJsonAsync(
            "/api/v1/users?activate=false", """
            {"profile":{"firstName":"Wes","lastName":"W","email":"wes@example.com","login":"wes@example.com"}}
            """, AccountOrg.Admin);
        var user = $"/api/v1/users/{made.Text("id")}/lifecycle";
        var activated = await org.Http.PostJsonAsync(user + "/activate?sendEmail=false", "{}", AccountOrg.Admin);
        var welcome = new Uri(activated.Text("activationUrl")).PathAndQuery;

        var looked = await org.Http.GetAsync(welcome);
        var first = await SetAsync(welcome, "Fresh-Staple-7");
        var again = await org.Http.PostFormAsync(welcome, "");
        var reset = await org.Http.PostJsonAsync(user + "/reset_password?sendEmail=false", "{}", AccountOrg.Admin);
        var second = await SetAsync(new Uri(reset.Text("resetPasswordUrl")).PathAndQuery, "Fresh-Staple-8");

        looked.Words.ShouldContain("<h1>Welcome to ");
        first.Location.ShouldBe("/app/UserHome");
        again.ShouldBeErrorPage(
            400, "invalid_request", "You have accessed an account recovery link that has expired or been previously used.");
        second.Location.ShouldBe("/app/UserHome");
        (await org.Http.AuthenticateAsync("wes@example.com", "Fresh-Staple-8")).Text("status").ShouldBe("SUCCESS");
    }

    [Fact]
    public async Task Where_that_address_has_expired_another_may_be_asked_for()
    {
        await using var late = await ClockedOrg.StartAsync(
            seed => seed with { Engine = OrgEngine.IdentityEngine, Users = [.. seed.Users, Authn.Walk.Stan] });
        late.Advance(8 * 24 * 3600);

        var expired = await late.Http.PostFormAsync("/welcome/an-activation-token0", "");
        var asked = await late.Http.PostFormAsync("/login/step", expired.HiddenFields("Send another one"));
        var token = (await late.Org.Outbox.LatestAsync("stan@example.com", "email", The.Ct)).Code!;
        var page = await late.Http.PostFormAsync($"/welcome/{token}", "");
        var again = await late.Http.PostFormAsync("/welcome/an-activation-token0", "");

        expired.Words.ShouldContain("<h1>Your activation link has expired</h1>");
        asked.ShouldBeSignInPage();
        asked.Words.ShouldContain("a mail with another link is on its way");
        page.Words.ShouldContain("Set a new password");
        again.Status.ShouldBe(400);
    }

    async Task<Answer> SetAsync(string path, string password) => await org.SubmitAsync(
        await org.Http.PostFormAsync(path, ""), "New password", $"new_password={password}");

    [Fact]
    public async Task Nobody_elses_page_sends_these_forms()
    {
        var first = await org.OpenAsync(AccountOrg.Plain);

        var sent = await org.Http.PostFormAsync(
            "/signin/forgot-password", $"okta_key={first.SignInKey}&username=ada%40example.com&method=email",
            ("Sec-Fetch-Site", "cross-site"));

        sent.Status.ShouldBe(403);
    }

    Task<Answer> RecoverAsync(string path, string key, string name, string method) => org.Http.PostFormAsync(
        $"/signin/{path}", $"okta_key={key}&username={name}{(name.Length > 0 ? "%40example.com" : "")}&method={method}",
        ("Cookie", AccountOrg.Browser));

    async Task<Answer> SignInAsync(string name, string password) => await org.Http.PostFormAsync(
        "/login/login.htm",
        $"okta_key={(await org.OpenAsync(AccountOrg.Plain)).SignInKey}&username={name}%40example.com&password={password}");

    async Task<string> LinkAsync(string name) =>
        new Uri(Address().Match((await org.Org.Outbox.LatestAsync($"{name}@example.com", "email", The.Ct)).Text).Value).PathAndQuery;

    [GeneratedRegex("http[^ ]+")]
    private static partial Regex Address();
}
