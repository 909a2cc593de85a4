using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Attacks;

/// <summary>What comes in from outside and goes out again: as text, never as markup, script or header.</summary>
public sealed class InjectionTests(SharedOrg shared)
{
    const string Script = "\"'></script><script>alert(1)</script><!--";
    const string Header = "x\r\nSet-Cookie: sid=evil\r\n\r\n<html>";

    [Theory]
    [InlineData("form_post")]
    [InlineData("okta_post_message")]
    public async Task Script_in_the_state_stays_text(string mode)
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With($"response_mode={mode}&state={Uri.EscapeDataString(Script)}"));

        answer.Status.ShouldBe(200);
        answer.Body.ShouldNotContain("alert(1)");
        answer.Body.Split("<script").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("form_post")]
    [InlineData("okta_post_message")]
    public async Task Script_in_the_state_stays_text_in_an_error(string mode)
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With($"response_mode={mode}&state={Uri.EscapeDataString(Script)}")}");

        answer.Body.ShouldContain("login");
        answer.Body.ShouldNotContain("alert(1)");
        answer.Body.Split("<script").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("client_id")]
    [InlineData("redirect_uri")]
    [InlineData("request_uri")]
    [InlineData("login_hint")]
    public async Task Script_in_a_parameter_never_reaches_a_page(string parameter)
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With($"-prompt&{parameter}={Uri.EscapeDataString(Script)}")}");

        answer.Headers["Content-Type"].ShouldStartWith("text/html");
        answer.Headers["Content-Security-Policy"].ShouldContain("script-src 'none'");
        answer.Body.ShouldNotContain("<script");
    }

    [Fact]
    public async Task Script_in_the_name_of_a_repeated_parameter_stays_text()
    {
        var name = Uri.EscapeDataString(Script);

        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("response_mode=form_post")}&{name}=1&{name}=2");

        answer.Body.Split("<script").Length.ShouldBe(2);
        answer.Body.ShouldNotContain("alert(1)");
    }

    [Fact]
    public async Task Script_in_the_sign_in_form_stays_text()
    {
        var page = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        var answer = await shared.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username={Uri.EscapeDataString(Script)}&password=x");

        answer.ShouldBeSignInPage();
        answer.Body.ShouldNotContain("<script");
    }

    [Theory]
    [InlineData("state", "query")]
    [InlineData("state", "fragment")]
    [InlineData("scope", "query")]
    [InlineData("prompt", "query")]
    [InlineData("response_mode", "query")]
    [InlineData("nonce", "query")]
    public async Task A_line_break_in_a_parameter_starts_no_header(string parameter, string mode)
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/v1/authorize?{AuthorizeQuery.With($"response_mode={mode}&{parameter}={Uri.EscapeDataString(Header)}")}");

        answer.Status.ShouldBe(302);
        answer.Headers.Keys.ShouldNotContain("Set-Cookie");
        answer.Location.ShouldNotContain("\n");
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_line_break_in_a_path_starts_no_header()
    {
        var answer = await shared.Http.GetAsync("/api/v1/realms/x%0d%0aSet-Cookie:%20sid=evil");

        answer.Status.ShouldBe(501);
        answer.Headers.Keys.ShouldNotContain("Set-Cookie");
        answer.Headers["X-Postern-Unsupported"].ShouldBe("GET /api/v1/realms/x%0D%0ASet-Cookie:%20sid=evil");
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.2.5 state returned")]
    public async Task A_state_comes_back_as_it_was_sent_whatever_is_in_it()
    {
        const string state = "ünï\u2028'\"<>&;=+%00\r\n\t😀";

        var answer = await shared.Http.AuthorizeAsync("/oauth2/default", AuthorizeQuery.With($"state={Uri.EscapeDataString(state)}"));

        answer.Redirected("state").ShouldBe(state);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.2.4 no referrer")]
    public async Task Pages_may_load_nothing_from_elsewhere()
    {
        var answer = await shared.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.With("-prompt")}");

        answer.Headers["Content-Security-Policy"].ShouldStartWith("default-src 'none'");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.16.2 clickjacking")]
    [InlineData("/oauth2/v1/authorize?" + SignIn)]
    [InlineData("/activate")]
    [InlineData("/oauth2/v1/authorize?client_id=nobody")]
    public async Task A_page_for_a_person_is_in_nobodys_frame(string path)
    {
        var answer = await shared.Http.GetAsync(path);

        answer.Headers["Content-Type"].ShouldStartWith("text/html");
        answer.Headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'none'");
    }

    const string SignIn = $"client_id={The.Web}&response_type=code&scope=openid&state=s-1f0c&redirect_uri={The.EncodedCallback}";
}
