namespace Postern.Client.Tests.Authn;

/// <summary>Where browsers are sent is a rule, and no proof that a user has no password in Okta.</summary>
public sealed class RoutingTests : IDisposable
{
    readonly FakeOrg _org = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _org.Dispose();

    [Theory]
    [InlineData("IWA")]
    [InlineData("AgentlessDSSO")]
    [InlineData("X509")]
    [InlineData("SOMETHING_NEW")]
    [InlineData("OKTA")]
    public async Task Types_that_let_Oktas_own_users_in_have_their_password_tried(string type)
    {
        Route(type);

        (await SignInAsync()).SessionToken.ShouldBe(The.SessionToken);
    }

    [Theory]
    [InlineData("SAML2")]
    [InlineData("OIDC")]
    [InlineData("GOOGLE")]
    [InlineData("MICROSOFT")]
    public async Task Types_that_keep_passwords_themselves_end_here_and_an_option_overrules_it(string type)
    {
        Route(type);

        var refused = await Should.ThrowAsync<FederatedUserException>(SignInAsync);

        refused.Hint.ShouldContain("RecognizesFederatedUsers = false");
        _org.AskedAt("/authn").ShouldBeEmpty();
        _ = await _org.Connect(options => options with { RecognizesFederatedUsers = false }).SessionTokenFlow
            .SignInAsync(The.Login, The.Password, new(), Ct);
    }

    [Theory]
    [InlineData("SAML2", "OKTA")]
    [InlineData("OIDC", "IWA")]
    public async Task One_of_several_that_may_know_the_password_is_enough(params string[] types)
    {
        Route(types);

        (await SignInAsync()).SessionToken.ShouldBe(The.SessionToken);
    }

    [Fact]
    public async Task A_password_that_is_refused_all_the_same_says_where_browsers_are_sent()
    {
        Route("IWA");
        _org.Authn = _ => Some.Json(401, """{"errorCode":"E0000004","errorSummary":"Authentication failed","errorCauses":[]}""");

        var refused = await Should.ThrowAsync<OktaApiException>(SignInAsync);

        refused.Hint.ShouldEndWith(
            "The org routes this user to 'Corporate Login' (IWA) in a browser: see that the user has a password in Okta too.");
    }

    Task<AuthnTransaction.Success> SignInAsync() => _org.Connect().SessionTokenFlow.SignInAsync(The.Login, The.Password, new(), Ct);

    void Route(params string[] types) => _org.Answers["/.well-known/webfinger"] = _ => Some.Json(200, $$"""
        {"subject":"okta:acct:jo","links":[{{string.Join(',', types.Select(type => $$"""{"rel":"okta:idp","href":"https://example.okta.com/sso/idps/0oa1","titles":{"und":"Corporate Login"},"properties":{"okta:idp:type":"{{type}}","okta:idp:id":"0oa1"} }"""))}}]}
        """);
}
