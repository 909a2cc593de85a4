namespace Postern.Client.Tests.Authn;

/// <summary>SUCCESS that looks another way than it is documented.</summary>
public sealed class OddSuccessTests : IDisposable
{
    const string Page = "/login/token/redirect";

    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Theory]
    [InlineData("""{"status":"SUCCESS","sessionToken":null}""")]
    [InlineData("""{"status":"SUCCESS","sessionToken":""}""")]
    [InlineData("""{"status":"SUCCESS","stateToken":"00state"}""")]
    [InlineData("""{"status":"SUCCESS","recoveryType":"UNLOCK","_embedded":{"user":{"id":"00u1"} } }""")]
    [
        InlineData(
            """{"status":"SUCCESS","stateToken":"00state","_links":{"next":{"name":"original","href":"https://example.okta.com/app/home","hints":{"allow":["GET"]} } } }"""),
    ]
    public async Task Success_that_gives_no_session_token_says_so_and_what_an_admin_can_do(string transaction)
    {
        _org.Authn = _ => Some.Json(200, transaction);

        var refused = await Should.ThrowAsync<AuthnException>(
            () => _org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Transaction.ShouldBeOfType<AuthnTransaction.SuccessWithoutSessionToken>();
        refused.Message.ShouldBe("Okta answered SUCCESS. It wants nothing more, and gave no session token.");
        refused.Hint.ShouldContain("state token for all flows");
        _org.AskedAt("/authorize").ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_session_is_made_at_a_page_it_is_made_there_and_its_cookies_stand_for_the_session_token()
    {
        _org.Authn = _ =>
            WithCookies(Some.Json(200, AtPage($"{The.Org}{Page}?stateToken=00state")), "JSESSIONID=j-1; Path=/; Secure", "DT=d-1; Path=/");
        _org.Answers[Page] = _ => WithCookies(Some.Redirect("/app/UserHome"), "sid=s-1; Path=/; HttpOnly", "idx=i-1; Path=/");

        var tokens = await _org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
        var page = _org.AskedAt(Page).ShouldHaveSingleItem();
        page.Url.Query.ShouldBe("?stateToken=00state");
        page.Headers.ShouldContain("Cookie: JSESSIONID=j-1; DT=d-1");
        var authorize = _org.AskedAt("/v1/authorize").ShouldHaveSingleItem();
        authorize.Headers.ShouldContain("Cookie: JSESSIONID=j-1; DT=d-1; sid=s-1; idx=i-1");
        authorize.Url.Query.ShouldNotContain("sessionToken");
        _org.AskedAt("/UserHome").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(403, "")]
    [InlineData(200, "")]
    [InlineData(302, "sid=; Max-Age=0")]
    public async Task A_page_that_makes_no_session_is_told_by_its_address_and_answer(int status, string cookie)
    {
        _org.Authn = _ => Some.Json(200, AtPage($"{The.Org}{Page}?stateToken=00state"));
        _org.Answers[Page] = _ =>
            WithCookies(Some.Html(status, "<h1>no</h1>"), [.. cookie.Split('|', StringSplitOptions.RemoveEmptyEntries)]);

        var refused = await Should.ThrowAsync<AuthnException>(
            () => _org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Message.ShouldBe(
            $"Okta answered SUCCESS. It gave no session token, and {The.Org}{Page}, to which it sends a browser, answered {status} " +
            "without a session.");
        refused.Hint.ShouldContain("state token for all flows");
        refused.ToString().ShouldNotContain("00state");
    }

    [Fact]
    public async Task A_page_elsewhere_is_given_no_state_token()
    {
        _org.Authn = _ => Some.Json(200, AtPage($"https://evil.example{Page}?stateToken=00state"));

        var refused = await Should.ThrowAsync<UnexpectedResponseException>(
            () => _org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Message.ShouldNotContain("00state");
        _org.Asked.ShouldAllBe(asked => asked.Url.Host != "evil.example");
    }

    [Fact]
    public async Task A_session_token_beside_the_page_is_what_counts()
    {
        _org.Authn = _ =>
            Some.Json(
                200,
                AtPage($"{The.Org}{Page}?stateToken=00state")
                    .Replace("\"status\"", $"\"sessionToken\":\"{The.SessionToken}\",\"status\"", StringComparison.Ordinal));

        _ = await _org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        _org.AskedAt(Page).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_takes_the_steps_one_by_one_can_go_by_the_page_too()
    {
        _org.Authn = _ => Some.Json(200, AtPage($"{The.Org}{Page}?stateToken=00state"));
        _org.Answers[Page] = _ => WithCookies(Some.Redirect("/app/UserHome"), "idx=i-1; Path=/");
        var flow = _org.Connect().SessionTokenFlow;
        var transaction = await flow.AuthenticateAsync(The.Login, The.Password, Ct);

        var response = await flow.AuthorizeAsync(transaction.ShouldBeOfType<AuthnTransaction.SuccessWithoutSessionToken>(), ct: Ct);

        response.Code.ShouldBe(The.Code);
        (await Should.ThrowAsync<AuthnException>(() => flow.SignInAsync(The.Login, The.Password, new(), Ct))).Status.ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("""{"access_token":"","token_type":"Bearer","expires_in":3600}""", "an empty access_token")]
    [InlineData("""{"access_token":" ","token_type":"Bearer","expires_in":3600}""", "an empty access_token")]
    public async Task A_token_that_is_empty_is_none(string body, string said)
    {
        _org.Token = _ => Some.Json(200, body);

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => _org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Message.ShouldContain(said);
    }

    [Fact]
    public async Task An_empty_refresh_token_is_not_kept_to_be_sent()
    {
        _org.Token = _ =>
            Some.Json(
                200,
                $$"""{"access_token":"{{_org.AccessToken()}}","token_type":"Bearer","expires_in":3600,"refresh_token":"","id_token":"","device_secret":""}""");

        var tokens = await _org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        tokens.RefreshToken.ShouldBeNull();
        tokens.IdToken.ShouldBeNull();
        tokens.DeviceSecret.ShouldBeNull();
    }

    [Theory]
    [
        InlineData(
            """{"device_code":"","user_code":"AB","verification_uri":"https://example.okta.com/activate","expires_in":600}""",
            "device_code"),
    ]
    [
        InlineData(
            """{"device_code":"d","user_code":"","verification_uri":"https://example.okta.com/activate","expires_in":600}""", "user_code"),
    ]
    [InlineData("""{"device_code":"d","user_code":"AB","verification_uri":"","expires_in":600}""", "verification_uri")]
    public async Task Nor_is_a_device_code_that_is_empty_one(string body, string member)
    {
        _org.DeviceAuthorize = _ => Some.Json(200, body);

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => _org.Connect().DeviceAuthorizationFlow.BeginAsync(ct: Ct))).Message.ShouldBe(
                $"The answer to the device authorization request has an empty {member}.");
    }

    [Theory]
    [InlineData("""{"errorCode":"E0000004","errorSummary":""}""", "E0000004")]
    [InlineData("""{"error":"invalid_client","error_description":""}""", "invalid_client")]
    public async Task An_error_without_words_ends_in_no_colon(string body, string message)
    {
        _org.Token = _ => Some.Json(401, body);

        (
            await Should.ThrowAsync<OktaException>(
                () => _org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Message.ShouldBe(message);
    }

    static string AtPage(string href) => $$"""
        {"stateToken":"00state","status":"SUCCESS","_embedded":{"user":{"id":"{{The.UserId}}"} },"_links":{"next":{"name":"original","href":"{{href}}","hints":{"allow":["GET"]} } } }
        """;

    static HttpResponseMessage WithCookies(HttpResponseMessage answer, params string[] cookies)
    {
        answer.Headers.Add("Set-Cookie", cookies);
        return answer;
    }
}
