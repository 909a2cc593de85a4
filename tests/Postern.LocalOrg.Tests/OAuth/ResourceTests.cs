namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>The API that tokens are asked for by its name: RFC 8707, oidc.md 22.</summary>
public sealed class ResourceTests(SharedOrg shared)
{
    const string ApiDefault = "api%3A%2F%2Fdefault";
    const string ApiOrders = "api%3A%2F%2Forders";
    const string Elsewhere = "https%3A%2F%2Felsewhere.example";
    const string Rejected = "The authorization server has rejected the 'resource' parameter: https://elsewhere.example";
    const string TooMany = "Too many 'resource' parameters in the request; maximum allowed is 1.";
    const string OnlyDefault = "Only support default api resource for authorization when passing resource parameter.";
    const string NotSupported = "The api resource is not supported by the authorization server.";
    const string Mismatched = "The 'resource' parameter does not match the resource used in the authorization request.";

    [Fact]
    public async Task A_custom_server_has_its_audience()
    {
        var answer = await shared.Http.AuthorizeAsync(
            "/oauth2/default", AuthorizeQuery.With($"client_id={The.Spa}&{The.Pkce}&resource={ApiDefault}"));
        var tokens = await RedeemAsync(answer.Redirected("code")!, "/oauth2/default", $"&resource={ApiDefault}");

        tokens.Status.ShouldBe(200, tokens.Body);
        Jwt.Text(tokens.Text("access_token"), "aud").ShouldBe("api://default");
    }

    [Fact]
    public async Task The_org_server_has_the_org()
    {
        var org = Uri.EscapeDataString(shared.Url);
        var answer = await shared.Http.AuthorizeAsync("/oauth2", AuthorizeQuery.With($"client_id={The.Spa}&{The.Pkce}&resource={org}"));
        var tokens = await RedeemAsync(answer.Redirected("code")!, "/oauth2", $"&resource={org}");

        tokens.Status.ShouldBe(200, tokens.Body);
        Jwt.Text(tokens.Text("access_token"), "aud").ShouldBe(shared.Url);
    }

    [Theory]
    [InlineData("/oauth2", Elsewhere, "invalid_target", Rejected)]
    [InlineData("/oauth2/default", Elsewhere, "invalid_target", Rejected)]
    [InlineData("/oauth2/default", ApiOrders, "unsupported_api_resource", OnlyDefault)]
    [InlineData("/oauth2", ApiDefault, "unsupported_api_resource", OnlyDefault)]
    [InlineData("/oauth2/default", ApiDefault + "&resource=" + ApiDefault, "invalid_target", TooMany)]
    public async Task Any_other_is_refused_at_the_authorization_endpoint(string server, string resource, string error, string description)
    {
        var answer = await shared.Http.GetAsync($"{server}/v1/authorize?{AuthorizeQuery.Good}&resource={resource}");

        answer.ShouldBeRedirectedError(error, description);
    }

    [Theory]
    [InlineData(Elsewhere, "invalid_target", Rejected)]
    [InlineData(ApiOrders, "unsupported_api_resource", OnlyDefault)]
    [InlineData(ApiDefault + "&resource=" + ApiOrders, "invalid_target", TooMany)]
    public async Task Any_other_is_refused_where_requests_are_pushed(string resource, string error, string description)
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/par", $"{AuthorizeQuery.Good}&resource={resource}", The.BasicOfWeb);

        answer.ShouldBeError(400, error, description);
    }

    [Theory]
    [InlineData(Elsewhere, "invalid_target", Rejected)]
    [InlineData(ApiOrders, "unsupported_api_resource", NotSupported)]
    [InlineData(ApiDefault + "&resource=" + ApiDefault, "invalid_target", TooMany)]
    public async Task Any_other_is_refused_to_clients_that_act_for_themselves_and_to_passwords(
        string resource, string error, string description)
    {
        var own = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=client_credentials&scope=api:read&resource={resource}", The.BasicOfService);
        var password = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=password&client_id={The.Native}&username=ada%40example.com&password={The.Password}&scope=openid" +
            $"&resource={resource}");

        own.ShouldBeError(400, error, description);
        password.ShouldBeError(400, error, description);
    }

    [Fact]
    public async Task A_client_that_acts_for_itself_may_name_the_API()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=client_credentials&scope=api:read&resource={ApiDefault}", The.BasicOfService);

        Jwt.Text(answer.Text("access_token"), "aud").ShouldBe("api://default");
    }

    [Fact]
    public async Task A_code_is_for_the_resource_that_it_was_asked_for()
    {
        var mismatched = await RedeemAsync(await shared.Http.CodeAsync(clientId: The.Spa), "/oauth2/default", $"&resource={ApiOrders}");
        var several = await RedeemAsync(
            await shared.Http.CodeAsync(clientId: The.Spa), "/oauth2/default", $"&resource={ApiDefault}&resource={ApiOrders}");

        mismatched.ShouldBeError(400, "invalid_request", Mismatched);
        several.ShouldBeError(400, "invalid_target", TooMany);
    }

    [Fact]
    public async Task A_refresh_token_is_for_the_resource_that_it_was_asked_for()
    {
        var token = (await shared.Http.TokensAsync(scope: "openid%20offline_access")).Text("refresh_token");

        var mismatched = await shared.Http.RefreshAsync(token, more: $"&resource={Elsewhere}");
        var matched = await shared.Http.RefreshAsync(token, more: $"&resource={ApiDefault}");

        mismatched.ShouldBeError(400, "invalid_request", Mismatched);
        matched.Status.ShouldBe(200, matched.Body);
    }

    [Fact]
    public async Task Another_parameter_that_is_repeated_is_named_and_the_resource_is_not()
    {
        var answer = await shared.Http.GetAsync(
            $"/oauth2/default/v1/authorize?{AuthorizeQuery.Good}&resource={ApiDefault}&resource={ApiDefault}&scope=email");

        answer.ShouldBeRedirectedError("invalid_request", "Duplicate parameter provided in request. Duplicated parameters: [scope].");
    }

    Task<Answer> RedeemAsync(string code, string server, string more) => shared.Http.PostFormAsync(
        $"{server}/v1/token",
        $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={code}" +
        $"&code_verifier={The.Verifier}{more}");
}
