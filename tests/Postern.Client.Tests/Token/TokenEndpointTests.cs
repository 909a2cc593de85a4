namespace Postern.Client.Tests.Token;

public sealed class TokenEndpointTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_redeems_the_code_with_its_verifier()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;
        var response = await flow.AuthorizeAsync(The.SessionToken, ct: Ct);

        _ = await flow.ExchangeAsync(response, Ct);

        var asked = org.AskedAt("/token").ShouldHaveSingleItem();
        asked.Method.ShouldBe(HttpMethod.Post);
        asked.Url.AbsoluteUri.ShouldBe("https://example.okta.com/oauth2/default/v1/token");
        asked.Body.ShouldBe(
            $"grant_type=authorization_code&code={The.Code}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback" +
            $"&code_verifier={response.CodeVerifier}&client_id={The.ClientId}");
        asked.Headers.ShouldContain("Content-Type: application/x-www-form-urlencoded");
        asked.Headers.ShouldContain("Accept: application/json");
        asked.Headers.ShouldNotContain("Origin");
    }

    [Fact]
    public async Task Without_PKCE_there_is_no_verifier()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { UsePkce = false }, Ct);

        org.AskedAt("/token").Single().Body.ShouldNotContain("code_verifier");
    }

    [Fact]
    public async Task A_refresh_token_is_handed_out_and_not_printed()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens().Replace("\"scope\"", $"\"refresh_token\":\"{The.RefreshToken}\",\"scope\""));

        var tokens = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.RefreshToken.ShouldBe(The.RefreshToken);
        tokens.ToString().ShouldNotContain(The.RefreshToken);
        tokens.ToString().ShouldNotContain(tokens.AccessToken!);
        tokens.ToString().ShouldNotContain(tokens.IdToken!);
        tokens.ToString().ShouldContain("sha256:");
    }

    [Fact]
    public async Task Scopes_that_the_answer_leaves_out_are_those_asked_for()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens().Replace("\"scope\":\"openid profile\",", ""));

        var tokens = await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.Scopes.ShouldBe(["openid", "profile", "email"]);
    }

    [Theory]
    [InlineData(400, "invalid_grant", "The authorization code is invalid or has expired.", "once")]
    [InlineData(400, "invalid_grant", "PKCE verification failed.", "verifier")]
    [
        InlineData(
            400,
            "invalid_grant",
            "The 'redirect_uri' does not match the redirection URI used in the authorization request.",
            "same redirect URI"),
    ]
    [InlineData(401, "invalid_client", "The client secret supplied for a confidential client is invalid.", "secret")]
    [InlineData(401, "invalid_client", "Client authentication failed. Either the client or the client credentials are invalid.", "method")]
    [
        InlineData(
            400,
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [implicit].",
            "grant type"),
    ]
    [InlineData(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.", "DPoP")]
    [InlineData(400, "invalid_request", "The grant was issued for another authorization server.", "same authorization server")]
    public async Task A_refusal_says_what_to_do_and_the_code_is_not_sent_again(int status, string error, string description, string hint)
    {
        using var org = new FakeOrg { Token = _ => Some.Json(status, $$"""{"error":"{{error}}","error_description":"{{description}}"}""") };

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Error.ShouldBe(error);
        refused.ErrorDescription.ShouldBe(description);
        refused.StatusCode.ShouldBe(status);
        refused.Stage.ShouldBe(Stage.Token);
        refused.Hint.ShouldContain(hint);
        refused.ToString().ShouldNotContain(The.Code);
        org.AskedAt("/token").Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_code_is_not_sent_again_after_a_server_error(int status)
    {
        using var org = new FakeOrg
        {
            Token = _ => Some.Json(status, """{"errorCode":"E0000009","errorSummary":"Internal Server Error"}"""),
        };

        _ = await Should.ThrowAsync<OktaApiException>(() => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        org.AskedAt("/token").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_code_is_not_sent_again_after_a_failure_of_the_network()
    {
        using var org = new FakeOrg { Token = _ => throw new HttpRequestException("connection reset") };

        _ = await Should.ThrowAsync<HttpRequestException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        org.AskedAt("/token").Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"token_type":"Bearer","expires_in":3600}""")]
    [InlineData("""{"token_type":"Bearer","expires_in":3600,"access_token":null}""")]
    [InlineData("""{"access_token":"x","expires_in":3600}""")]
    [InlineData("""{"access_token":"x","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"x","token_type":"Bearer","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"x","token_type":"DPoP","expires_in":3600}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task An_answer_that_lacks_something_is_refused(string body)
    {
        using var org = new FakeOrg { Token = _ => Some.Json(200, body) };

        var unexpected = await Should.ThrowAsync<UnexpectedResponseException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        unexpected.Stage.ShouldBe(Stage.Token);
    }
}
