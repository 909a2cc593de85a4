namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>Users named in a JWT that the client signs: RFC 7523 section 2.1.</summary>
public sealed class JwtBearerTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("00u1adaActive0000005")]
    public async Task A_client_names_the_user_by_login_or_by_id(string subject)
    {
        await using var assertion = await ClientAssertion.StartAsync();

        var answer = await SendAsync(assertion, ClientAssertion.ByEc(assertion.Payload(subject: subject)), "openid%20offline_access");

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "refresh_token", "id_token"], answer.Body);
        Jwt.Text(answer.Text("access_token"), "uid").ShouldBe("00u1adaActive0000005");
        Jwt.Text(answer.Text("access_token"), "cid").ShouldBe(ClientAssertion.KeyClient);
    }

    [Fact]
    public async Task The_issuer_will_do_for_an_audience()
    {
        await using var assertion = await ClientAssertion.StartAsync();
        var issuer = assertion.TokenUrl.Replace("/v1/token", "", StringComparison.Ordinal);

        (
            await SendAsync(
                assertion, ClientAssertion.ByRsa(assertion.Payload(subject: "ada@example.com", audience: issuer)))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_assertion_with_an_id_works_once()
    {
        await using var assertion = await ClientAssertion.StartAsync();
        var signed = ClientAssertion.ByRsa(assertion.Payload(subject: "ada@example.com", more: ",\"jti\":\"j-1\""));

        var first = await SendAsync(assertion, signed);
        var second = await SendAsync(assertion, signed);

        first.Status.ShouldBe(200, first.Body);
        second.ShouldBeError(400, "invalid_grant", "The assertion has already been used.");
    }

    [Fact]
    public async Task Of_fifty_concurrent_uses_of_one_assertion_one_succeeds()
    {
        await using var assertion = await ClientAssertion.StartAsync();
        var signed = ClientAssertion.ByRsa(assertion.Payload(subject: "ada@example.com", more: ",\"jti\":\"j-1\""));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SendAsync(assertion, signed)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
    }

    [Theory]
    [InlineData("lou@example.com", 403, "access_denied", "User status is invalid.")]
    [InlineData("nobody@example.com", 400, "invalid_grant", "The subject claim for assertion names no user.")]
    public async Task Nobody_who_could_not_sign_in_is_signed_in(string subject, int status, string error, string description)
    {
        await using var assertion = await ClientAssertion.StartAsync();

        (await SendAsync(assertion, ClientAssertion.ByRsa(assertion.Payload(subject: subject)))).ShouldBeError(status, error, description);
    }

    [Fact]
    public async Task Who_is_not_assigned_to_the_app_gets_nothing()
    {
        await using var assertion = await ClientAssertion.StartAsync();

        (await SendAsync(assertion, ClientAssertion.ByRsa(assertion.Payload(subject: "una@example.com"))))
            .ShouldBeError(400, "access_denied", "User is not assigned to the client application.");
    }

    [Theory]
    [InlineData(0, "", "The assertion is expired.")]
    [InlineData(3601, "", "The assertion has an expiration too far into the future.")]
    [InlineData(300, ",\"iat\":1770113731", "The assertion must be issued before the current time.")]
    [InlineData(300, ",\"nbf\":1770113731", "The assertion must not be used yet.")]
    public async Task Its_time_must_be_now(int expiresIn, string more, string description)
    {
        await using var assertion = await ClientAssertion.StartAsync();

        (await SendAsync(assertion, ClientAssertion.ByRsa(assertion.Payload(subject: "ada@example.com", expiresIn: expiresIn, more: more))))
            .ShouldBeError(400, "invalid_grant", description);
    }

    [Fact]
    public async Task Another_key_or_another_issuer_or_another_audience_will_not_do()
    {
        await using var assertion = await ClientAssertion.StartAsync();
        var good = assertion.Payload(subject: "ada@example.com");

        (await SendAsync(assertion, ClientAssertion.ByRsa(good, """{"alg":"RS256","kid":"ec-1"}""")))
            .ShouldBeError(400, "invalid_grant", "The assertion signature is invalid.");
        (await SendAsync(assertion, ClientAssertion.ByRsa(good, """{"alg":"RS256","kid":"rsa-2"}""")))
            .ShouldBeError(400, "invalid_grant", "The assertion JWT kid is invalid.");
        (await SendAsync(assertion, ClientAssertion.BySecret(good)))
            .ShouldBeError(400, "invalid_grant", "The assertion JWT signature algorithm is invalid.");
        (await SendAsync(assertion, ClientAssertion.ByRsa(assertion.Payload(The.Web, "ada@example.com"))))
            .ShouldBeError(400, "invalid_grant", "The issuer claim for assertion must be the client_id.");
        (
            await SendAsync(
                assertion, ClientAssertion.ByRsa(assertion.Payload(subject: "ada@example.com", audience: "https://elsewhere.example"))))
            .ShouldBeError(
                400, "invalid_grant", "The audience claim for assertion must be the endpoint invoked for the request, or the issuer.");
        (await SendAsync(assertion, "not.a.jwt")).ShouldBeError(400, "invalid_grant", "The parsing of the assertion failed.");
    }

    [Fact]
    public async Task Only_custom_authorization_servers_take_assertions()
    {
        await using var assertion = await ClientAssertion.StartAsync();

        (await SendAsync(assertion, ClientAssertion.ByRsa(assertion.Payload(subject: "ada@example.com")), server: "/oauth2")).ShouldBeError(
            400, "unsupported_grant_type",
            "'urn:ietf:params:oauth:grant-type:jwt-bearer' grant type can only be used with a custom authorization server.");
    }

    static Task<Answer> SendAsync(ClientAssertion client, string assertion, string scope = "openid", string server = "/oauth2/default")
    {
        var proof = ClientAssertion.ByRsa(
            client.Payload(audience: client.TokenUrl.Replace("/oauth2/default", server, StringComparison.Ordinal)));
        return client.Http.PostFormAsync(
            $"{server}/v1/token",
            $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion}&scope={scope}" +
            $"&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={proof}");
    }
}
