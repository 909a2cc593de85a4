using Postern.LocalOrg.Tests.Authn;

namespace Postern.LocalOrg.Tests.Idx;

/// <summary>
/// How sure a client wants to be, whatever the app's policy is content with: <c>acr_values</c> on Identity Engine (oidc.md 3,
/// direct-auth.md 12).
/// </summary>
public sealed class ContextTests(PolicyTests.FactorFirstOrg org) : IClassFixture<PolicyTests.FactorFirstOrg>
{
    const string TwoFactors = "urn:okta:loa:2fa:any", IfPossible = "urn:okta:loa:2fa:any:ifpossible", Password = "urn:okta:loa:1fa:pwd";

    const string Mayonnaise = "\"credentials\":{\"questionKey\":\"disliked_food\",\"answer\":\"mayonnaise\"}";

    [Fact]
    public async Task Two_factors_are_asked_for_where_the_app_would_do_with_one()
    {
        var run = await BeginAsync("abe", TwoFactors);
        await run.ChooseAsync("Password", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.AnswerAsync(The.Password, "select-authenticator-authenticate");
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync("challenge/answer", Mayonnaise, "successWithInteractionCode");

        await ShouldSayAsync(run, TwoFactors, "mfa", "kba", "pwd");
    }

    [Theory]
    [InlineData("abe", "select-authenticator-authenticate")]
    [InlineData("ada", "successWithInteractionCode")]
    public async Task Two_factors_if_possible_are_asked_of_those_who_have_two(string name, string next)
    {
        var run = await org.BeginAsync(more: $"&acr_values={Uri.EscapeDataString(IfPossible)}");
        await run.PostAsync("identify", $"\"identifier\":\"{name}@example.com\"");
        if (name is "abe")
            await run.ChooseAsync("Password", null, "challenge-authenticator", "select-authenticator-authenticate");

        await run.AnswerAsync(The.Password, next);
    }

    [Fact]
    public async Task A_password_is_asked_for_where_another_factor_took_its_place()
    {
        var run = await BeginAsync("abe", Password);
        await run.ChooseAsync("Security Question", null, "challenge-authenticator", "select-authenticator-authenticate");
        await run.GoAsync("challenge/answer", Mayonnaise, "challenge-authenticator");
        run.Current.GetProperty("key").GetString().ShouldBe("okta_password");
        await run.AnswerAsync(The.Password, "successWithInteractionCode");

        await ShouldSayAsync(run, Password, "mfa", "pwd", "kba");
    }

    [Theory]
    [InlineData("phr", "olga")]
    [InlineData("phrh", "olaf")]
    public async Task What_resists_phishing_is_a_security_key_which_who_has_none_sets_up(string context, string name)
    {
        using var key = new SoftAuthenticator("127.0.0.1", org.Org.Url);
        var run = await org.BeginAsync(more: $"&acr_values={context}");
        await run.GoAsync("identify", $"\"identifier\":\"{name}@example.com\"", "challenge-authenticator");
        await run.AnswerAsync(The.Password, "select-authenticator-enroll");
        var offered = IdxRun.Field(run.Form("select-authenticator-enroll"), "authenticator").GetProperty("options");
        offered.EnumerateArray().Select(option => option.GetProperty("label").GetString()).ShouldBe(["Security Key or Biometric"]);

        await run.GoAsync(
            "credential/enroll", $"\"authenticator\":{run.Authenticator("Security Key or Biometric")}", "enroll-authenticator",
            "select-authenticator-enroll");
        var activation = run.Current.GetProperty("contextualData").GetProperty("activationData").GetProperty("challenge").GetString()!;
        await run.GoAsync(
            "challenge/answer", $$"""
            "credentials":{{{key.Create(activation)}}}
            """, "successWithInteractionCode");

        await ShouldSayAsync(run, context, "mfa", "hwk", "pwd");
    }

    [Fact]
    public async Task A_page_is_shown_for_what_its_pages_can_ask_for_and_a_session_that_has_proved_less_is_not_enough()
    {
        var session = await org.Http.GetAsync($"{Authorize("1fa")}&sessionToken={await org.Http.SessionTokenAsync("ada@example.com")}");

        var page = await org.Http.GetAsync(Authorize("phr"));
        var silent = await org.Http.GetAsync($"{Authorize("phr")}&prompt=none", ("Cookie", session.Cookie!));

        page.ShouldBeSignInPage();
        silent.Redirected("error").ShouldBe("login_required", silent.Body);
    }

    async Task<IdxRun> BeginAsync(string name, string context)
    {
        var run = await org.BeginAsync(more: $"&acr_values={Uri.EscapeDataString(context)}");
        await run.GoAsync("identify", $"\"identifier\":\"{name}@example.com\"", "select-authenticator-authenticate");
        return run;
    }

    static async Task ShouldSayAsync(IdxRun run, string context, params string[] methods)
    {
        var token = (await run.RedeemAsync()).Text("id_token");

        Jwt.Text(token, "acr").ShouldBe(context);
        Jwt.Texts(token, "amr").ShouldBe(methods);
    }

    static string Authorize(string context) =>
        $"/oauth2/default/v1/authorize?client_id={The.Native}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
        $"&state=s1&nonce=n1&{The.Pkce}&acr_values={context}";
}
