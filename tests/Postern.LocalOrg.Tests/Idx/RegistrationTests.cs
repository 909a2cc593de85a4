using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>People who make themselves users where the app's profile enrolment policy lets them (idx.md 5, management.md 12.2).</summary>
public sealed partial class RegistrationTests(AskingOrg org) : IClassFixture<AskingOrg>
{
    const string Browser = "DT=DI0aBrowserOfNew";

    [Fact]
    public async Task A_seed_lets_people_register()
    {
        var run = await org.BeginAsync(AskingOrg.Registering);
        run.Names.ShouldContain("select-enroll-profile");

        await RegisterAsync(run, "newcomer", "enroll-authenticator");
        Key(run).ShouldBe("okta_password");
        await run.AnswerAsync("Fresh-Staple-7", "successWithInteractionCode");

        (await run.RedeemAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Who_would_rather_not_register_is_asked_for_the_user_name_again()
    {
        var run = await org.BeginAsync(AskingOrg.Registering);
        await run.GoAsync("enroll", "", "enroll-profile", "select-identify");
        run.Form("select-identify").GetProperty("href").GetString().ShouldEndWith("/idp/idx/identify/select");

        await run.GoAsync("identify/select", "", "identify", "select-enroll-profile", "unlock-account");
        await run.IdentifyAsync("ada", "successWithInteractionCode");
        var late = await run.SendAsync("identify/select");

        late.Status.ShouldBe(400, late.Body);
    }

    [Fact]
    public async Task Where_the_policy_wants_it_the_address_is_proved_by_a_code_before_a_password_is_set()
    {
        var run = await org.BeginAsync(AskingOrg.Verifying);

        await RegisterAsync(run, "nina", "enroll-authenticator");
        Key(run).ShouldBe("okta_email");
        run.Last.Json.GetProperty("authenticatorEnrollments").GetProperty("value").GetArrayLength().ShouldBe(0);
        var waiting = await StatusAsync("nina");
        var wrong = await run.PostAsync("challenge/answer", "\"credentials\":{\"passcode\":\"no code\"}");
        await run.AnswerAsync(await org.CodeAsync("nina@example.com", "email"), "enroll-authenticator");
        Key(run).ShouldBe("okta_password");
        await run.AnswerAsync("Fresh-Staple-7", "successWithInteractionCode");

        wrong.Status.ShouldBe(401, wrong.Body);
        wrong.Body.ShouldContain("api.authn.error.PASSCODE_INVALID");
        waiting.ShouldBe("PROVISIONED");
        (await StatusAsync("nina")).ShouldBe("ACTIVE");
        Jwt.Texts((await run.RedeemAsync()).Text("id_token"), "amr").ShouldBe(["mfa", "email", "pwd"]);
    }

    [Fact]
    public async Task Who_gives_a_password_at_once_is_nobody_who_signs_in_before_the_address_is_proved()
    {
        var run = await org.BeginAsync(AskingOrg.Verifying);
        var other = await org.BeginAsync();

        await RegisterAsync(run, "nils", "enroll-authenticator", $",\"credentials\":{{\"passcode\":\"{The.Password}\"}}");
        var early = await other.PostAsync(
            "identify", $"\"identifier\":\"nils@example.com\",\"credentials\":{{\"passcode\":\"{The.Password}\"}}");
        await run.AnswerAsync(await org.CodeAsync("nils@example.com", "email"), "successWithInteractionCode");

        early.Status.ShouldBe(400, early.Body);
        (await StatusAsync("nils")).ShouldBe("ACTIVE");
        await other.BeginAsync(The.Spa, "");
        await other.IdentifyAsync("nils", "successWithInteractionCode");
    }

    [Fact]
    public async Task The_link_in_the_mail_proves_it_in_the_browser_that_registers()
    {
        var run = new IdxRun(org) { Cookie = Browser };
        await run.BeginAsync(AskingOrg.Verifying, "");
        await RegisterAsync(run, "noor", "enroll-authenticator");
        run.Current.GetProperty("poll").GetProperty("refresh").GetInt32().ShouldBe(4000);
        var text = (await org.Org.Outbox.LatestAsync("noor@example.com", "email", The.Ct)).Text;
        var link = new Uri(Address().Match(text).Value).PathAndQuery;

        var elsewhere = await org.Http.GetAsync(link, ("Cookie", "DT=DI0ofAnother"));
        await run.GoAsync("challenge/poll", "", "enroll-authenticator");
        var before = Key(run);
        var here = await org.Http.GetAsync(link, ("Cookie", Browser));
        await run.GoAsync("challenge/poll", "", "enroll-authenticator");

        elsewhere.Body.ShouldContain("idx.enter.otp.in.original.tab");
        here.Body.ShouldContain("idx.return.to.original.tab");
        before.ShouldBe("okta_email");
        Key(run).ShouldBe("okta_password");
    }

    [Theory]
    [InlineData("credential/enroll", "\"authenticator\":{\"id\":\"EMAIL\"}")]
    [InlineData("challenge", "\"authenticator\":{\"id\":\"EMAIL\"}")]
    [InlineData("skip", "")]
    [InlineData("recover", "")]
    [InlineData("identify/select", "")]
    [InlineData("enroll/new", "\"userProfile\":{\"email\":\"x@example.com\",\"firstName\":\"F\",\"lastName\":\"L\"}")]
    public async Task Nothing_leads_past_the_mail(string path, string members)
    {
        var run = await org.BeginAsync(AskingOrg.Verifying);
        await RegisterAsync(run, $"n{path.Length}{members.Length}", "enroll-authenticator");
        var email = run.Current.GetProperty("id").GetString();

        var answer = await run.PostAsync(path, members.Replace("EMAIL", email, StringComparison.Ordinal));

        answer.Status.ShouldBe(400, answer.Body);
        await run.IntrospectAsync();
        run.Names.ShouldBe(["enroll-authenticator"]);
        Key(run).ShouldBe("okta_email");
    }

    static async Task RegisterAsync(IdxRun run, string name, string next, string more = "")
    {
        await run.GoAsync("enroll", "", "enroll-profile", "select-identify");
        await run.GoAsync(
            "enroll/new", $$"""
            "userProfile":{"email":"{{name}}@example.com","firstName":"New","lastName":"User"}{{more}}
            """, next);
    }

    static string? Key(IdxRun run) => run.Current.GetProperty("key").GetString();

    async Task<string> StatusAsync(string name) =>
        (await org.Http.GetAsync($"/api/v1/users/{name}@example.com", AskingOrg.Admin)).Text("status");

    [GeneratedRegex("http[^ ]+")]
    private static partial Regex Address();
}
