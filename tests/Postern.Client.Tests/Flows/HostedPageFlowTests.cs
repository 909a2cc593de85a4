using Postern.Client.Tests.Idx;

namespace Postern.Client.Tests.Flows;

/// <summary>The sign-in page of Identity Engine, gone through without a browser: what leads away, and whose the answer is.</summary>
public sealed class HostedPageFlowTests : IDisposable
{
    const string Back = $"{The.Org}/login/token/redirect?stateToken=02.id.abc";

    readonly FakeOrg _org = new();

    public HostedPageFlowTests()
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify)).Answer("identify", Redirected(Back));
        _org.Authorize = _ => Some.Html(200, $"<html><script>var stateToken = '{IdxFake.Handle}';</script></html>");
        _org.Answers["/login/token/redirect"] = _ =>
            Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={_org.AskedAt("/authorize").Last().Query("state")}");
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Fact]
    public async Task The_pages_token_leads_to_the_code_and_the_code_to_tokens()
    {
        (await SignInAsync()).IdToken.ShouldNotBeNull();

        _org.AskedAt("/idp/idx/introspect").Single().Body.ShouldBe($$"""{"stateToken":"{{IdxFake.Handle}}"}""");
        _org.AskedAt("/idp/idx/identify").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_sign_in_that_would_go_back_by_another_host_is_not_followed()
    {
        new IdxFake(_org).Introspect(IdxFake.State(IdxFake.Identify))
            .Answer("identify", Redirected("https://evil.example/login/token/redirect?stateToken=02.id.abc"));

        var refused = await Should.ThrowAsync<UnexpectedResponseException>(SignInAsync);

        refused.Message.ShouldContain("https://evil.example/login/token/redirect");
        refused.Message.ShouldNotContain("02.id.abc");
        _org.Asked.ShouldAllBe(asked => asked.Url.Host != "evil.example");
    }

    [Fact]
    public async Task Tokens_of_another_user_than_signed_in_are_not_handed_out()
    {
        _org.IdTokenClaims = claims => claims["sub"] = "00u1somebodyElse0005";

        (await Should.ThrowAsync<TokenValidationException>(SignInAsync)).Check.ShouldBe("sub");
    }

    [Fact]
    public async Task A_code_for_another_request_is_not_redeemed()
    {
        _org.Answers["/login/token/redirect"] = _ => Some.Redirect($"{The.RedirectUri}?code={The.Code}&state=another");

        (await Should.ThrowAsync<TokenValidationException>(SignInAsync)).Check.ShouldBe("state");

        _org.AskedAt("/v1/token").ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        _org.Authorize = _ => Some.Redirect($"{The.Org}/oauth2/default/v1/authorize?again");

        await Should.ThrowAsync<InteractionRequiredException>(SignInAsync);

        _org.AskedAt("/authorize").Count().ShouldBe(9);
    }

    Task<TokenSet> SignInAsync() => _org.Connect().HostedPageFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

    static string Redirected(string href) => $$$"""
        {"version":"1.0.0","stateHandle":"{{{IdxFake.Handle}}}","intent":"LOGIN","user":{"type":"object","value":{"id":"{{{The.UserId}}}"}},
         "success":{"name":"success-redirect","href":"{{{href}}}"}}
        """;
}
