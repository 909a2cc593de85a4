using System.Net;
using Microsoft.Extensions.Time.Testing;
using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary>The hosted sign-in page, walked through without a browser.</summary>
public sealed class SignInPageTests : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new(The.Now);
    LocalOrg _org = null!;
    Browserless _http = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.StartAsync(new() { Time = _time }, The.Ct);
        _http = new(_org);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.12 no 307")]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task Signing_in_leads_back_to_the_app_with_a_code(string server)
    {
        var page = await OpenAsync(server: server);
        var signedIn = await SignInAsync(page);

        var answer = await _http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        page.ShouldBeSignInPage();
        signedIn.Status.ShouldBe(302);
        signedIn.Location.ShouldBe($"/oauth2/v1/authorize/redirect?okta_key={page.SignInKey}");
        answer.Location.ShouldMatch("^http://localhost:8080/callback\\?code=[A-Za-z0-9_-]{43}&state=s-1f0c$");
    }

    [Fact]
    public async Task The_answer_comes_in_the_mode_that_was_asked_for()
    {
        var signedIn = await SignInAsync(await OpenAsync("&response_mode=form_post"));

        var answer = await _http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        answer.Body.ShouldContain("""<form id="appForm" method="post" name="oauthResponse" """);
    }

    [Theory]
    [InlineData("&prompt=login")]
    [InlineData("&max_age=0")]
    public async Task Signing_in_once_is_enough_for_somebody_who_was_asked_to_sign_in_again(string asked)
    {
        var session = await _http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);
        _time.Advance(TimeSpan.FromMinutes(1));
        var signedIn = await SignInAsync(await OpenAsync(asked, session.Cookie!));

        var answer = await _http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        answer.Redirected("code").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task Going_around_the_page_with_an_old_session_leads_back_to_the_page()
    {
        var session = await _http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);
        _time.Advance(TimeSpan.FromMinutes(1));
        var page = await OpenAsync("&prompt=login", session.Cookie!);

        var answer = await _http.GetAsync($"/oauth2/v1/authorize/redirect?okta_key={page.SignInKey}", ("Cookie", session.Cookie!));

        answer.ShouldBeSignInPage();
    }

    [Theory]
    [InlineData("ada@example.com", "Unable to sign in")]
    [InlineData("nobody@example.com", "Unable to sign in")]
    public async Task A_wrong_password_shows_the_page_again_with_the_login_kept(string login, string problem)
    {
        var page = await OpenAsync();

        var answer = await SignInAsync(page, login, "wrong");

        answer.ShouldBeSignInPage();
        WebUtility.HtmlDecode(answer.Body).ShouldContain(problem);
        answer.SignInKey.ShouldBe(page.SignInKey);
        answer.Body.ShouldContain($"value=\"{login.Replace("@", "&#x40;", StringComparison.Ordinal)}\"");
        answer.Headers.Keys.ShouldNotContain("Set-Cookie");
    }

    [Fact]
    public async Task A_second_try_may_succeed()
    {
        var page = await OpenAsync();

        await SignInAsync(page, password: "wrong");
        var answer = await SignInAsync(page);

        answer.Status.ShouldBe(302);
    }

    [Fact]
    public async Task Who_is_locked_out_learns_no_more_than_who_has_the_password_wrong()
    {
        var answer = await SignInAsync(await OpenAsync(), "lou@example.com");

        answer.ShouldBeSignInPage();
        WebUtility.HtmlDecode(answer.Body).ShouldContain("Unable to sign in");
    }

    [Fact]
    public async Task The_login_hint_is_filled_in()
    {
        var page = await OpenAsync("&login_hint=ada%40example.com");

        page.Body.ShouldContain("name=\"username\" autocomplete=\"username\" value=\"ada&#x40;example.com\"");
    }

    [Fact]
    public async Task A_session_token_that_is_spent_shows_the_page()
    {
        var page = await OpenAsync("&sessionToken=20111spent");

        page.ShouldBeSignInPage();
        page.Body.ShouldNotContain("20111spent");
    }

    [Fact]
    public async Task A_page_left_open_for_an_hour_has_expired()
    {
        var page = await OpenAsync();

        _time.Advance(TimeSpan.FromHours(1));
        var answer = await SignInAsync(page);

        answer.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
    }

    [Fact]
    public async Task A_request_is_taken_up_again_once()
    {
        var signedIn = await SignInAsync(await OpenAsync());

        await _http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));
        var again = await _http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        again.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again.");
    }

    // With a request of the attacker's own, whose key the attacker knows: the victim would go on as somebody else.
    [Theory]
    [Trait("Proves", "OIDC 15.6.2 CSRF of the sign-in page")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://evil.example.com")]
    public async Task A_form_on_another_site_signs_nobody_in(string header, string value)
    {
        var page = await OpenAsync();

        var answer = await _http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}", (header, value));

        answer.ShouldBeErrorPage(403, "invalid_request", "The form was sent by a page of another site.");
        answer.Cookie.ShouldBeNull();
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", "null")]
    public async Task The_pages_own_form_does(string header, string value)
    {
        var page = await OpenAsync();

        var answer = await _http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}", (header, value));

        answer.Status.ShouldBe(302, answer.Body);
    }

    [Theory]
    [InlineData("/oauth2/v1/authorize/redirect")]
    [InlineData("/oauth2/v1/authorize/redirect?okta_key=never-given-out")]
    public async Task Without_a_request_there_is_nothing_to_sign_in_for(string path)
    {
        var answer = await _http.GetAsync(path);

        answer.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
    }

    [Theory]
    [InlineData("/login/forgot-password")]
    [InlineData("/app/0oa1posternWeb000005")]
    public async Task A_page_of_Oktas_that_is_not_built_says_so(string path)
    {
        var answer = await _http.GetAsync(path);

        answer.Status.ShouldBe(501);
        answer.Headers["X-Postern-Unsupported"].ShouldBe($"GET {path}");
        answer.Body.ShouldContain("The local org does not have this page of Okta's yet.");
    }

    Task<Answer> OpenAsync(string more = "", string cookie = "", string server = "/oauth2") =>
        _http.GetAsync($"{server}/v1/authorize?{AuthorizeQuery.With("-prompt")}{more}", ("Cookie", cookie));

    Task<Answer> SignInAsync(Answer page, string login = "ada@example.com", string password = The.Password) =>
        _http.PostFormAsync(
            "/login/login.htm",
            $"okta_key={page.SignInKey}&username={Uri.EscapeDataString(login)}&password={Uri.EscapeDataString(password)}");
}
