namespace Postern.Client.Tests.Flows;

public sealed class BackchannelAuthenticationFlowTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_step_says_who_is_to_be_asked_and_what_for()
    {
        using var org = Org();

        var authentication = await org.Connect().BackchannelAuthenticationFlow
            .BeginAsync(new() { LoginHint = The.Login, BindingMessage = "W4SCT", RequestedExpiry = TimeSpan.FromMinutes(2) }, Ct);

        authentication.AuthReqId.ShouldBe("an-auth-req-id");
        authentication.Interval.ShouldBe(TimeSpan.FromSeconds(2));
        authentication.ExpiresAt.ShouldBe(The.Now.AddSeconds(300));
        authentication.ToString().ShouldNotContain("an-auth-req-id");
        org.AskedAt("/bc/authorize").ShouldHaveSingleItem().Body.ShouldBe(
            "login_hint=jo.tester%40example.com&binding_message=W4SCT&requested_expiry=120&scope=openid+profile+email" +
            $"&client_id={The.ClientId}");
    }

    [Fact]
    public async Task The_request_is_asked_about_until_the_user_has_decided()
    {
        using var org = Org();
        var left = 2;
        org.Token = _ => left-- > 0 ? Some.Json(400, """{"error":"authorization_pending"}""") : Some.Json(200, org.Tokens());

        var tokens = await org.Connect().BackchannelAuthenticationFlow.GetTokensAsync(new() { LoginHint = The.Login }, Ct);

        tokens.IdToken.ShouldNotBeNull();
        org.AskedAt("/token").Count().ShouldBe(3);
        org.AskedAt("/token").Last().Body
            .ShouldBe($"grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba&auth_req_id=an-auth-req-id&client_id={The.ClientId}");
    }

    [Fact]
    public async Task An_answer_without_an_ID_token_is_refused()
    {
        using var org = Org();
        org.Token = _ => Some.Json(200, $$"""{"access_token":"{{org.AccessToken()}}","token_type":"Bearer","expires_in":60}""");

        (
            await Should.ThrowAsync<TokenValidationException>(() =>
                org.Connect().BackchannelAuthenticationFlow
                    .GetTokensAsync(new() { LoginHint = The.Login }, Ct))).Check.ShouldBe("presence");
    }

    [Fact]
    public async Task Nobody_or_more_than_one_is_a_mistake()
    {
        using var org = Org();
        var flow = org.Connect().BackchannelAuthenticationFlow;

        _ = await Should.ThrowAsync<ArgumentException>(() => flow.BeginAsync(new(), Ct));
        _ = await Should.ThrowAsync<ArgumentException>(() => flow.BeginAsync(new() { LoginHint = "a", IdTokenHint = "b" }, Ct));

        org.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_user_that_nobody_knows_is_told()
    {
        using var org = new FakeOrg { BackchannelAuthorize = _ => Some.Json(400, """{"error":"unknown_user_id"}""") };

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().BackchannelAuthenticationFlow.BeginAsync(new() { LoginHint = "nobody" }, Ct));

        refused.Stage.ShouldBe(Stage.BackchannelAuthentication);
        refused.Error.ShouldBe("unknown_user_id");
    }

    static FakeOrg Org() => new()
    {
        Time = new ImpatientTime(),
        BackchannelAuthorize = _ => Some.Json(200, """{"auth_req_id":"an-auth-req-id","expires_in":300,"interval":2}"""),
    };
}
