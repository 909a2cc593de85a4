using System.Net.Http.Headers;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>
/// What Okta requires is required here, of every endpoint that clients call: a request that passed without it would fail at a real org.
/// </summary>
public sealed class RequiredParameterTests(SharedOrg shared)
{
    public static TheoryData<RequiredParameter> All => [.. RequiredParameters.All];

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task Left_out_it_is_missed(RequiredParameter parameter)
    {
        var whole = await shared.Http.PostFormAsync(parameter.Endpoint, parameter.Form);

        var answer = await shared.Http.PostFormAsync(parameter.Endpoint, parameter.Without);

        answer.ShouldBeError(parameter.Status, parameter.Error, parameter.Description);
        whole.Body.ShouldNotBe(answer.Body, "what else is wrong with the request must not be told so too");
    }

    // RFC 6749 section 3.2: parameters sent without a value are treated as if they were omitted.
    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task Empty_it_is_missed(RequiredParameter parameter)
    {
        var answer = await shared.Http.PostFormAsync(parameter.Endpoint, parameter.Empty);

        answer.ShouldBeError(parameter.Status, parameter.Error, parameter.Description);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public async Task Twice_it_is_refused_even_where_both_say_the_same(RequiredParameter parameter)
    {
        var answer = await shared.Http.PostFormAsync(parameter.Endpoint, parameter.Twice);

        answer.ShouldBeError(400, "invalid_request", "The request contained multiple parameters with the same name.");
    }

    [Theory]
    [InlineData("introspect")]
    [InlineData("revoke")]
    [InlineData("token")]
    [InlineData("par")]
    [InlineData("device/authorize")]
    [InlineData("bc/authorize")]
    public async Task Who_asks_must_be_known_before_anything_else_is_looked_at(string endpoint)
    {
        var nobody = await shared.Http.PostFormAsync($"/oauth2/default/v1/{endpoint}", "");
        var unproved = await shared.Http.PostFormAsync($"/oauth2/default/v1/{endpoint}", $"client_id={The.Web}");
        var wrong = await shared.Http.PostFormAsync($"/oauth2/default/v1/{endpoint}", $"client_id={The.Web}&client_secret=wrong");

        nobody.ShouldBeError(401, "invalid_client", "No client credentials found.");
        unproved.ShouldBeError(
            401, "invalid_client", "Client authentication failed. Either the client or the client credentials are invalid.");
        wrong.ShouldBeError(401, "invalid_client", "The client secret supplied for a confidential client is invalid.");
    }

    [Fact]
    public async Task Two_proofs_in_the_header_are_none()
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/introspect", $"token=x&client_id={The.Spa}", The.BasicOfWeb, The.BasicOfService);

        answer.ShouldBeError(401, "invalid_client", "Found Authentication header but was not valid client credentials.");
    }

    [Theory]
    [InlineData("client_secret=x&client_assertion=x", "")]
    [InlineData("client_secret=x", "Basic eDp4")]
    [InlineData("client_assertion=x", "Basic eDp4")]
    public async Task Of_two_kinds_of_proof_none_is_taken(string form, string header)
    {
        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/introspect", $"token=x&client_id=x&{form}", ("Authorization", header));

        answer.ShouldBeError(
            401,
            "invalid_request",
            "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials " +
            "in the post body, "
                + "or a client_assertion in the post body.");
    }

    [Fact]
    public async Task A_code_is_not_spent_by_a_request_that_lacks_something()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);
        var early = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Spa}&code={code}&code_verifier={The.Verifier}");

        var answer = await shared.Http.RedeemAsync(code);

        early.ShouldBeError(400, "invalid_request", "The required parameter 'redirect_uri' is missing.");
        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task An_access_token_is_missed_where_claims_are_asked_for()
    {
        var none = await shared.Http.GetAsync("/oauth2/default/v1/userinfo");
        var emptyHeader = await shared.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", "Bearer "));
        var emptyForm = await shared.Http.PostFormAsync("/oauth2/default/v1/userinfo", "access_token=");
        var twice = await shared.Http.PostFormAsync("/oauth2/default/v1/userinfo", "access_token=x&access_token=x");
        var both = await shared.Http.PostFormAsync("/oauth2/default/v1/userinfo", "access_token=x", ("Authorization", "Bearer x"));

        foreach (var answer in (Answer[])[none, emptyHeader, emptyForm])
        {
            answer.ShouldBeError(401, "invalid_request", "The access token is missing.");
            answer.Headers["WWW-Authenticate"].ShouldBe(
                "Bearer error=\"invalid_request\", error_description=\"The access token is missing.\"");
        }

        twice.ShouldBeError(400, "invalid_request", "The request contained multiple parameters with the same name.");
        both.ShouldBeError(
            400, "invalid_request", "The access token cannot be specified in both the Authorization header and the request-body.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?resource=")]
    [InlineData("?resource=okta:acct:")]
    [InlineData("?resource=okta:acct:ada%40example.com&resource=okta:acct:ada%40example.com")]
    public async Task Webfinger_wants_one_resource(string query)
    {
        var answer = await shared.Http.GetAsync($"/.well-known/webfinger{query}");

        answer.ShouldBeOktaError(400, "E0000001", "Api validation failed: resource", "The requested resource is malformed.");
    }

    [Theory]
    [InlineData("application/json", """{"grant_type":"client_credentials"}""")]
    [InlineData("text/plain", "grant_type=client_credentials")]
    [InlineData(
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nclient_credentials\r\n--b--\r\n")]
    public async Task What_is_no_form_has_no_parameters(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var answer = await shared.Http.SendAsync(HttpMethod.Post, "/oauth2/default/v1/token", content, The.BasicOfService);

        answer.Status.ShouldBe(400, answer.Body);
        answer.Text("error_description").ShouldStartWith("The token request must specify a 'grant_type'.");
    }
}
