namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// The identity provider that an authorize request sends a user to, who is not signed in yet (oidc.md 3). The org has none but itself.
/// </summary>
public sealed class IdentityProviderTests(SharedOrg shared)
{
    const string Okta = "00o1posternLocal0005";

    [Theory]
    [InlineData("idp=0oa1unknownIdp000005&-prompt")]
    [InlineData("idp=0oa1unknownIdp000005&prompt=idp_refresh")]
    public async Task An_unknown_one_signs_nobody_in(string change)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeRedirectedError("invalid_request", "Identity provider is not valid.");
    }

    [Theory]
    [InlineData($"idp={Okta}&-prompt")]
    [InlineData($"idp={Okta}&prompt=idp_refresh")]
    public async Task The_org_itself_shows_its_own_page(string change)
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With(change)}");

        answer.ShouldBeSignInPage();
    }

    [Fact]
    public async Task Whoever_is_signed_in_already_is_sent_to_none()
    {
        var answer = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("idp=0oa1unknownIdp000005"));

        answer.Redirected("code").ShouldNotBeNull(answer.Location);
    }

    [Fact]
    public async Task Who_must_not_be_asked_is_told_that_nobody_is_signed_in()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("idp=0oa1unknownIdp000005")}");

        answer.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task A_new_sign_in_there_is_asked_for_with_its_id()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("prompt=idp_refresh")}");

        answer.ShouldBeRedirectedError(
            "invalid_request", "The 'prompt' parameter value 'idp_refresh' requires the 'idp' parameter to be specified.");
    }

    [Fact]
    public async Task A_new_sign_in_there_is_one_although_a_session_is_alive()
    {
        var refresh = AuthorizeQuery.With($"idp={Okta}&prompt=idp_refresh");
        var page = await shared.Http.AuthorizeAsync("/oauth2", refresh);

        var signedIn = await shared.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}");
        var answer = await shared.Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        page.ShouldBeSignInPage();
        answer.Redirected("code").ShouldNotBeNull(answer.Body);
    }
}
