namespace Postern.Client.Tests.Wire;

/// <summary>Secrets in somebody else's words: pages of proxies, links of transactions, endpoints of metadata.</summary>
public sealed class ForeignWordsTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [
        InlineData(
            "blocked: https://example.okta.com/oauth2/v1/authorize?client_id=0oa1&sessionToken=20111abc&state=s",
            "blocked: https://example.okta.com/oauth2/v1/authorize?client_id=0oa1&sessionToken=…&state=s"),
    ]
    [InlineData("via http://ada:p@ss@proxy:8080/x", "via http://proxy:8080/x")]
    [InlineData("fromURI=%2Fauthorize%3FsessionToken%3D20111abc%26state%3Ds", "fromURI=%2Fauthorize%3FsessionToken%3D…")]
    [InlineData("""body was {"username":"ada","password":"Corr3ct"}""", """body was {"username":"ada","password":"…"}""")]
    [InlineData("User is not assigned to the client application.", "User is not assigned to the client application.")]
    [
        InlineData(
            "mail ada@example.com about https://example.okta.com/users/ada@example.com",
            "mail ada@example.com about https://example.okta.com/users/ada@example.com"),
    ]
    public void A_secrets_value_is_left_out_and_nothing_else(string said, string told) => ForeignWords.Of(said).ShouldBe(told);

    [Fact]
    public async Task A_proxys_page_that_repeats_the_address_gives_no_session_token_away()
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Html(
                    403,
                    $"<title>Denied {asked.Url}</title><h1>Access " +
                    $"denied</h1><p>{System.Net.WebUtility.HtmlEncode(asked.Url.AbsoluteUri)}</p>"),
        };

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.ToString().ShouldNotContain(The.SessionToken);
        refused.ErrorDescription!.ShouldContain("sessionToken=…");
    }

    [Fact]
    public async Task Nor_does_the_title_of_a_page_for_a_person()
    {
        using var org = new FakeOrg { Authorize = asked => Some.Html(200, $"<title>Sign in: {asked.Url}</title>") };

        var refused = await Should.ThrowAsync<InteractionRequiredException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.ToString().ShouldNotContain(The.SessionToken);
        refused.PageTitle!.ShouldNotContain(The.SessionToken);
    }

    [Fact]
    public async Task A_link_and_an_endpoint_are_named_without_user_information_and_query()
    {
        using var org = new FakeOrg
        {
            Authn = _ =>
                Some.Json(
                    200,
                    """{"stateToken":"00state","status":"PASSWORD_EXPIRED","_links":{"next":{"name":"changePassword","href":"https://u:hidden@evil.example/change?stateToken=00state","hints":{"allow":["POST"]} } } }"""),
        };
        org.Discovery = _ =>
            Some.Json(
                200,
                org.Metadata.Replace(
                    "https://example.okta.com/oauth2/default/v1/token",
                    "http://u:hidden@evil.example/token?key=hidden",
                    StringComparison.Ordinal));

        var link = await Should.ThrowAsync<UnexpectedResponseException>(
            () => org.Connect().SessionTokenFlow.SignInAsync(The.Login, The.Password, new() { NewPassword = "Fresh-Staple-7" }, Ct));
        var endpoint = await Should.ThrowAsync<TokenValidationException>(() => org.Connect().GetMetadataAsync(Ct));

        link.Message.ShouldContain("leads to https://evil.example/change, which");
        endpoint.Message.ShouldContain("the endpoint http://evil.example/token, which");
        endpoint.Actual.ShouldBe("http://evil.example/token");
    }

    [Theory]
    [InlineData("ftp://ada:hidden@dev-1.okta.com")]
    [InlineData("https://ada:hidden@{yourOktaDomain}")]
    public void An_address_that_is_none_is_repeated_without_its_password(string orgUrl)
    {
        using var org = new FakeOrg();

        var misuse = Should.Throw<ArgumentException>(() => org.Connect(options => options with { Issuer = null, OrgUrl = orgUrl }));

        misuse.Message.ShouldContain("is not a web address");
        misuse.Message.ShouldNotContain("hidden");
    }
}
