namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>What a user is asked before an app gets a scope: the table of oidc.md 19, and the page that asks.</summary>
public sealed class ConsentTests : IAsyncLifetime
{
    const string Trusted = "0oa1trustedApp000005";
    const string Asking = "0oa1askingApp0000005";
    const string Other = "0oa1otherApp00000005";

    static readonly (string, string) ApiToken = ("Authorization", "SSWS 00local-api-token-for-tests-only");

    ClockedOrg _clocked = null!;

    Browserless Http => _clocked.Http;

    public async ValueTask InitializeAsync() => _clocked = await ClockedOrg.StartAsync(seed => seed with
    {
        ApiTokens = ["00local-api-token-for-tests-only"],
        Apps =
        [
            .. seed.Apps, App(Trusted) with { RequiresConsent = false }, App(Asking), App(Other),
        ],
        AuthorizationServers =
        [
            seed.AuthorizationServers[0] with
            {
                Scopes =
                [
                    "free",
                    new()
                    {
                        Name = "orders",
                        DisplayName = "See <your> orders",
                        Description = "Lists what you have bought.",
                        Consent = ScopeConsent.Required,
                    },
                    new() { Name = "flexible", Consent = ScopeConsent.Flexible },
                    new() { Name = "extra", Consent = ScopeConsent.Required, IsOptional = true },
                ],
            },
            seed.AuthorizationServers[0] with
            {
                Id = "aus1another000000005",
                Scopes = [new() { Name = "orders", Consent = ScopeConsent.Required }],
            },
        ],
    });

    public ValueTask DisposeAsync() => _clocked.DisposeAsync();

    [Theory]
    [InlineData("prompt=consent", Trusted, "orders", "See&#x20;&#x3c;your&#x3e;&#x20;orders")]
    [InlineData("prompt=consent", Trusted, "flexible", "flexible")]
    [InlineData("prompt=consent", Asking, "orders", "See&#x20;&#x3c;your&#x3e;&#x20;orders")]
    [InlineData("prompt=login%20consent", Asking, "flexible", "flexible")]
    [InlineData("-prompt", Asking, "orders", "See&#x20;&#x3c;your&#x3e;&#x20;orders")]
    [InlineData("-prompt", Asking, "flexible", "flexible")]
    public async Task A_user_is_asked(string prompt, string client, string scope, string shown)
    {
        var answer = await OpenAsync(prompt, client, scope);

        answer.ShouldBeConsentPage(shown);
    }

    [Theory]
    [InlineData("prompt=consent", Trusted, "free")]
    [InlineData("prompt=consent", Asking, "free")]
    [InlineData("prompt=none", Trusted, "orders")]
    [InlineData("-prompt", Trusted, "orders")]
    [InlineData("-prompt", Trusted, "flexible")]
    [InlineData("prompt=none", Asking, "free")]
    [InlineData("-prompt", Asking, "free")]
    [InlineData("prompt=login", Asking, "free")]
    public async Task A_user_is_not_asked(string prompt, string client, string scope)
    {
        var answer = await OpenAsync(prompt, client, scope);

        answer.Redirected("code").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task Where_nobody_may_be_asked_the_scopes_are_named()
    {
        var answer = await OpenAsync("prompt=none", Asking, "free%20orders%20flexible");

        answer.ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [orders, flexible].");
    }

    [Fact]
    public async Task A_yes_gives_the_app_its_scopes_and_is_remembered()
    {
        var page = await OpenAsync("-prompt", Asking, "free%20orders");

        var answer = await DecideAsync(page, "allow");
        var tokens = await RedeemAsync(answer);
        var later = await OpenAsync("prompt=none", Asking, "orders");

        tokens.Text("scope").ShouldBe("openid free orders");
        later.Redirected("code").ShouldNotBeNull(later.Body);
    }

    [Fact]
    public async Task A_no_is_told_to_the_app_and_is_not_remembered()
    {
        var answer = await DecideAsync(await OpenAsync("-prompt", Asking, "orders"), "deny");
        var later = await OpenAsync("-prompt", Asking, "orders");

        answer.Location.ShouldBe(
            "http://localhost:8080/callback?state=s-1f0c&error=access_denied" +
            "&error_description=The+resource+owner+or+authorization+server+denied+the+request.");
        later.ShouldBeConsentPage("See&#x20;&#x3c;your&#x3e;&#x20;orders");
    }

    [Theory]
    [InlineData("/api/v1/users/00u1adaActive0000005/grants")]
    [InlineData("/api/v1/users/ada@example.com/grants")]
    [InlineData("/api/v1/users/ada@example.com/clients/0oa1askingApp0000005/grants")]
    public async Task What_an_admin_takes_back_must_be_agreed_to_again(string grants)
    {
        await DecideAsync(await OpenAsync("-prompt", Asking, "orders"), "allow");

        var revoked = await Http.SendAsync(HttpMethod.Delete, grants, null, ApiToken);

        revoked.Status.ShouldBe(204, revoked.Body);
        (await OpenAsync("prompt=none", Asking, "orders"))
            .ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [orders].");
    }

    [Fact]
    public async Task What_a_user_has_agreed_to_is_listed_and_taken_back_one_by_one()
    {
        await DecideAsync(await OpenAsync("-prompt", Asking, "orders%20flexible"), "allow");
        const string grants = "/api/v1/users/00u1adaActive0000005/grants";

        var scopes = await Http.GetAsync("/api/v1/authorizationServers/default/scopes", ApiToken);
        var scopeId = scopes.Json.EnumerateArray().Single(scope => scope.GetProperty("name").GetString() is "orders").GetProperty("id")
            .GetString();
        var listed = await Http.GetAsync(grants, ApiToken);
        var orders = listed.Json.EnumerateArray().Single(grant => grant.GetProperty("scopeId").GetString() == scopeId);
        var one = await Http.GetAsync($"{grants}/{orders.GetProperty("id").GetString()}?expand=scope", ApiToken);
        var clients = await Http.GetAsync("/api/v1/users/00u1adaActive0000005/clients", ApiToken);
        await Http.SendAsync(HttpMethod.Delete, $"{grants}/{orders.GetProperty("id").GetString()}", null, ApiToken);

        listed.Headers["Link"].ShouldBe($"<{_clocked.Org.Url}{grants}?limit=20>; rel=\"self\"");
        orders.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["id", "status", "created", "lastUpdated", "issuer", "clientId", "userId", "scopeId", "source", "_links"]);
        one.Json.GetProperty("_embedded").GetProperty("scope").GetProperty("name").GetString().ShouldBe("orders");
        clients.Json.EnumerateArray().Select(client => client.GetProperty("client_id").GetString()).ShouldBe([Asking]);
        (await OpenAsync("prompt=none", Asking, "flexible")).Redirected("code").ShouldNotBeNull();
        (await OpenAsync("prompt=none", Asking, "orders"))
            .ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [orders].");
    }

