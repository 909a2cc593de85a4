namespace Postern.Client.Tests.Validation;

public sealed class DiscoveryTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(The.Issuer, "https://example.okta.com/oauth2/default/.well-known/openid-configuration")]
    [InlineData(The.Org, "https://example.okta.com/.well-known/openid-configuration")]
    public async Task The_document_is_where_the_issuer_says(string issuer, string url)
    {
        using var org = new FakeOrg(issuer);

        _ = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        org.Asked[0].Url.AbsoluteUri.ShouldBe(url);
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.1 mix-up")]
    [InlineData("https://evil.example.com")]
    [InlineData("https://example.okta.com")]
    [InlineData("https://example.okta.com/oauth2/default/")]
    [InlineData("https://EXAMPLE.okta.com/oauth2/default")]
    public async Task A_document_of_another_issuer_is_refused(string issuer)
    {
        using var org = new FakeOrg();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace($"\"issuer\":\"{The.Issuer}\"", $"\"issuer\":\"{issuer}\""));

        var refused = await RefusedAsync<TokenValidationException>(org);

        refused.Subject.ShouldBe("discovery");
        refused.Check.ShouldBe("iss");
        refused.Expected.ShouldBe(The.Issuer);
        refused.Actual.ShouldBe(issuer);
    }

    [Theory]
    [InlineData("/v1/token", "http://example.okta.com/v1/token")]
    [InlineData("/v1/keys", "file:///etc/keys.json")]
    [InlineData("/v1/authorize", "/v1/authorize")]
    public async Task An_endpoint_less_secure_than_the_issuer_is_refused(string path, string weak)
    {
        using var org = new FakeOrg();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace($"{The.Issuer}{path}", weak));

        var refused = await RefusedAsync<TokenValidationException>(org);

        refused.Check.ShouldBe("endpoint");
        refused.Actual.ShouldBe(weak);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.6 metadata")]
    public async Task Endpoints_elsewhere_are_used_where_the_document_names_them()
    {
        using var org = new FakeOrg();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace("/v1/authorize", "/custom/authorize"));
        org.Answers["/oauth2/default/custom/authorize"] = asked =>
            Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={asked.Query("state")}");

        (await org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_is_not_there_says_so()
    {
        using var org = new FakeOrg
        {
            Discovery = _ =>
                Some.Json(
                    404,
                    """{"errorCode":"E0000007","errorSummary":"Not found: Resource not found: default (AuthorizationServer)","errorLink":"E0000007","errorId":"oae1","errorCauses":[]}"""),
        };

        var refused = await RefusedAsync<OktaApiException>(org);

        refused.Stage.ShouldBe(Stage.Discovery);
        refused.Hint.ShouldContain("'default'");
    }

    [Theory]
    [InlineData(200, "<h1>Proxy</h1>", "text/html")]
    [InlineData(404, "<h1>Page not found</h1>", "text/html")]
    [InlineData(200, "{}", "application/json")]
    [InlineData(200, """{"issuer":null}""", "application/json")]
    public async Task An_answer_that_is_no_document_is_refused(int status, string body, string mediaType)
    {
        using var org = new FakeOrg
        {
            Discovery = _ =>
                new((System.Net.HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) },
        };

        (await RefusedAsync<UnexpectedResponseException>(org)).Stage.ShouldBe(Stage.Discovery);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().SessionTokenFlow;
        org.Discovery = _ => Some.Html(404, "not yet");
        _ = await Should.ThrowAsync<UnexpectedResponseException>(() => flow.AuthorizeAsync(The.SessionToken, ct: Ct));

        org.Discovery = _ => Some.Json(200, org.Metadata);

        (await flow.AuthorizeAsync(The.SessionToken, ct: Ct)).Code.ShouldBe(The.Code);
    }

    [Fact]
    public async Task The_document_is_public_typed_and_as_it_came()
    {
        using var org = new FakeOrg();
        org.Discovery = _ =>
            Some.Json(
                200,
                org.Metadata.Replace(
                    "\"scopes_supported\"",
                    "\"vendor_extension\":{\"x\":1},\"require_pushed_authorization_requests\":true,\"scopes_supported\""));

        var server = await org.Connect().GetMetadataAsync(Ct);

        server.Issuer.ShouldBe("https://example.okta.com/oauth2/default");
        server.UserInfoEndpoint.ShouldBe("https://example.okta.com/oauth2/default/v1/userinfo");
        server.ScopesSupported.ShouldBe(["openid"]);
        server.GrantTypesSupported.ShouldBeEmpty();
        server.RequirePushedAuthorizationRequests.ShouldBeTrue();
        server.Document.GetProperty("vendor_extension").GetProperty("x").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_one_app_may_use_is_asked_anew_each_time_and_no_flow_goes_by_it()
    {
        using var org = new FakeOrg();
        org.Discovery = asked =>
            Some.Json(
                200,
                asked.Query("client_id") is "" ? org.Metadata : org.Metadata.Replace($"{The.Issuer}/v1/token", $"{The.Issuer}/v1/other"));
        var client = org.Connect();

        var first = await client.GetMetadataAsync("0oa/of another&app", Ct);
        _ = await client.GetMetadataAsync("0oa/of another&app", Ct);
        var whole = await client.GetMetadataAsync(Ct);

        first.TokenEndpoint.ShouldBe("https://example.okta.com/oauth2/default/v1/other");
        whole.TokenEndpoint.ShouldBe("https://example.okta.com/oauth2/default/v1/token");
        org.AskedAt("/openid-configuration").Select(asked => asked.Url.Query)
            .ShouldBe(["?client_id=0oa%2Fof%20another%26app", "?client_id=0oa%2Fof%20another%26app", ""]);
    }

    [Fact]
    public async Task An_app_that_the_org_does_not_have_says_so()
    {
        using var org = new FakeOrg
        {
            Discovery = _ =>
                Some.Json(
                    400,
                    """{"errorCode":"invalid_client","errorSummary":"Invalid value for 'client_id' parameter.","errorLink":"invalid_client","errorId":"oae1","errorCauses":[]}"""),
        };

        var refused = await Should.ThrowAsync<OktaApiException>(() => org.Connect().GetMetadataAsync("0oaUnknown", Ct));

        refused.ErrorCode.ShouldBe("invalid_client");
        refused.Stage.ShouldBe(Stage.Discovery);
        refused.Hint.ShouldContain("starts with 0oa");
    }

    [Fact]
    public async Task What_is_said_to_one_app_is_checked_like_the_whole()
    {
        using var org = new FakeOrg();
        org.Discovery = _ =>
            Some.Json(200, org.Metadata.Replace($"\"issuer\":\"{The.Issuer}\"", "\"issuer\":\"https://evil.example.com\""));

        (await Should.ThrowAsync<TokenValidationException>(() => org.Connect().GetMetadataAsync(The.ClientId, Ct))).Check.ShouldBe("iss");
    }

    [Fact]
    public async Task An_issuer_that_ends_in_a_slash_is_taken_where_it_was_configured_so()
    {
        using var org = new FakeOrg();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace($"\"issuer\":\"{The.Issuer}\"", $"\"issuer\":\"{The.Issuer}/\""));
        org.IdTokenClaims = claims => claims["iss"] = $"{The.Issuer}/";
        org.AccessTokenClaims = claims => claims["iss"] = $"{The.Issuer}/";

        var client = org.Connect(options => options with { Issuer = $"{The.Issuer}/" });

        (await client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_weak_endpoint_that_is_not_used_yet_is_refused_too()
    {
        using var org = new FakeOrg();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace($"{The.Issuer}/v1/revoke", "http://example.okta.com/v1/revoke"));

        (await RefusedAsync<TokenValidationException>(org)).Actual.ShouldBe("http://example.okta.com/v1/revoke");
    }

    static async Task<T> RefusedAsync<T>(FakeOrg org) where T : Exception
    {
        var refused = await Should.ThrowAsync<T>(() => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));
        org.AskedAt("/authorize").ShouldBeEmpty();
        return refused;
    }
}
