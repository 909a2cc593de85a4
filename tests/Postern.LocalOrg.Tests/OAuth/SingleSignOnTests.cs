namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>One session for every app and every authorization server of the org, and what a client may ask of it.</summary>
public sealed class SingleSignOnTests(SharedOrg shared)
{
    [Theory]
    [InlineData("/oauth2", The.Web)]
    [InlineData("/oauth2", "0oa1posternNative005")]
    [InlineData("/oauth2/default", The.Web)]
    [InlineData("/oauth2/default", "0oa1posternNative005")]
    public async Task Who_is_signed_in_for_one_app_is_so_for_all(string server, string clientId)
    {
        var first = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With($"client_id={The.Spa}&response_type=id_token&{The.Pkce}"));

        var second = await shared.Http.GetAsync(
            $"{server}/v1/authorize?{AuthorizeQuery.With($"client_id={clientId}&response_type=id_token&{The.Pkce}")}",
            ("Cookie", first.Cookie!));

        Jwt.Text(second.Redirected("id_token")!, "sub").ShouldBe("00u1adaActive0000005");
        Jwt.Number(second.Redirected("id_token")!, "auth_time").ShouldBe(Jwt.Number(first.Redirected("id_token")!, "auth_time"));
    }

    [Theory]
    [InlineData("urn:okta:loa:1fa:any")]
    [InlineData("urn:okta:loa:1fa:pwd")]
    [InlineData("urn:okta:loa:2fa:any:ifpossible")]
    public async Task The_authentication_context_that_was_asked_for_is_in_the_ID_token(string acr)
    {
        var direct = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With($"response_type=id_token&acr_values={acr}"));
        var code = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With($"client_id={The.Spa}&acr_values={acr}&{The.Pkce}"));

        Jwt.Text(direct.Redirected("id_token")!, "acr").ShouldBe(acr);
        Jwt.Text((await shared.Http.RedeemAsync(code.Redirected("code")!)).Text("id_token"), "acr").ShouldBe(acr);
    }

    [Fact]
    public async Task Without_acr_values_there_is_no_acr()
    {
        var answer = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("response_type=id_token"));

        Jwt.ClaimNames(answer.Redirected("id_token")!).ShouldNotContain("acr");
    }

    [Theory]
    [InlineData("urn:okta:loa:2fa:any")]
    [InlineData("phr")]
    public async Task A_session_that_has_proved_less_does_not_do(string acr)
    {
        var silent = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With($"acr_values={acr}"));

        silent.ShouldBeRedirectedError(
            "login_required", "The client specified not to prompt, but the client app requires re-authentication or MFA.");
    }

    [Fact]
    public async Task A_session_that_has_proved_less_may_prove_more_on_the_page()
    {
        var asked = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("acr_values=urn:okta:loa:2fa:any&-prompt"));

        asked.ShouldBeSignInPage();
    }

    [Theory]
    [InlineData("phr")]
    [InlineData("phrh")]
    public async Task What_no_factor_on_the_page_could_prove_is_told_at_once(string acr)
    {
        const string description = "The authorize request required an MFA prompt but the org has no factors configured.";

        var signedIn = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With($"acr_values={acr}&-prompt"));
        var nobody = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With($"acr_values={acr}&-prompt")}");

        signedIn.ShouldBeRedirectedError("access_denied", description);
        nobody.ShouldBeRedirectedError("access_denied", description);
    }
}