    [Theory]
    [InlineData("/api/v1/users/max@example.com/grants")]
    [InlineData("/api/v1/users/ada@example.com/clients/0oa1otherApp00000005/grants")]
    public async Task What_is_taken_back_is_this_users_and_this_apps_alone(string grants)
    {
        await DecideAsync(await OpenAsync("-prompt", Asking, "orders"), "allow");

        await Http.SendAsync(HttpMethod.Delete, grants, null, ApiToken);

        (await OpenAsync("prompt=none", Asking, "orders")).Redirected("code").ShouldNotBeNull();
    }

    [Fact]
    public async Task Taking_back_the_consents_of_nobody_and_without_leave_is_refused()
    {
        var nobody = await Http.SendAsync(HttpMethod.Delete, "/api/v1/users/nobody@example.com/grants", null, ApiToken);
        var stranger = await Http.SendAsync(HttpMethod.Delete, "/api/v1/users/ada@example.com/grants", null);

        nobody.Status.ShouldBe(404);
        nobody.Text("errorCode").ShouldBe("E0000007");
        nobody.Text("errorSummary").ShouldBe("Not found: Resource not found: nobody@example.com (User)");
        stranger.Status.ShouldBe(401);
        stranger.Text("errorCode").ShouldBe("E0000011");
    }

    [Fact]
    public async Task What_the_user_has_agreed_to_holds_for_this_app_at_this_server_only()
    {
        await DecideAsync(await OpenAsync("-prompt", Asking, "orders"), "allow");

        var otherApp = await OpenAsync("prompt=none", Other, "orders");
        var otherServer = await OpenAsync("prompt=none", Asking, "orders", server: "/oauth2/aus1another000000005");
        var more = await OpenAsync("prompt=none", Asking, "orders%20flexible");

        otherApp.ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [orders].");
        otherServer.ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [orders].");
        more.ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [flexible].");
    }

