namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Signing out of the browser: OpenID Connect RP-Initiated Logout, oidc.md 15.</summary>
public sealed class LogoutTests : IAsyncLifetime
{
    const string Home = "http%3A%2F%2Flocalhost%3A8080%2F";

    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync();

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Theory]
    [Trait("Proves", "RP-Initiated Logout 2 logout")]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task Signing_out_ends_the_session_and_leads_home(string server)
    {
        var (cookie, idToken) = await SignInAsync(server);

        var answer = await Http.GetAsync(
            $"{server}/v1/logout?id_token_hint={idToken}&post_logout_redirect_uri={Home}&state=bye%20now", ("Cookie", cookie));

        answer.Status.ShouldBe(302, answer.Body);
        answer.Location.ShouldBe("http://localhost:8080/?state=bye+now");
        answer.Headers["Set-Cookie"].ShouldBe("sid=; path=/; samesite=lax; httponly; max-age=0");
        (await ReturnAsync(cookie))
            .ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task A_form_signs_out_too()
    {
        var (cookie, idToken) = await SignInAsync();

        var answer = await Http.PostFormAsync(
            "/oauth2/default/v1/logout", $"id_token_hint={idToken}&post_logout_redirect_uri={Home}", ("Cookie", cookie));

        answer.Location.ShouldBe("http://localhost:8080/");
        (await ReturnAsync(cookie))
            .ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task Without_anywhere_to_go_the_sign_in_page_is_next()
    {
        var (cookie, idToken) = await SignInAsync();

        var answer = await Http.GetAsync($"/oauth2/default/v1/logout?id_token_hint={idToken}&state=unheard", ("Cookie", cookie));
        var page = await Http.GetAsync(answer.Location);

        answer.Location.ShouldBe("/login/login.htm");
        page.ShouldBeSignInPage();
    }

    [Fact]
    public async Task Tokens_outlive_the_session()
    {
        var authorized = await Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With($"client_id={The.Spa}&{The.Pkce}"));
        var tokens = await Http.RedeemAsync(authorized.Redirected("code")!);

        await Http.GetAsync($"/oauth2/default/v1/logout?id_token_hint={tokens.Text("id_token")}", ("Cookie", authorized.Cookie!));
        var userInfo = await Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {tokens.Text("access_token")}"));

        userInfo.Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_ID_token_that_has_expired_will_do()
    {
        var (cookie, idToken) = await SignInAsync();

        _clocked.Advance(seconds: 3601);
        var answer = await Http.GetAsync(
            $"/oauth2/default/v1/logout?id_token_hint={idToken}&post_logout_redirect_uri={Home}", ("Cookie", cookie));

        answer.Location.ShouldBe("http://localhost:8080/");
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_just_sent_on()
    {
        var (_, idToken) = await SignInAsync();

        var answer = await Http.GetAsync($"/oauth2/default/v1/logout?id_token_hint={idToken}&post_logout_redirect_uri={Home}");

        answer.Location.ShouldBe("http://localhost:8080/");
        answer.Headers.Keys.ShouldNotContain("Set-Cookie");
    }

    // Seen at real orgs: who signs out by client_id alone, as other servers allow, gets a 400.
    [Theory]
    [InlineData("")]
    [InlineData($"client_id={The.Web}")]
    [InlineData($"client_id={The.Web}&post_logout_redirect_uri={Home}")]
    [InlineData($"client_id={The.Web}&post_logout_redirect_uri={Home}&id_token_hint=")]
    [InlineData($"logout_hint=ada%40example.com&post_logout_redirect_uri={Home}")]
    public async Task Without_an_ID_token_nobody_is_signed_out(string query)
    {
        var (cookie, _) = await SignInAsync();

        var answer = await Http.GetAsync($"/oauth2/default/v1/logout?{query}", ("Cookie", cookie));
        var posted = await Http.PostFormAsync("/oauth2/default/v1/logout", query, ("Cookie", cookie));

        answer.ShouldBeErrorPage(400, "invalid_token", "The id token is invalid.");
        posted.ShouldBeErrorPage(400, "invalid_token", "The id token is invalid.");
        (await ReturnAsync(cookie)).Redirected("code").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("id_token_hint")]
    [InlineData("post_logout_redirect_uri")]
    [InlineData("state")]
    public async Task Nothing_may_be_said_twice(string name)
    {
        var (cookie, idToken) = await SignInAsync();

        var answer = await Http.GetAsync(
            $"/oauth2/default/v1/logout?id_token_hint={idToken}&post_logout_redirect_uri={Home}&state=s&{name}=s", ("Cookie", cookie));

        answer.ShouldBeErrorPage(400, "invalid_request", "The request contained multiple parameters with the same name.");
        (await ReturnAsync(cookie)).Redirected("code").ShouldNotBeNull();
    }

    [Theory]
    [Trait("Proves", "RP-Initiated Logout 2 logout")]
    [InlineData("http%3A%2F%2Flocalhost%3A8080")]
    [InlineData("http%3A%2F%2Flocalhost%3A8080%2F%2F")]
    [InlineData("http%3A%2F%2FLOCALHOST%3A8080%2F")]
    [InlineData("https%3A%2F%2Felsewhere.example%2F")]
    public async Task Only_a_registered_address_is_gone_to_and_nothing_else_happens(string uri)
    {
        var (cookie, idToken) = await SignInAsync();

        var answer = await Http.GetAsync(
            $"/oauth2/default/v1/logout?id_token_hint={idToken}&post_logout_redirect_uri={uri}", ("Cookie", cookie));

        answer.ShouldBeErrorPage(
            400, "invalid_request", "The 'post_logout_redirect_uri' parameter must be a Logout redirect URI in the client app settings.");
        (await ReturnAsync(cookie)).Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_signs_somebody_else_out()
    {
        await using var clocked = await ClockedOrg.StartAsync(The.Web, app => app with { AssignedUserIds = ["00u1unaUnassigned005"] });
        var una = await clocked.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With("response_type=id_token"), "una@example.com");
        var ada = await clocked.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);

        var answer = await clocked.Http.GetAsync($"/oauth2/v1/logout?id_token_hint={una.Redirected("id_token")}", ("Cookie", ada.Cookie!));
        var after = await clocked.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", ada.Cookie!));

        answer.ShouldBeErrorPage(400, "id_token_does_not_match_session", "The ID token subject does not match the current session's user.");
        after.Redirected("code").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task A_token_that_is_none_of_this_servers_is_told(string hint)
    {
        var answer = await Http.GetAsync($"/oauth2/default/v1/logout?id_token_hint={hint}");

        answer.ShouldBeErrorPage(400, "invalid_token", "The id token is invalid.");
    }

    [Fact]
    public async Task Another_servers_token_is_told()
    {
        var (_, idToken) = await SignInAsync("/oauth2");

        var answer = await Http.GetAsync($"/oauth2/default/v1/logout?id_token_hint={idToken}");

        answer.ShouldBeErrorPage(400, "invalid_token", "The id token is invalid.");
    }

    [Fact]
    public async Task An_access_token_is_no_ID_token()
    {
        var answer = await Http.GetAsync($"/oauth2/default/v1/logout?id_token_hint={(await Http.TokensAsync()).Text("access_token")}");

        answer.ShouldBeErrorPage(400, "invalid_token", "The id token is invalid.");
    }

    [Fact]
    public async Task Oktas_own_way_out_needs_no_app()
    {
        var (cookie, _) = await SignInAsync();

        var answer = await Http.GetAsync("/login/signout", ("Cookie", cookie));

        answer.Location.ShouldBe("/login/login.htm");
        (await ReturnAsync(cookie))
            .ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    async Task<(string Cookie, string IdToken)> SignInAsync(string server = "/oauth2/default")
    {
        var answer = await Http.AuthorizeAsync(server, AuthorizeQuery.With("response_type=id_token"));
        return (answer.Cookie!, answer.Redirected("id_token")!);
    }

    Task<Answer> ReturnAsync(string cookie) => Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", cookie));
}
