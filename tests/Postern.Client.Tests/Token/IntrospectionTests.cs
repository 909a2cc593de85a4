namespace Postern.Client.Tests.Token;

public sealed class IntrospectionTests
{
    const string Active = """
        {"active":true,"scope":"openid profile","username":"jo.tester@example.com","exp":1770117330,"iat":1770113730,"sub":"jo.tester@example.com","aud":"api://default",
         "iss":"https://example.okta.com/oauth2/default","jti":"AT.1","token_type":"Bearer","client_id":"0oa1tstappAbcDefG5d7","uid":"00u1tstjoAbcDefGh5d7"}
        """;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_posted_with_the_apps_proof()
    {
        using var org = new FakeOrg { Introspect = _ => Some.Json(200, Active) };

        _ = await org.Connect().IntrospectAsync(The.RefreshToken, "refresh_token", Ct);

        var asked = org.AskedAt("/introspect").ShouldHaveSingleItem();
        asked.Method.ShouldBe(HttpMethod.Post);
        asked.Body.ShouldBe($"token={The.RefreshToken}&token_type_hint=refresh_token&client_id={The.ClientId}");
        asked.Headers.ShouldContain("Accept: application/json");
    }

    [Fact]
    public async Task A_confidential_app_proves_itself_as_at_the_token_endpoint()
    {
        using var org = new FakeOrg { Introspect = _ => Some.Json(200, Active) };

        _ = await org.Connect(options => options with { ClientAuthentication = ClientAuth.SecretPost(The.ClientSecret) })
            .IntrospectAsync(The.RefreshToken, ct: Ct);

        var asked = org.AskedAt("/introspect").Single();
        asked.Form("client_secret").ShouldBe(The.ClientSecret);
        asked.Body.ShouldNotContain("token_type_hint");
    }

    [Fact]
    public async Task What_the_server_says_is_read()
    {
        using var org = new FakeOrg { Introspect = _ => Some.Json(200, Active) };

        var token = await org.Connect().IntrospectAsync("a-token", ct: Ct);

        token.Active.ShouldBeTrue();
        token.Scope.ShouldBe("openid profile");
        token.ClientId.ShouldBe(The.ClientId);
        token.Subject.ShouldBe(The.Login);
        token.UserId.ShouldBe(The.UserId);
        token.ExpiresAt.ShouldBe(new DateTimeOffset(2026, 2, 3, 11, 15, 30, TimeSpan.Zero));
        token.Document.GetProperty("jti").GetString().ShouldBe("AT.1");
    }

    [Fact]
    public async Task A_token_that_is_worth_nothing_is_a_result()
    {
        using var org = new FakeOrg { Introspect = _ => Some.Json(200, """{"active":false}""") };

        var token = await org.Connect().IntrospectAsync("garbage", ct: Ct);

        token.Active.ShouldBeFalse();
        token.ExpiresAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("253402300800")]
    public async Task An_expiry_that_is_no_moment_is_left_out(string seconds)
    {
        using var org = new FakeOrg { Introspect = _ => Some.Json(200, $$"""{"active":true,"exp":{{seconds}}}""") };

        (await org.Connect().IntrospectAsync("a-token", ct: Ct)).ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_app_is_an_error()
    {
        using var org = new FakeOrg
        {
            Introspect = _ =>
                Some.Json(
                    401,
                    """{"error":"invalid_client","error_description":"The client secret supplied for a confidential client is invalid."}"""),
        };

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().IntrospectAsync("a-token", ct: Ct));

        refused.Stage.ShouldBe(Stage.Introspect);
        refused.Error.ShouldBe("invalid_client");
        refused.Hint.ShouldContain("secret");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"active":"yes"}""")]
    [InlineData("[]")]
    public async Task An_answer_that_does_not_say_is_refused(string body)
    {
        using var org = new FakeOrg { Introspect = _ => Some.Json(200, body) };

        (
            await Should.ThrowAsync<UnexpectedResponseException>(
                () => org.Connect().IntrospectAsync("a-token", ct: Ct))).Stage.ShouldBe(Stage.Introspect);
    }

    [Fact]
    public async Task A_server_without_the_endpoint_says_so()
    {
        using var org = new FakeOrg();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace("introspection_endpoint", "other_endpoint"));

        var unexpected = await Should.ThrowAsync<UnexpectedResponseException>(() => org.Connect().IntrospectAsync("a-token", ct: Ct));

        unexpected.Message.ShouldContain("introspection_endpoint");
        org.AskedAt("/introspect").ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_attempt_has_an_assertion_of_its_own()
    {
        using var org = new FakeOrg { Time = new ImpatientTime() };
        var attempts = 0;
        org.Introspect = _ => ++attempts == 1 ? Some.Json(503, "{}") : Some.Json(200, Active);

        _ = await org.Connect(options => options with { ClientAuthentication = ClientAuth.SecretJwt("a-secret-of-at-least-32-characters") })
            .IntrospectAsync("a-token", ct: Ct);

        org.AskedAt("/introspect").Select(asked => asked.Form("client_assertion")).Distinct().Count().ShouldBe(2);
    }
}
