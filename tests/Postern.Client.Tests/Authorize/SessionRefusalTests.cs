namespace Postern.Client.Tests.Authorize;

/// <summary>No code for a session token: the causes by likelihood, and what to change on which engine.</summary>
public sealed class SessionRefusalTests
{
    const string NotLoggedIn = "The client specified not to prompt, but the user is not logged in.";
    const string WantsMore = "The client specified not to prompt, but the client app requires re-authentication or MFA.";
    const string SignInPage =
        """<html><head><title>Sign In</title></head><body><div id="okta-sign-in"></div><script>var stateToken = '02abc';</script></body></html>""";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("idx", "Identity Engine")]
    [InlineData("v1", "Classic Engine")]
    [InlineData(null, "Classic Engine: Applications")]
    public async Task After_a_fresh_session_token_the_apps_policy_is_the_likeliest_cause(string? pipeline, string engine)
    {
        using var org = Org(pipeline, NotLoggedIn);

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Hint.ShouldStartWith("Most likely: The app's");
        refused.Hint.ShouldContain(engine);
        refused.Hint.IndexOf("Less likely: The session token was not accepted", StringComparison.Ordinal)
            .ShouldBeGreaterThan(refused.Hint.IndexOf(engine, StringComparison.Ordinal));
        org.AskedAt("/okta-organization").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_session_token_from_somebody_else_may_be_spent_which_comes_first()
    {
        using var org = Org("idx", NotLoggedIn);

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Hint.ShouldStartWith("The session token was not accepted");
        refused.Hint.ShouldContain("If it was fresh: The app's sign-in policy wants more than the global session policy collected");
    }

    [Fact]
    public async Task Where_Okta_names_the_policy_nothing_else_is_guessed()
    {
        using var org = Org("v1", WantsMore);

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        refused.Hint.ShouldStartWith("The app's sign-on policy wants more than a password");
        refused.Hint.ShouldNotContain("session token");
    }

    [Fact]
    public async Task A_sign_in_page_is_explained_alike()
    {
        using var org = Org("idx", NotLoggedIn);
        org.Authorize = _ => Some.Html(200, SignInPage);

        var refused = await Should.ThrowAsync<InteractionRequiredException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, new() { Prompt = null }, Ct));

        refused.Hint.ShouldStartWith("Most likely: The app's sign-in policy wants more than the global session policy collected");
    }

    [Theory]
    [InlineData(429, "application/json", """{"errorCode":"E0000047","errorSummary":"x"}""")]
    [InlineData(200, "text/html", "<h1>proxy</h1>")]
    [InlineData(200, "application/json", "[")]
    public async Task An_org_that_does_not_tell_its_engine_takes_nothing_from_the_hint(int status, string mediaType, string body)
    {
        using var org = Org("idx", NotLoggedIn);
        org.Answers["/.well-known/okta-organization"] = _ =>
            new((System.Net.HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) };

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Error.ShouldBe("login_required");
        refused.Hint.ShouldContain("Identity Engine: Security, Authentication Policies");
        org.AskedAt("/okta-organization").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_of_another_kind_asks_nothing()
    {
        using var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Redirect(
                    $"{The.RedirectUri}?error=access_denied&error_description=User+is+not+assigned+to+the+client+application." +
                    $"&state={asked.Query("state")}"),
        };

        _ = await Should.ThrowAsync<OAuthException>(() => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct));

        org.AskedAt("/okta-organization").ShouldBeEmpty();
    }

    static FakeOrg Org(string? pipeline, string description)
    {
        var org = new FakeOrg
        {
            Authorize = asked =>
                Some.Redirect(
                    $"{The.RedirectUri}?error=login_required&error_description={Uri.EscapeDataString(description)}" +
                    $"&state={asked.Query("state")}"),
        };
        if (pipeline is not null)
            org.Answers["/.well-known/okta-organization"] = _ =>
                Some.Json(200, $$"""{"id":"00o1","_links":{"organization":{"href":"{{The.Org}}"} },"pipeline":"{{pipeline}}"}""");
        return org;
    }
}
