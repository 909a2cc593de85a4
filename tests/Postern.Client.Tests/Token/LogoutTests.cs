namespace Postern.Client.Tests.Token;

public sealed class LogoutTests
{
    const string After = "https://app.example.com/after?x=1";

    static readonly LogoutOptions Options = new() { IdTokenHint = "eyJ.an.id-token", PostLogoutRedirectUri = After, State = "my state" };

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_URL_says_who_and_where_to()
    {
        using var org = new FakeOrg();

        var url = await org.Connect().GetLogoutUrlAsync(Options, Ct);

        url.ShouldBe(
            "https://example.okta.com/oauth2/default/v1/logout?id_token_hint=eyJ.an.id-token" +
            "&post_logout_redirect_uri=https%3A%2F%2Fapp.example.com%2Fafter%3Fx%3D1&state=my%20state");
    }

    [Fact]
    public async Task Without_an_ID_token_the_URL_names_the_app()
    {
        using var org = new FakeOrg();

        (await org.Connect().GetLogoutUrlAsync(new(), Ct))
            .ShouldBe($"https://example.okta.com/oauth2/default/v1/logout?client_id={The.ClientId}");
    }

    [Fact]
    public async Task A_redirect_with_the_state_is_the_end_of_it()
    {
        using var org = new FakeOrg
        {
            Logout = asked =>
                Some.Redirect($"{asked.Query("post_logout_redirect_uri")}&state={Uri.EscapeDataString(asked.Query("state"))}"),
        };

        var result = await org.Connect().LogoutAsync(Options, Ct);

        result.ShouldBeOfType<LogoutResult.Returned>().Location.Query.ShouldBe("?x=1&state=my%20state");
        org.AskedAt("/logout").ShouldHaveSingleItem().Method.ShouldBe(HttpMethod.Get);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&state=another")]
    public async Task A_redirect_without_the_state_is_refused(string query)
    {
        using var org = new FakeOrg { Logout = asked => Some.Redirect(After + query) };

        (await Should.ThrowAsync<TokenValidationException>(() => org.Connect().LogoutAsync(Options, Ct))).Check.ShouldBe("state");
    }

    [Fact]
    public async Task A_redirect_to_the_sign_in_page_is_told()
    {
        using var org = new FakeOrg { Logout = _ => Some.Redirect("/login/login.htm") };

        (
            await org.Connect().LogoutAsync(Options, Ct)).ShouldBeOfType<LogoutResult.SentElsewhere>().Location.AbsoluteUri.ShouldBe(
                "https://example.okta.com/login/login.htm");
    }

    [Fact]
    public async Task A_page_that_asks_a_person_is_told()
    {
        using var org = new FakeOrg { Logout = _ => Some.Html(200, "<title>Sign out?</title><form></form>") };

        (await org.Connect().LogoutAsync(Options, Ct)).ShouldBeOfType<LogoutResult.PageShown>().Title.ShouldBe("Sign out?");
    }

    [Fact]
    public async Task A_refusal_on_a_page_is_an_error()
    {
        using var org = new FakeOrg
        {
            Logout = _ =>
                Some.Html(
                    400,
                    "<div class=\"error-content\"><h2>400</h2><p>Bad Request. The 'post_logout_redirect_uri' parameter must be a Logout " +
                    "redirect URI in the client app settings.</p></div>"),
        };

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().LogoutAsync(Options, Ct));

        refused.Stage.ShouldBe(Stage.Logout);
        refused.ErrorDescription!.ShouldContain("post_logout_redirect_uri");
        refused.Hint.ShouldContain("sign-out redirect URI");
    }

    [Fact]
    public void The_ID_token_is_not_printed() => Options.ToString().ShouldHoldNoToken();
}
