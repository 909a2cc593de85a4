using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.Idx;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>
/// The hosted page where a factor may take the password's place: as <c>/idp/idx</c> does, it asks for the user name, and then for what
/// there is to prove it with, without a browser and without a script.
/// </summary>
public sealed class FirstFactorPageTests(FirstFactorPageTests.FirstOrg org) : IClassFixture<FirstFactorPageTests.FirstOrg>
{
    const string Question = "What is the food you least liked as a child?", Prove = "Verify with your password";

    [Fact]
    public async Task The_first_page_asks_for_the_user_name_alone()
    {
        var page = await OpenAsync(FirstOrg.OneFactor);

        page.Words.ShouldContain(">Next</button>");
        page.Words.ShouldNotContain("Password</label>");
        page.Words.ShouldContain("Forgot password?");
    }

    [Theory]
    [InlineData(Question, "mayonnaise", "kba")]
    [InlineData("Code of Google Authenticator", null, "otp")]
    [InlineData("Code of your RSA token", "5275875498", "otp")]
    public async Task What_somebody_knows_or_holds_is_enough_where_one_factor_is(string asked, string? code, string method)
    {
        org.Advance(31);
        var page = await NameAsync("abe", FirstOrg.OneFactor);
        page.Words.ShouldContain("Verify it's you");

        var signedIn = await org.Http.SubmitAsync(page, asked, ("pass_code", code ?? Walk.Totp(org.Org, "MZ2XG5DJNR4WC3TF")));

        (await MethodsAsync(signedIn)).ShouldBe([method]);
    }

    [Theory]
    [InlineData("Send code by SMS", "sms")]
    [InlineData("Send code by phone call", "call")]
    [InlineData("Send code by e-mail", "email")]
    public async Task A_code_that_is_sent_is_enough(string button, string channel)
    {
        org.Advance(31);
        var sent = await org.Http.SubmitAsync(await NameAsync("abe", FirstOrg.OneFactor), button);

        var signedIn = await org.Http.SubmitAsync(sent, "Verify", ("pass_code", await org.CodeAsync("abe@example.com", channel)));

        signedIn.Status.ShouldBe(302, signedIn.Body);
    }

    [Fact]
    public async Task A_push_is_enough_and_another_way_may_be_taken_instead()
    {
        var sent = await org.Http.SubmitAsync(await NameAsync("abe", FirstOrg.OneFactor), "Okta Verify on your phone");
        var back = await org.Http.SubmitAsync(sent, "Choose another factor");
        var again = await org.Http.SubmitAsync(back, "Okta Verify on your phone");
        var push = await org.Org.Outbox.LatestAsync("abe@example.com", "push", The.Ct);
        await org.Org.Outbox.ApproveAsync(push.Id, ct: The.Ct);

        var signedIn = await org.Http.SubmitAsync(again, "Continue");

        back.Words.ShouldContain(Prove);
        (await MethodsAsync(signedIn)).ShouldBe(["swk"]);
    }

    [Fact]
    public async Task The_password_is_a_second_factor_after_another_and_the_other_way_round()
    {
        var known = await org.Http.SubmitAsync(await NameAsync("abe", FirstOrg.TwoFactors), Question, ("pass_code", "mayonnaise"));
        var proved = await org.Http.SubmitAsync(known, Prove, ("password", The.Password));
        var first = await org.Http.SubmitAsync(await NameAsync("abe", FirstOrg.TwoFactors), Prove, ("password", The.Password));
        var second = await org.Http.SubmitAsync(first, Question, ("pass_code", "mayonnaise"));

        known.Words.ShouldNotContain(Question);
        (await MethodsAsync(proved)).ShouldBe(["mfa", "pwd", "kba"]);
        first.Words.ShouldNotContain(Prove);
        (await MethodsAsync(second)).ShouldBe(["mfa", "kba", "pwd"]);
    }

    [Fact]
    public async Task Nobody_learns_whether_there_is_such_a_user_who_may_not_begin_with_a_factor()
    {
        List<string> pages = [];
        foreach (var name in (string[])["amy", "nobody"])
        {
            var page = await NameAsync(name, FirstOrg.OneFactor);
            var wrong = await org.Http.SubmitAsync(page, Prove, ("password", "wrong"));
            wrong.Words.ShouldContain("Unable to sign in");
            pages.Add(page.Words.Replace($"{name}@", "somebody@", StringComparison.Ordinal));
        }

        WithoutKeys(pages[0]).ShouldBe(WithoutKeys(pages[1]));
    }

