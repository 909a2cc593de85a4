using Postern.LocalOrg.Tests.Authn;
using Postern.LocalOrg.Tests.Pages;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// A native app's sign-in goes on to web apps that trust it, once for each token: Okta's Native to Web SSO (direct-auth.md 8.1).
/// </summary>
public sealed class NativeToWebTests(HandoverOrg org) : IClassFixture<HandoverOrg>
{
    const string InvalidToken = "'interclient_token' is invalid.";

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_native_apps_user_is_signed_in_to_a_web_app_without_a_page(string server)
    {
        var tokens = await org.SignInAsync("openid%20offline_access%20interclient_access", server: server);
        Jwt.Text(tokens.Text("id_token"), "sid").ShouldMatch("^idx[A-Za-z0-9_-]{22}$");
        tokens.Text("scope").ShouldBe("openid offline_access interclient_access");

        var exchanged = await org.ExchangeAsync(tokens, server: server);
        exchanged.Members.ShouldBe(["token_type", "expires_in", "access_token", "issued_token_type"], exchanged.Body);
        exchanged.Text("token_type").ShouldBe("N_A");
        exchanged.Json.GetProperty("expires_in").GetInt32().ShouldBe(300);
        exchanged.Text("issued_token_type").ShouldBe("urn:okta:params:oauth:token-type:interclient_token");
        var authorized = await org.AuthorizeAsync(exchanged.Text("access_token"), server: server);
        var web = await org.RedeemAsync(authorized, server: server);

        authorized.Redirected("state").ShouldBe("s-1f0c", authorized.Location);
        authorized.Headers.GetValueOrDefault("Set-Cookie", "").ShouldNotContain("idx=");
        web.Status.ShouldBe(200, web.Body);
        Jwt.Text(web.Text("id_token"), "sub").ShouldBe("00u1adaActive0000005");
        Jwt.Text(web.Text("id_token"), "aud").ShouldBe(The.Web);
        Jwt.Texts(web.Text("id_token"), "amr").ShouldBe(["pwd"]);
        Jwt.Number(web.Text("id_token"), "auth_time").ShouldBe(Jwt.Number(tokens.Text("id_token"), "auth_time"));
    }