    [Fact]
    public async Task An_app_may_have_the_user_asked_again()
    {
        await DecideAsync(await OpenAsync("-prompt", Asking, "orders"), "allow");

        var again = await OpenAsync("prompt=consent", Asking, "orders");
        var answer = await DecideAsync(again, "allow");

        again.ShouldBeConsentPage("See&#x20;&#x3c;your&#x3e;&#x20;orders");
        answer.Redirected("code").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task A_user_who_had_to_sign_in_again_is_asked_then_and_once()
    {
        var session = await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);
        _clocked.Advance(seconds: 60);
        var signIn = await Http.GetAsync(
            $"/oauth2/default/v1/authorize?{Query("prompt=login%20consent", Asking, "orders")}", ("Cookie", session.Cookie!));
        var signedIn = await Http.PostFormAsync(
            "/login/login.htm", $"okta_key={signIn.SignInKey}&username=ada%40example.com&password={The.Password}");
        _clocked.Advance(seconds: 60);
        var page = await Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));

        var decided = await Http.PostFormAsync("/login/consent", $"okta_key={page.SignInKey}&decision=allow", ("Cookie", signedIn.Cookie!));
        var answer = await Http.GetAsync(decided.Location, ("Cookie", signedIn.Cookie!));

        signIn.ShouldBeSignInPage();
        page.ShouldBeConsentPage("See&#x20;&#x3c;your&#x3e;&#x20;orders");
        answer.Redirected("code").ShouldNotBeNull(answer.Body);
    }

    [Fact]
    public async Task An_optional_scope_may_be_kept_back()
    {
        var page = await OpenAsync("-prompt", Asking, "orders%20extra");

        var tokens = await RedeemAsync(await DecideAsync(page, "allow"));
        var with = await RedeemAsync(await DecideAsync(await OpenAsync("-prompt", Asking, "orders%20extra"), "allow&scope=extra"));

        page.Body.ShouldContain("<input type=\"checkbox\" name=\"scope\" value=\"extra\" checked>");
        tokens.Text("scope").ShouldBe("openid orders");
        with.Text("scope").ShouldBe("openid orders extra");
    }

    [Fact]
    public async Task Nobody_but_the_session_that_was_asked_may_answer()
    {
        var page = await OpenAsync("-prompt", Asking, "orders");
        var stranger = await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);

        var without = await Http.PostFormAsync(
            "/login/consent", $"okta_key={(await OpenAsync("-prompt", Asking, "orders")).SignInKey}&decision=allow");
        var other = await Http.PostFormAsync("/login/consent", $"okta_key={page.SignInKey}&decision=allow", ("Cookie", stranger.Cookie!));
        var later = await OpenAsync("prompt=none", Asking, "orders");

        without.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
        other.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
        later.ShouldBeRedirectedError("consent_required", "The following scopes require user consent: [orders].");
    }

    [Fact]
    [Trait("Proves", "OIDC 15.6.2 CSRF of the sign-in page")]
    public async Task A_page_is_answered_once()
    {
        var page = await OpenAsync("-prompt", Asking, "orders");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20)
                .Select(_ => Http.PostFormAsync("/login/consent", $"okta_key={page.SignInKey}&decision=allow", ("Cookie", page.Cookie!))));

        answers.Count(answer => answer.Status == 302).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_of_the_sign_in_page_is_none_of_the_consent_pages()
    {
        var signIn = await Http.GetAsync($"/oauth2/default/v1/authorize?{Query("-prompt", Asking, "orders")}");
        var session = await Http.AuthorizeAsync("/oauth2", AuthorizeQuery.Good);

        var answer = await Http.PostFormAsync("/login/consent", $"okta_key={signIn.SignInKey}&decision=allow", ("Cookie", session.Cookie!));

        answer.ShouldBeErrorPage(400, "invalid_request", "Request expired, please start over and try again");
    }

    static SeedApp App(string clientId) =>
        OrgSeed.Default.Apps[0] with { ClientId = clientId, Name = "Shop & Co", PkceRequired = false, RequiresConsent = true };

    static string Query(string prompt, string client, string scope) =>
        AuthorizeQuery.With($"{prompt}&client_id={client}&scope=openid%20{scope}&{The.Pkce}");

    Task<Answer> OpenAsync(string prompt, string client, string scope, string server = "/oauth2/default") =>
        prompt.Contains("login", StringComparison.Ordinal)
        ? SignInAsync(Query(prompt, client, scope), server)
        : Http.AuthorizeAsync(server, Query(prompt, client, scope));

    /// <summary>By the page, where the client wants that.</summary>
    async Task<Answer> SignInAsync(string query, string server)
    {
        var page = await Http.GetAsync($"{server}/v1/authorize?{query}");
        var signedIn = await Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}");
        return await Http.GetAsync(signedIn.Location, ("Cookie", signedIn.Cookie!));
    }

    async Task<Answer> DecideAsync(Answer page, string decision)
    {
        var decided = await Http.PostFormAsync(
            "/login/consent", $"okta_key={page.SignInKey}&decision={decision}", ("Cookie", page.Cookie!));
        decided.Status.ShouldBe(302, decided.Body);
        return await Http.GetAsync(decided.Location, ("Cookie", page.Cookie!));
    }

    Task<Answer> RedeemAsync(Answer answer) => Http.RedeemAsync(answer.Redirected("code")!, clientId: Asking);
}
