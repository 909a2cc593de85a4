using Postern.LocalOrg.Tests.OAuth;

namespace Postern.LocalOrg.Tests.Pages;

/// <summary><c>/login/token/sso</c>: a web SSO token signs a browser in, once (direct-auth.md 8.1).</summary>
public sealed class WebSsoTests(HandoverOrg org) : IClassFixture<HandoverOrg>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_browser_has_a_session_and_goes_where_the_app_begins_its_sign_in(bool isPosted)
    {
        var token = await org.WebTokenAsync();

        var answer = isPosted
            ? await org.Http.PostFormAsync("/login/token/sso", $"token={token}")
            : await org.Http.GetAsync($"/login/token/sso?token={token}");
        var authorized = await org.Http.GetAsync($"/oauth2/v1/authorize?{AuthorizeQuery.Good}", ("Cookie", answer.Cookie!));

        answer.Status.ShouldBe(302, answer.Body);
        answer.Location.ShouldBe($"{HandoverOrg.Start}&iss={Uri.EscapeDataString(org.Org.Url)}");
        answer.Cookie.ShouldNotBeNull().ShouldStartWith("idx=");
        authorized.Redirected("code").ShouldNotBeNull(authorized.Location);
    }

    [Fact]
    public async Task Of_fifty_browsers_with_one_token_one_is_signed_in()
    {
        var token = await org.WebTokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => org.Http.GetAsync($"/login/token/sso?token={token}")));

        answers.Count(answer => answer.Status == 302).ShouldBe(1);
        answers.Where(answer => answer.Status != 302).ShouldAllBe(answer => answer.Status == 403);
    }

    [Fact]
    public async Task A_token_is_good_for_five_minutes()
    {
        var token = await org.WebTokenAsync();
        org.Time.Advance(TimeSpan.FromMinutes(5));

        (await org.Http.GetAsync($"/login/token/sso?token={token}"))
            .ShouldBeErrorPage(403, "access_denied", "The token is invalid or expired.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=x&token=y")]
    [InlineData("?token=%00%ff%3Cscript%3E")]
    public async Task What_is_no_token_is_told_on_a_page(string query)
    {
        var answer = await org.Http.GetAsync("/login/token/sso" + query);

        answer.ShouldBeErrorPage(403, "access_denied", "The token is invalid or expired.");
        answer.Body.ShouldNotContain("script>");
    }

    [Fact]
    public async Task Another_sites_form_signs_nobody_in()
    {
        var token = await org.WebTokenAsync();

        var answer = await org.Http.PostFormAsync("/login/token/sso", $"token={token}", ("Sec-Fetch-Site", "cross-site"));

        answer.ShouldBeErrorPage(403, "invalid_request", "The form was sent by a page of another site.");
        (await org.Http.GetAsync($"/login/token/sso?token={token}")).Status.ShouldBe(302);
    }
}