    [Fact]
    public async Task Of_fifty_authorize_requests_with_one_token_one_gets_a_code()
    {
        var token = await org.TokenAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => org.AuthorizeAsync(token)));

        answers.Count(answer => answer.Redirected("code") is not null).ShouldBe(1);
        foreach (var answer in answers.Where(answer => answer.Redirected("code") is null))
            answer.ShouldBeRedirectedError("invalid_request", InvalidToken);
    }

    [Fact]
    public async Task A_token_is_good_for_five_minutes()
    {
        var (first, second) = (await org.TokenAsync(), await org.TokenAsync());

        org.Time.Advance(TimeSpan.FromSeconds(299));
        var inTime = await org.AuthorizeAsync(first);
        org.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await org.AuthorizeAsync(second);

        inTime.Redirected("code").ShouldNotBeNull(inTime.Location);
        late.ShouldBeRedirectedError("invalid_request", InvalidToken);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("%00%27")]
    [InlineData("eyJraWQiOiJ4In0.eyJzdWIiOiJ4In0.c2ln")]
    public async Task What_is_no_token_is_told_to_the_app(string token) =>
        (await org.AuthorizeAsync(token)).ShouldBeRedirectedError("invalid_request", InvalidToken);

    [Fact]
    public async Task What_is_shown_to_another_app_is_spent()
    {
        var token = await org.TokenAsync();

        (await org.AuthorizeAsync(token, $"client_id={HandoverOrg.Asking}")).ShouldBeRedirectedError("invalid_request", InvalidToken);
        (await org.AuthorizeAsync(token)).ShouldBeRedirectedError("invalid_request", InvalidToken);
    }

    [Fact]
    public async Task A_web_sso_token_is_no_interclient_token_nor_the_other_way_round()
    {
        (await org.AuthorizeAsync(await org.WebTokenAsync())).ShouldBeRedirectedError("invalid_request", InvalidToken);
        (await org.Http.GetAsync($"/login/token/sso?token={await org.TokenAsync()}"))
            .ShouldBeErrorPage(403, "access_denied", "The token is invalid or expired.");
    }

    [Fact]
    public async Task An_app_may_be_named_by_its_own_id_and_by_its_client_id()
    {
        foreach (var name in (string[])[HandoverOrg.RenamedId, HandoverOrg.Renamed])
        {
            var authorized = await org.AuthorizeAsync(await org.TokenAsync(name), $"client_id={HandoverOrg.Renamed}");

            authorized.Redirected("code").ShouldNotBeNull(authorized.Location);
        }
    }

    [Fact]
    public async Task A_refreshed_sign_in_is_the_same_one()
    {
        var tokens = await org.SignInAsync("openid%20offline_access%20interclient_access");
        org.Time.Advance(TimeSpan.FromHours(2));
        var stale = await org.ExchangeAsync(tokens);

        var refreshed = await org.Http.RefreshAsync(tokens.Text("refresh_token"), clientId: The.Native);
        var exchanged = await org.ExchangeAsync(refreshed);

        stale.ShouldBeError(
            400, "invalid_grant", "The 'subject_token' either expired or the session associated with it was terminated.");
        Jwt.Text(refreshed.Text("id_token"), "sid").ShouldBe(Jwt.Text(tokens.Text("id_token"), "sid"));
        exchanged.Status.ShouldBe(200, exchanged.Body);
    }

    [Fact]
    public async Task Whoever_ends_a_users_sessions_ends_what_was_handed_over_and_what_may_be()
    {
        var tokens = await org.SignInAsync(login: "abe@example.com");
        var token = (await org.ExchangeAsync(tokens)).Text("access_token");

        var ended = await org.Http.SendAsync(
            HttpMethod.Delete, "/api/v1/users/abe@example.com/sessions", null, ("Authorization", $"SSWS {Walk.ApiToken}"));

        ended.Status.ShouldBe(204, ended.Body);
        (await org.AuthorizeAsync(token)).ShouldBeRedirectedError("invalid_request", InvalidToken);
        (await org.ExchangeAsync(tokens)).ShouldBeError(
            400, "invalid_grant", "The 'subject_token' either expired or the session associated with it was terminated.");
    }

    [Fact]
    public async Task The_web_apps_policy_asks_for_what_is_missing_and_nothing_else()
    {
        const string Question = "What is the food you least liked as a child?";

        var silent = await org.AuthorizeAsync(
            await org.TokenAsync(HandoverOrg.Careful, "abe@example.com"), $"client_id={HandoverOrg.Careful}");
        var page = await org.AuthorizeAsync(
            await org.TokenAsync(HandoverOrg.Careful, "abe@example.com"), $"-prompt&client_id={HandoverOrg.Careful}");
        var authorized = await org.Http.FinishAsync(await org.Http.SubmitAsync(page, Question, ("pass_code", "mayonnaise")));
        var web = await org.RedeemAsync(authorized, HandoverOrg.Careful);

        silent.ShouldBeRedirectedError(
            "login_required", "The client specified not to prompt, but the client app requires re-authentication or MFA.");
        page.Words.ShouldContain("Verify it's you");
        web.Status.ShouldBe(200, web.Body);
        Jwt.Texts(web.Text("id_token"), "amr").ShouldBe(["mfa", "kba", "pwd"]);
    }

    [Fact]
    public async Task Whoever_must_consent_is_asked_in_a_session_of_the_browsers_own()
    {
        var page = await org.AuthorizeAsync(
            await org.TokenAsync(HandoverOrg.Asking), $"-prompt&client_id={HandoverOrg.Asking}&scope=openid%20orders");
        var session = page.Cookie.ShouldNotBeNull();

        var decided = await org.Http.PostFormAsync(
            "/login/consent", $"okta_key={page.SignInKey}&decision=allow", ("Cookie", session));
        var authorized = await org.Http.GetAsync(decided.Location, ("Cookie", session));

        page.Body.ShouldContain("id=\"okta-consent\"");
        authorized.Redirected("code").ShouldNotBeNull(authorized.Body);
    }

    [Fact]
    public async Task An_app_that_wants_to_be_told_of_the_session_at_logout_gets_no_tokens()
    {
        var authorized = await org.AuthorizeAsync(await org.TokenAsync(HandoverOrg.Telling), $"client_id={HandoverOrg.Telling}");

        (await org.RedeemAsync(authorized, HandoverOrg.Telling)).ShouldBeError(
            400, "invalid_request",
            "Sign-in failed: the target application requires a user session, which is not supported in interclient_token sso flows.");
    }

    [Fact]
    public async Task A_token_may_be_pushed_along()
    {
        var pushed = await org.Http.PostFormAsync(
            "/oauth2/default/v1/par",
            $"response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&interclient_token={await org.TokenAsync()}",
            The.BasicOfWeb);

        var authorized = await org.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Web}&request_uri={Uri.EscapeDataString(pushed.Text("request_uri"))}");

        authorized.Redirected("code").ShouldNotBeNull(authorized.Body);
    }

    [Fact]
    public async Task Who_was_handed_over_is_not_handed_on() =>
        (await org.AuthorizeAsync(await org.TokenAsync(), "scope=openid%20interclient_access")).ShouldBeRedirectedError(
            "invalid_scope", "The following scopes are not allowed for this request: [interclient_access].");

    [Fact]
    public async Task The_System_Log_tells_of_the_exchange_and_no_token()
    {
        var token = await org.TokenAsync();

        var log = await org.Http.GetAsync(
            "/api/v1/logs?filter=eventType%20eq%20%22app.oauth2.as.token.grant.interclient_token%22",
            ("Authorization", $"SSWS {Walk.ApiToken}"));

        log.Body.ShouldContain("\"displayMessage\":\"OAuth2 interclient token is granted\"");
        log.Body.ShouldNotContain(token);
    }
}
