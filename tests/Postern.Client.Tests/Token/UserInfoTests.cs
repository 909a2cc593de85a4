namespace Postern.Client.Tests.Token;

public sealed class UserInfoTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_access_token_is_presented_and_the_claims_are_read()
    {
        using var org = new FakeOrg
        {
            UserInfo = _ =>
                Some.Json(
                    200, $$"""{"sub":"{{The.UserId}}","email":"jo.tester@example.com","email_verified":true,"groups":["Everyone"]}"""),
        };

        var user = await org.Connect().GetUserInfoAsync("an-access-token", The.UserId, Ct);

        user.Subject.ShouldBe(The.UserId);
        user["email"].ShouldBe("jo.tester@example.com");
        user["email_verified"].ShouldBeNull();
        user.Claims.GetProperty("groups")[0].GetString().ShouldBe("Everyone");
        var asked = org.AskedAt("/userinfo").ShouldHaveSingleItem();
        asked.Method.ShouldBe(HttpMethod.Get);
        asked.Headers.ShouldContain("Authorization: Bearer an-access-token");
    }

    [Fact]
    [Trait("Proves", "OIDC 5.3.2 sub in userinfo")]
    public async Task Claims_of_another_user_than_the_ID_tokens_are_refused()
    {
        using var org = new FakeOrg { UserInfo = _ => Some.Json(200, """{"sub":"00uSomebodyElse"}""") };
        var client = org.Connect();
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        var refused = await Should.ThrowAsync<TokenValidationException>(() => client.GetUserInfoAsync(tokens, Ct));

        refused.Subject.ShouldBe("userinfo");
        refused.Check.ShouldBe("sub");
        refused.Expected.ShouldBe(The.UserId);
    }

    [Theory]
    [
        InlineData(
            401,
            """Bearer error="invalid_token", error_description="The access token is invalid" """,
            "invalid_token",
            "The access token is invalid"),
    ]
    [
        InlineData(
            403,
            """Bearer realm="x", error="insufficient_scope", error_description="Say \"openid\"" """,
            "insufficient_scope",
            "Say \"openid\""),
    ]
    [InlineData(401, """DPoP algs="ES256", error="invalid_token", error_description="expired" """, "invalid_token", "expired")]
    public async Task A_refusal_is_read_from_the_header(int status, string challenge, string error, string description)
    {
        using var org = new FakeOrg
        {
            UserInfo = _ =>
            {
                var response = new HttpResponseMessage((System.Net.HttpStatusCode)status);
                response.Headers.Add("WWW-Authenticate", challenge);
                return response;
            },
        };

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().GetUserInfoAsync("an-access-token", null, Ct));

        refused.Error.ShouldBe(error);
        refused.ErrorDescription.ShouldBe(description);
        refused.StatusCode.ShouldBe(status);
        refused.Stage.ShouldBe(Stage.UserInfo);
        refused.Hint.ShouldContain("access token");
    }

    [Fact]
    public async Task An_answer_that_names_nobody_is_refused()
    {
        using var org = new FakeOrg { UserInfo = _ => Some.Json(200, """{"email":"jo.tester@example.com"}""") };

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => org.Connect().GetUserInfoAsync("an-access-token", null, Ct))).Message.ShouldContain("sub");
    }
}
