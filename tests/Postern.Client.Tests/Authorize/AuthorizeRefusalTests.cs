namespace Postern.Client.Tests.Authorize;

public sealed class AuthorizeRefusalTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("login_required", "The client specified not to prompt, but the user is not logged in.", "fresh one")]
    [InlineData("login_required", "The client specified not to prompt, but the client app requires re-authentication or MFA.", "policy")]
    [InlineData("login_required", "Something new.", "Get a fresh one right before")]
    [InlineData("access_denied", "User is not assigned to the client application.", "assign")]
    [InlineData("access_denied", "Policy evaluation failed for this request, please check the policy configurations.", "Access Policies")]
    [InlineData("access_denied", "Some of the requested scopes were denied by the policy. Denied scopes: [x].", "rule")]
    [InlineData("invalid_scope", "One or more scopes are not configured for the authorization server resource.", "scopes list")]
    [InlineData("consent_required", "The following scopes require user consent: [x].", "consent")]
    [
        InlineData(
            "unsupported_response_type",
            "The response type is not supported by the authorization server. Configured response types: [code].",
            "response type"),
    ]
    [
        InlineData(
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code].",
            "implicit"),
    ]
    [
        InlineData(
            "unsupported_response_mode",
            "'query' response mode cannot be used with either the 'id_token' or 'token' response types.",
            "form_post"),
    ]
    [InlineData("invalid_request", "PKCE code challenge is required by the application.", "PKCE")]
    [
        InlineData(
            "interaction_required",
            "Your client is configured to use the interaction code flow and user interaction is required to complete the request.",
            "another app"),
    ]
    [InlineData("unauthorized_client", "This client cannot use a custom authorization server.", "org authorization server")]
    [InlineData("access_denied", "The request is made from outside the client's permitted network zones.", "network zones")]
    [InlineData("server_error", "The groups claim matched too many groups and must be configured to match fewer groups.", "100 groups")]
    [InlineData("access_denied", "The user's password is expired.", "change the password")]
    [InlineData("brand_new_error", null, "System Log")]
    public async Task An_error_in_the_redirect_says_what_to_do(string error, string? description, string hint)
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
            {
                var told = description is null ? "" : $"&error_description={Uri.EscapeDataString(description).Replace("%20", "+")}";
                return Some.Redirect($"{The.RedirectUri}?state={asked.Query("state")}&error={error}{told}");
            },
        };

        var refused = await AuthorizeAsync<OAuthException>(org);

        refused.Error.ShouldBe(error);
        refused.ErrorDescription.ShouldBe(description);
        refused.Stage.ShouldBe(Stage.Authorize);
        refused.Hint.ShouldContain(hint);
    }

    [Theory]
    [Trait("Proves", "OIDC 3.1.2.6 error response")]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    [InlineData("okta_post_message")]
    public async Task An_error_is_read_in_every_response_mode(string mode)
    {
        using var org = new FakeOrg { Authorize = asked => Answers(mode, asked.Query("state")) };

        var refused = await AuthorizeAsync<OAuthException>(org);

        refused.Error.ShouldBe("access_denied");
        refused.ErrorDescription.ShouldBe("User is not assigned to the client application.");
    }

    static HttpResponseMessage Answers(string mode, string state) => mode switch
    {
        "query" =>
            Some.Redirect(
                $"{The.RedirectUri}?state={state}&error=access_denied&error_description=User+is+not+assigned+to+the+client+application."),
        "fragment" =>
            Some.Redirect(
                $"{The.RedirectUri}#state={state}&error=access_denied&error_description=User+is+not+assigned+to+the+client+application."),
        "form_post" =>
            Some.Html(
                200,
                $"""<form id="appForm" method="post" action="{The.RedirectUri}"><input type="hidden" name="state" value="{state}"/><input type="hidden" name="error" value="access_denied"/><input type="hidden" name="error_description" value="User&#x20;is&#x20;not&#x20;assigned&#x20;to&#x20;the&#x20;client&#x20;application."/></form>"""),
        _ =>
            Some.Html(
                200,
                $"""<script>data.error = 'access_denied'; data.error_description = 'User\x20is\x20not\x20assigned\x20to\x20the\x20client\x20application.'; data.state = '{state.Replace("-", "\\x2D")}';</script>"""),
    };

    [Fact]
    public async Task An_error_without_a_state_is_still_the_error()
    {
        using var org = new FakeOrg
        {
            Authorize = _ =>
                Some.Redirect(
                    $"{The.RedirectUri}?error=invalid_request" +
                    "&error_description=The+authentication+request+has+an+invalid+%27state%27+parameter."),
        };

        (await AuthorizeAsync<OAuthException>(org)).Error.ShouldBe("invalid_request");
    }

    [Theory]
    [
        InlineData(
            "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings.", "invalid_request", "byte for byte"),
    ]
    [InlineData("Invalid value for 'client_id' parameter.", "invalid_client", "0oa")]
    [InlineData("Identity Provider: Unknown Error Code: access_denied", "access_denied", "System Log")]
    public async Task An_error_page_becomes_an_error(string text, string error, string hint)
    {
        using var org = new FakeOrg
        {
            Authorize = _ =>
                Some.Html(
                    400,
                    $"""<html><head><title>Example - Bad Request</title></head><body><div class="error-content"><h1>400</h1><p>Your request resulted in an error.   {text}</p></div><a>Go to Homepage</a></body></html>"""),
        };

        var refused = await AuthorizeAsync<OAuthException>(org);

        refused.Error.ShouldBe(error);
        refused.ErrorDescription.ShouldBe($"400 Your request resulted in an error. {text}");
        refused.StatusCode.ShouldBe(400);
        refused.Hint.ShouldContain(hint);
    }

    [Fact]
    public async Task An_error_in_Oktas_JSON_is_kept_whole()
    {
        using var org = new FakeOrg
        {
            Authorize = _ =>
                Some.Json(
                    404,
                    """{"errorCode":"E0000007","errorSummary":"Not found: Resource not found: aus1 (AuthorizationServer)","errorLink":"E0000007","errorId":"oae1","errorCauses":[]}"""),
        };

        var refused = await AuthorizeAsync<OktaApiException>(org);

        refused.Stage.ShouldBe(Stage.Authorize);
        refused.ErrorId.ShouldBe("oae1");
    }

    [Fact]
    public async Task An_error_in_OAuths_JSON_is_read()
    {
        using var org = new FakeOrg
        {
            Authorize = _ =>
                Some.Json(400, """{"error":"invalid_request","error_description":"The authorization server id is invalid."}"""),
        };

        (await AuthorizeAsync<OAuthException>(org)).Hint.ShouldContain("'default'");
    }

    [Theory]
    [
        InlineData(
            """<html><head><title>Example - Sign In</title></head><body><div id="okta-sign-in"></div><script>var stateToken = '02\x2Did\x2Dx';</script></body></html>""",
            Interaction.SignIn,
            "Example - Sign In"),
    ]
    [
        InlineData(
            """<html><head><title>Example - Extra Verification</title></head><body><div id="okta-sign-in"></div></body></html>""",
            Interaction.Factor,
            "Example - Extra Verification"),
    ]
    [
        InlineData(
            """<html><body><form id="password-verification-challenge"><h1>Please verify your password</h1></form></body></html>""",
            Interaction.Reauthentication,
            null),
    ]
    [InlineData("", Interaction.SignIn, null)]
    public async Task A_page_for_a_person_is_no_answer(string html, Interaction interaction, string? title)
    {
        using var org = new FakeOrg { Authorize = _ => Some.Html(200, html) };

        var wanted = await AuthorizeAsync<InteractionRequiredException>(org);

        wanted.Interaction.ShouldBe(interaction);
        wanted.PageTitle.ShouldBe(title);
        wanted.StatusCode.ShouldBe(200);
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.1 no open redirector")]
    [InlineData("/login/login.htm?fromURI=%2Foauth2%2Fv1%2Fauthorize%2Fredirect%3Fokta_key%3Dsecret-key", Interaction.SignIn)]
    [InlineData("https://example.okta.com/signin?x=secret-key", Interaction.SignIn)]
    [InlineData("/login/step-up/redirect?stateToken=secret-key", Interaction.Factor)]
    [InlineData("/signin/verify/okta/push", Interaction.Factor)]
    [InlineData("/sso/saml2/0oa1", Interaction.OtherHost)]
    [InlineData("https://idp.example.net/login?SAMLRequest=secret-key", Interaction.OtherHost)]
    [InlineData("https://app.example.com.evil.example.net/callback?code=secret-key", Interaction.OtherHost)]
    [InlineData("https://app.example.com/callback/other?code=secret-key", Interaction.OtherHost)]
    [InlineData("http://app.example.com/callback?code=secret-key", Interaction.OtherHost)]
    [InlineData("https://app.example.com:8443/callback?code=secret-key", Interaction.OtherHost)]
    [InlineData("https://user@app.example.com/callback?code=secret-key", Interaction.OtherHost)]
    public async Task A_redirect_to_anywhere_else_is_neither_followed_nor_believed(string location, Interaction interaction)
    {
        using var org = new FakeOrg { Authorize = _ => Some.Redirect(location) };

        var wanted = await AuthorizeAsync<InteractionRequiredException>(org);

        wanted.Interaction.ShouldBe(interaction);
        wanted.ToString().ShouldNotContain("secret-key");
        org.AskedAt("/authorize").Count().ShouldBe(1);
        org.Asked.Select(asked => asked.Url.AbsolutePath)
            .Except(["/oauth2/default/.well-known/openid-configuration", "/oauth2/default/v1/authorize", "/.well-known/okta-organization"])
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(502)]
    public async Task A_status_that_says_nothing_becomes_an_error_and_the_session_token_is_not_spent_again(int status)
    {
        using var org = new FakeOrg { Authorize = _ => Some.Html(status, "<h1>Something</h1>") };

        (await AuthorizeAsync<UnexpectedResponseException>(org)).StatusCode.ShouldBe(status);

        org.AskedAt("/authorize").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_follows_redirects_is_told_so()
    {
        using var org = new FakeOrg();
        org.Authorize = asked =>
        {
            var answer = Some.Html(200, "<h1>The app</h1>");
            answer.RequestMessage = new HttpRequestMessage(HttpMethod.Get, $"{The.RedirectUri}?code={The.Code}");
            return answer;
        };

        var misuse = await Should.ThrowAsync<InvalidOperationException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        misuse.Message.ShouldContain("https://app.example.com");
        misuse.Message.ShouldContain("CreateHandler");
        misuse.ToString().ShouldNotContain(The.Code);
    }

    [Fact]
    public async Task A_client_that_followed_a_redirect_to_nowhere_is_told_so_too()
    {
        using var nowhere = new FollowingHandler();
        using var http = new HttpClient(nowhere);
        var client = new OktaClient(http, new() { Issuer = The.Issuer, ClientId = The.ClientId, RedirectUri = The.RedirectUri });

        var misuse = await Should.ThrowAsync<InvalidOperationException>(
            () => client.SessionTokenFlow.AuthenticateAsync(The.Login, The.Password, Ct));

        misuse.Message.ShouldContain("https://app.example.com by itself");
        misuse.ToString().ShouldNotContain(The.Code);
    }

    [Fact]
    public void The_handler_on_offer_follows_nothing_and_keeps_no_cookie()
    {
        using var handler = OktaClient.CreateHandler();

        handler.AllowAutoRedirect.ShouldBeFalse();
        handler.UseCookies.ShouldBeFalse();
    }

    static async Task<T> AuthorizeAsync<T>(FakeOrg org) where T : Exception
    {
        var refused = await Should.ThrowAsync<T>(() => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));
        refused.ToString().ShouldNotContain(The.SessionToken);
        return refused;
    }

    /// <summary>As .NET's own handler does: the request's address changes before the redirect is followed.</summary>
    sealed class FollowingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri($"{The.RedirectUri}?code={The.Code}");
            throw new HttpRequestException("Connection refused (app.example.com:443)");
        }
    }
}
