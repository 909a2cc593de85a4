namespace Postern.Client.Tests.Flows;

public sealed class AuthorizationCodeFlowTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_is_sent_away_and_its_answer_becomes_tokens()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().AuthorizationCodeFlow;

        var request = await flow.BeginAsync(ct: Ct);
        org.IdTokenClaims = claims => claims["nonce"] = Sent(request).Query("nonce");
        var tokens = await flow.ExchangeAsync(flow.Read(request, new($"{The.RedirectUri}?code={The.Code}&state={request.State}")), Ct);

        tokens.IdToken.ShouldNotBeNull();
        request.Url.ShouldStartWith(
            $"https://example.okta.com/oauth2/default/v1/authorize?client_id={The.ClientId}&response_type=code&response_mode=query" +
            $"&scope=openid%20profile%20email&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state={request.State}&nonce=");
        request.Url.ShouldNotContain("prompt");
        request.Url.ShouldNotContain("sessionToken");
        request.ToString().ShouldNotContain(request.State);
    }

    [Fact]
    public async Task The_APIs_that_the_token_is_for_are_named_where_the_code_is_asked_for_and_where_it_is_redeemed()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().AuthorizationCodeFlow;

        var request = await flow.BeginAsync(
            new() { Prompt = null, Resources = ["https://api.example.com/a", "https://api.example.com/b"] }, Ct);
        org.IdTokenClaims = claims => claims["nonce"] = Sent(request).Query("nonce");
        _ = await flow.ExchangeAsync(flow.Read(request, new($"{The.RedirectUri}?code={The.Code}&state={request.State}")), Ct);

        request.Url.ShouldEndWith("&resource=https%3A%2F%2Fapi.example.com%2Fa&resource=https%3A%2F%2Fapi.example.com%2Fb");
        org.AskedAt("/token").Single().Body.Split('&').Where(pair => pair.StartsWith("resource=", StringComparison.Ordinal)).ShouldBe(
            ["resource=https%3A%2F%2Fapi.example.com%2Fa", "resource=https%3A%2F%2Fapi.example.com%2Fb"]);
    }

    [Fact]
    public async Task A_persons_no_is_told()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().AuthorizationCodeFlow;
        var request = await flow.BeginAsync(ct: Ct);

        Should.Throw<OAuthException>(() => flow.Read(request, new($"{The.RedirectUri}?error=access_denied&state={request.State}"))).Error
            .ShouldBe("access_denied");
    }

    [Fact]
    public async Task An_answer_to_another_request_or_at_another_address_is_refused()
    {
        using var org = new FakeOrg();
        var flow = org.Connect().AuthorizationCodeFlow;
        var request = await flow.BeginAsync(ct: Ct);

        Should.Throw<TokenValidationException>(() => flow.Read(request, new($"{The.RedirectUri}?code={The.Code}&state=another"))).Check
            .ShouldBe("state");
        _ = Should.Throw<ArgumentException>(
            () => flow.Read(request, new($"https://evil.example.com/?code={The.Code}&state={request.State}")));
    }

    [Fact]
    public async Task A_server_that_promises_its_issuer_must_name_it()
    {
        using var org = new FakeOrg();
        org.Discovery = _ =>
            Some.Json(
                200,
                org.Metadata.Replace(
                    "\"scopes_supported\"", "\"authorization_response_iss_parameter_supported\":true,\"scopes_supported\""));
        var flow = org.Connect().AuthorizationCodeFlow;
        var request = await flow.BeginAsync(ct: Ct);

        Should.Throw<TokenValidationException>(
            () => flow.Read(request, new($"{The.RedirectUri}?code={The.Code}&state={request.State}"))).Check.ShouldBe("iss");
        flow.Read(request, new($"{The.RedirectUri}?code={The.Code}&state={request.State}&iss={Uri.EscapeDataString(The.Issuer)}")).Code
            .ShouldBe(The.Code);
    }

    static Asked Sent(AuthorizationRequest request) => new(HttpMethod.Get, new(request.Url), "", "");
}