    [Fact]
    public async Task A_wrong_answer_is_told_and_the_right_one_then_works()
    {
        var wrong = await org.Http.SubmitAsync(await NameAsync("abe", FirstOrg.OneFactor), Question, ("pass_code", "cheese"));

        var signedIn = await org.Http.SubmitAsync(wrong, Question, ("pass_code", "mayonnaise"));

        wrong.Words.ShouldContain("Your answer doesn't match our records. Please try again.");
        signedIn.Status.ShouldBe(302, signedIn.Body);
    }

    [Fact]
    public async Task No_user_name_is_told_and_the_page_stays()
    {
        var page = await OpenAsync(FirstOrg.OneFactor);

        var empty = await org.Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username=");

        empty.Words.ShouldContain("Please enter a username");
        empty.Words.ShouldContain(">Next</button>");
    }

    [Fact]
    public async Task Who_is_another_providers_by_name_finds_the_way_there_and_proves_nothing_here()
    {
        var page = await NameAsync("pia", FirstOrg.OneFactor);

        page.Words.ShouldContain("Sign in with Elsewhere");
        page.Words.ShouldNotContain("name=\"password\"");
        page.Words.ShouldNotContain("name=\"state_token\"");
    }

    [Fact]
    public async Task Who_came_for_no_app_gives_both_at_once()
    {
        var page = await org.Http.GetAsync("/login/login.htm");

        page.Words.ShouldContain("Password</label>");
    }

    Task<Answer> OpenAsync(string app) => org.Http.GetAsync(
        $"/oauth2/v1/authorize?client_id={app}&response_type=id_token&response_mode=fragment&scope=openid" +
        $"&redirect_uri={The.EncodedCallback}&state=s1&nonce=n1");

    async Task<Answer> NameAsync(string name, string app)
    {
        var page = await OpenAsync(app);
        return await org.Http.PostFormAsync("/login/login.htm", $"okta_key={page.SignInKey}&username={name}%40example.com");
    }

    async Task<IEnumerable<string?>> MethodsAsync(Answer signedIn) =>
        Jwt.Texts((await org.Http.FinishAsync(signedIn)).Redirected("id_token")!, "amr");

    static string WithoutKeys(string page) => System.Text.RegularExpressions.Regex.Replace(page, "value=\"[A-Za-z0-9._~-]{30,}\"", "");

    /// <summary>Abe may begin with whatever he has, and Pia is another provider's.</summary>
    public sealed class FirstOrg : IdxOrg
    {
        public const string OneFactor = "0oa1onefactorOne0005";
        public new const string TwoFactors = "0oa1twofactorsTwo005";

        const string Sequence = "00g1sequenceSequen05";

        protected override OrgSeed Change(OrgSeed seed)
        {
            var native = seed.Apps.First(app => app.ClientId == The.Native);
            return seed with
            {
                Groups = [.. seed.Groups, new() { Id = Sequence, Name = "Sequence" }],
                SessionPolicies =
                [
                    new() { Name = "Sequence", GroupIds = [Sequence], Rules = [new() { Name = "Any", FactorMayComeFirst = true }] },
                ],
                IdentityProviders =
                [
                    new()
                    {
                        Name = "Elsewhere", Type = "OIDC",
                        Protocol = new() { ["type"] = "OIDC", ["scopes"] = new System.Text.Json.Nodes.JsonArray("openid") },
                    },
                ],
                RoutingRules = [new() { Name = "Pia", ProviderIds = ["Elsewhere"], UserNames = ["pia@example.com"] }],
                Apps =
                [
                    .. seed.Apps, native with { ClientId = OneFactor, Name = "One" },
                    native with { ClientId = TwoFactors, Name = "Two", RequiresFactor = true },
                ],
                Users =
                [
                    .. seed.Users.Select(
                        user => user.Login is "abe@example.com" ? user with { GroupIds = [.. user.GroupIds, Sequence] } : user),
                    seed.Users.First(user => user.Login is "ada@example.com") with
                    {
                        Id = "00u1piaPartner000005", Login = "pia@example.com",
                    },
                ],
            };
        }
    }
}
