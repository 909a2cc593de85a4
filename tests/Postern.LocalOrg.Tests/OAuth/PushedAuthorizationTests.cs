namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Authorize requests pushed before a browser brings their name: RFC 9126, oidc.md 7.</summary>
public sealed class PushedAuthorizationTests : IAsyncLifetime
{
    const string Native = "0oa1posternNative005";
    const string Request =
        $"response_type=code&scope=openid%20profile&redirect_uri={The.EncodedCallback}&state=s-1f0c&nonce=n-8c2e&prompt=none&{The.Pkce}";

    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync();

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Fact]
    public async Task A_pushed_request_gets_a_name_that_is_good_for_an_hour()
    {
        var answer = await PushAsync();

        answer.Status.ShouldBe(201, answer.Body);
        answer.Members.ShouldBe(["request_uri", "expires_in"]);
        answer.Text("request_uri").ShouldMatch("^urn:okta:[A-Za-z0-9_-]{43}$");
        answer.Json.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        answer.Headers["Cache-Control"].ShouldBe("no-cache, no-store");
    }

    [Theory]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task What_was_pushed_is_answered_as_if_the_browser_had_brought_it(string server)
    {
        var pushed = await PushAsync(server: server);

        var answer = await VisitAsync(pushed, server: server, more: $"&sessionToken={await Http.SessionTokenAsync()}");
        var tokens = await Http.RedeemAsync(answer.Redirected("code")!, server);

        answer.Redirected("state").ShouldBe("s-1f0c");
        tokens.Text("scope").ShouldBe("openid profile");
    }

    [Fact]
    public async Task A_session_token_may_be_pushed_along()
    {
        var pushed = await PushAsync($"{Request}&sessionToken={await Http.SessionTokenAsync()}");

        var answer = await VisitAsync(pushed);

        answer.Redirected("code").ShouldNotBeNull(answer.Location);
    }

    [Fact]
    public async Task Nothing_beside_the_name_counts()
    {
        var pushed = await PushAsync();

        var answer = await VisitAsync(
            pushed,
            more: "&scope=openid%20email&state=other&redirect_uri=https%3A%2F%2Felsewhere.example" +
                $"&sessionToken={await Http.SessionTokenAsync()}");

        answer.Location.ShouldStartWith("http://localhost:8080/callback?code=");
        answer.Redirected("state").ShouldBe("s-1f0c");
        (await Http.RedeemAsync(answer.Redirected("code")!)).Text("scope").ShouldBe("openid profile");
    }

    [Fact]
    public async Task A_name_works_once()
    {
        var pushed = await PushAsync();

        await VisitAsync(pushed);
        var again = await VisitAsync(pushed);

        again.ShouldBeErrorPage(400, "invalid_request_uri", "The authorize request_uri is invalid.");
    }

    [Fact]
    public async Task Of_a_hundred_browsers_that_bring_one_name_at_once_one_is_served()
    {
        var pushed = await PushAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => VisitAsync(pushed)));

        answers.Count(answer => answer.Status == 302).ShouldBe(1);
        answers.Count(answer => answer.Status == 400 && answer.Body.Contains("invalid_request_uri", StringComparison.Ordinal)).ShouldBe(99);
    }

    [Fact]
    public async Task A_user_may_take_longer_to_sign_in_than_the_name_lives()
    {
        var page = await VisitAsync(await PushAsync(Request.Replace("&prompt=none", "", StringComparison.Ordinal)));
        _clocked.Advance(seconds: 3599);

        var signedIn = await Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}");
        var answer = await Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        page.ShouldBeSignInPage();
        answer.Redirected("code").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task A_name_lives_an_hour()
    {
        var pushed = await PushAsync();

        _clocked.Advance(seconds: 3600);
        var answer = await VisitAsync(pushed);

        answer.ShouldBeErrorPage(400, "invalid_request_uri", "The authorize request_uri is invalid.");
    }

    [Fact]
    public async Task Another_client_cannot_use_the_name_and_does_not_burn_it()
    {
        var pushed = await PushAsync();

        var stolen = await VisitAsync(pushed, clientId: Native);
        var own = await VisitAsync(pushed);

        stolen.ShouldBeErrorPage(
            400, "invalid_client", "The 'client_id' parameter does not match the expected value for the provided request_uri.");
        own.Status.ShouldBe(302);
    }

    [Fact]
    public async Task Another_server_does_not_know_the_name()
    {
        var pushed = await PushAsync(server: "/oauth2/default");

        var answer = await VisitAsync(pushed, server: "/oauth2");

        answer.ShouldBeErrorPage(400, "invalid_request_uri", "The request_uri was issued for another authorization server.");
    }

    [Fact]
    public async Task A_name_and_a_request_object_are_too_much()
    {
        var answer = await VisitAsync(await PushAsync(), more: "&request=eyJhbGciOiJub25lIn0.e30.");

        answer.ShouldBeErrorPage(400, "invalid_request", "The authorize request must not contain both a request object and a request uri.");
    }

    [Theory]
    [InlineData("request_uri=urn%3Aokta%3Ax", 400, "invalid_request", "The 'request_uri' parameter must not be present in the request.")]
    [InlineData(
        "redirect_uri=https%3A%2F%2Felsewhere.example",
        400,
        "invalid_request",
        "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.")]
    [InlineData(
        "response_type=fly",
        400,
        "unsupported_response_type",
        "The response type is not supported by the authorization server. Configured response types: [code, id_token, token].")]
    [InlineData(
        "response_mode=web_message",
        400,
        "unsupported_response_mode",
        "The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, " +
        "okta_post_message].")]
    [InlineData("state=", 400, "invalid_request", "The authentication request has an invalid 'state' parameter.")]
    [InlineData(
        "scope=openid%20money", 400, "invalid_scope", "One or more scopes are not configured for the authorization server resource.")]
    [InlineData(
        "scope=email", 403, "access_denied", "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.")]
    [InlineData("code_challenge=", 400, "invalid_request", "PKCE code challenge is required by the application.")]
    [InlineData(
        "request=eyJhbGciOiJub25lIn0.e30.",
        400,
        "request_not_supported",
        "The authorize request object is not supported by this client.")]
    public async Task What_is_wrong_with_a_request_is_told_when_it_is_pushed(string change, int status, string error, string description)
    {
        var form = Request.Split('&').Where(field => !field.StartsWith(change.Split('=')[0] + '=', StringComparison.Ordinal))
            .Append(change);

        var answer = await PushAsync(string.Join('&', form));

        answer.ShouldBeError(status, error, description);
    }

    [Fact]
    public async Task A_confidential_client_must_prove_itself_to_push()
    {
        var answer = await PushAsync(clientId: The.Web);

        answer.ShouldBeError(
            401, "invalid_client", "Client authentication failed. Either the client or the client credentials are invalid.");
    }

    [Fact]
    public async Task The_secret_that_proved_the_client_is_not_kept_with_the_request()
    {
        var pushed = await PushAsync($"{Request}&client_secret={The.WebSecret}", clientId: The.Web);
        var answer = await VisitAsync(pushed, The.Web, more: $"&sessionToken={await Http.SessionTokenAsync()}");

        pushed.Status.ShouldBe(201, pushed.Body);
        answer.Location.ShouldNotContain("secret");
        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_client_that_must_push_is_refused_when_it_does_not()
    {
        await using var clocked = await ClockedOrg.StartAsync(The.Spa, app => app with { RequiresPushedAuthorization = true });

        var plain = await clocked.Http.GetAsync($"/oauth2/default/v1/authorize?client_id={The.Spa}&{Request}");
        var pushed = await clocked.Http.PostFormAsync("/oauth2/default/v1/par", $"client_id={The.Spa}&{Request}");
        var answer = await clocked.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&request_uri={pushed.Text("request_uri")}" +
            $"&sessionToken={await clocked.Http.SessionTokenAsync()}");

        plain.ShouldBeRedirectedError("invalid_request", "The client must push its authorization requests.");
        answer.Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_browser_may_ask_whether_it_may_push()
    {
        var answer = await Http.SendAsync(HttpMethod.Options, "/oauth2/default/v1/par", null, ("Origin", "http://localhost:8080"));

        answer.Status.ShouldBe(204);
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("http://localhost:8080");
    }

    Task<Answer> PushAsync(string form = Request, string clientId = The.Spa, string server = "/oauth2/default") =>
        Http.PostFormAsync($"{server}/v1/par", $"client_id={clientId}&{form}");

    Task<Answer> VisitAsync(Answer pushed, string clientId = The.Spa, string server = "/oauth2/default", string more = "") =>
        Http.GetAsync($"{server}/v1/authorize?client_id={clientId}&request_uri={Uri.EscapeDataString(pushed.Text("request_uri"))}{more}");
}
