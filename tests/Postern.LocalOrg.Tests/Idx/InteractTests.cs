namespace Postern.LocalOrg.Tests.Idx;

/// <summary>How an interaction begins, and how its code becomes tokens: idx.md 2, 6.5.</summary>
public sealed class InteractTests(IdxOrg org, SharedOrg classic) : IClassFixture<IdxOrg>
{
    const string Asking = $"scope=openid&redirect_uri={The.EncodedCallback}&state=s1";

    [Fact]
    public async Task A_password_on_the_first_page_is_enough_for_tokens()
    {
        var run = await org.BeginAsync();

        await run.IdentifyAsync("ada", "successWithInteractionCode");
        var tokens = await run.RedeemAsync();

        tokens.Status.ShouldBe(200, tokens.Body);
        tokens.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "id_token"]);
        var claims = Jwt.Claims(tokens.Text("id_token"));
        claims.GetProperty("nonce").GetString().ShouldBe("n1");
        claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString()).ShouldBe(["pwd"]);
    }

    [Fact]
    public async Task A_confidential_client_proves_itself_and_its_form_says_so()
    {
        var run = new IdxRun(org);
        await run.BeginAsync(The.Web, $"&client_secret={The.WebSecret}");

        await run.IdentifyAsync("ada", "successWithInteractionCode");

        run.Last.Json.GetProperty("successWithInteractionCode").GetProperty("value").EnumerateArray()
            .Select(field => field.GetProperty("name").GetString())
            .ShouldBe(["grant_type", "interaction_code", "client_id", "client_secret", "code_verifier"]);
    }

    [Theory]
    [
        InlineData(
            $"client_id={The.Spa}&{Asking}",
            "invalid_request",
            "PKCE code challenge is required when the token endpoint authentication method is 'NONE'."),
    ]
    [
        InlineData(
            $"client_id={The.Native}&{Asking}&{The.Pkce}",
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, implicit, " +
            "refresh_token, password, urn:ietf:params:oauth:grant-type:device_code, urn:ietf:params:oauth:grant-type:token-exchange]."),
    ]
    [
        InlineData(
            $"client_id={The.Spa}&scope=profile&redirect_uri={The.EncodedCallback}&{The.Pkce}",
            "invalid_scope",
            "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope."),
    ]
    [
        InlineData(
            $"client_id={The.Spa}&scope=openid&redirect_uri=https%3A%2F%2Fevil.example&{The.Pkce}",
            "invalid_request",
            "The 'redirect_uri' parameter must be a Login redirect URI in the client app settings."),
    ]
    [InlineData($"client_id={The.Spa}&{Asking}&{The.Pkce}&recovery_token=nothing", "invalid_request", "The recovery token is invalid")]
    [
        InlineData(
            $"client_id={The.Spa}&{Asking}&{The.Pkce}&activation_token=nothing",
            "invalid_request",
            "Only confidential clients can use the activation token flow"),
    ]
    public async Task What_cannot_begin_is_refused(string form, string error, string description)
    {
        var answer = await org.Http.PostFormAsync("/oauth2/default/v1/interact", form);

        answer.ShouldBeError(400, error, description);
    }

    [Theory]
    [InlineData("interact", $"{Asking}&{The.Pkce}")]
    [InlineData("primary-authenticate", "channel_hint=sms&login_hint=ada%40example.com")]
    [InlineData("challenge", "mfa_token=x&challenge_types_supported=x")]
    public async Task An_app_that_there_is_not_is_told_in_the_shape_of_Oktas_other_APIs(string path, string form)
    {
        var answer = await org.Http.PostFormAsync($"/oauth2/default/v1/{path}", $"client_id=0oa1nobodyKnowsIt005&{form}");

        answer.ShouldBeOktaError(401, "invalid_client", "Invalid value for 'client_id' parameter.");
    }

    [Fact]
    public async Task On_Classic_Engine_there_is_no_interaction()
    {
        var interact = await classic.Http.PostFormAsync("/oauth2/default/v1/interact", $"client_id={The.Spa}&{Asking}&{The.Pkce}");
        var introspect = await classic.Http.PostJsonAsync("/idp/idx/introspect", """{"interactionHandle":"x"}""");

        interact.ShouldBeError(400, "access_denied", "The requested feature is not enabled in this environment.");
        introspect.Status.ShouldBe(404);
        introspect.Members.ShouldBe(["version", "messages"]);
    }

    [Fact]
    public async Task The_organization_tells_its_engine_and_it_can_be_changed()
    {
        await using var clocked = await ClockedOrg.StartAsync();

        var before = await clocked.Http.GetAsync("/.well-known/okta-organization");
        var changed = await clocked.Http.PostJsonAsync("/_postern/engine", """{"engine":"identity-engine"}""");
        var after = await clocked.Http.GetAsync("/.well-known/okta-organization");

        before.Text("pipeline").ShouldBe("v1");
        changed.Body.ShouldBe("""{"engine":"identity-engine"}""");
        after.Text("pipeline").ShouldBe("idx");
    }

    [Fact]
    public async Task A_code_works_once_and_with_its_verifier_alone()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ada", "successWithInteractionCode");

        var first = await run.RedeemAsync();
        var second = await run.RedeemAsync();
        await run.BeginAsync(The.Spa, "");
        await run.IdentifyAsync("ada", "successWithInteractionCode");
        var wrong = await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=interaction_code&client_id={The.Spa}&interaction_code={run.InteractionCode}&code_verifier={new string('x', 43)}");

        first.Status.ShouldBe(200, first.Body);
        second.ShouldBeError(400, "invalid_grant", "The interaction code is invalid or has expired.");
        wrong.ShouldBeError(400, "invalid_grant", "PKCE verification failed.");
    }

    [Fact]
    public async Task A_code_is_good_for_a_minute()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ada", "successWithInteractionCode");

        org.Advance(61);
        var late = await run.RedeemAsync();
        var introspected = await run.IntrospectAsync();

        late.ShouldBeError(400, "invalid_grant", "The interaction code is invalid or has expired.");
        introspected.Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_authorization_code_is_no_interaction_code_nor_the_other_way_round()
    {
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ada", "successWithInteractionCode");

        var swapped = await org.Http.RedeemAsync(run.InteractionCode);

        swapped.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Fact]
    public async Task Introspecting_again_tells_how_it_stands_and_of_one_code()
    {
        var run = await org.BeginAsync();
        var first = run.Handle;

        await run.IntrospectAsync();
        run.Names.ShouldBe(["identify", "unlock-account"]);
        run.Handle.ShouldNotBe(first);
        run.Handle.Split('~')[0].ShouldBe(first.Split('~')[0]);
        await run.IdentifyAsync("ada", "successWithInteractionCode");
        var code = run.InteractionCode;
        await run.RedeemAsync();
        await run.IntrospectAsync();

        run.InteractionCode.ShouldBe(code);
        (await run.RedeemAsync()).Status.ShouldBe(400);
    }

    [Fact]
    public async Task What_a_client_began_may_end_in_the_browser_that_signed_in_with_a_session_and_a_code()
    {
        var run = new IdxRun(org) { Cookie = "DT=DI0aBrowserOfAdas" };
        await run.BeginAsync(The.Spa, "");
        await run.IdentifyAsync("ada", "successWithInteractionCode");
        var path = $"/login/token/redirect?stateToken={run.Handle.Split('~')[0]}";

        var stranger = await org.Http.GetAsync(path);
        var redirect = await org.Http.GetAsync(path, ("Cookie", run.Cookie!));
        var session = redirect.Cookie!;
        var answered = await org.Http.GetAsync(redirect.Location, ("Cookie", session));
        var tokens = await org.Http.RedeemAsync(answered.Redirected("code")!);

        stranger.Status.ShouldBe(403);
        redirect.Status.ShouldBe(302, redirect.Body);
        session.ShouldStartWith("idx=");
        answered.Location.ShouldStartWith(The.Callback);
        answered.Redirected("state").ShouldBe("s1");
        tokens.Status.ShouldBe(200, tokens.Body);
    }

    [Fact]
    public async Task A_server_that_has_proved_whose_it_is_sends_its_user_there()
    {
        var run = new IdxRun(org);
        await run.BeginAsync(The.Web, $"&client_secret={The.WebSecret}");
        await run.IdentifyAsync("ada", "successWithInteractionCode");

        var redirect = await org.Http.GetAsync($"/login/token/redirect?stateToken={run.Handle.Split('~')[0]}");

        redirect.Status.ShouldBe(302, redirect.Body);
    }

    [Fact]
    public async Task A_code_is_worth_nothing_once_the_app_wants_more()
    {
        await using var clocked = await ClockedOrg.StartAsync(seed => seed with
        {
            Engine = OrgEngine.IdentityEngine,
            ApiTokens = ["00an-api-token-that-is-no-secret"],
            Apps =
            [
                .. seed.Apps.Select(
                    app => app.ClientId == The.Spa ? app with { GrantTypes = [.. app.GrantTypes, "interaction_code"] } : app),
            ],
        });
        var admin = ("Authorization", "SSWS 00an-api-token-that-is-no-secret");
        var begun = await clocked.Http.PostFormAsync(
            "/oauth2/default/v1/interact", $"client_id={The.Spa}&{Asking}&{The.Pkce}");
        var introspected = await clocked.Http.PostJsonAsync(
            "/idp/idx/introspect", $$"""{"interactionHandle":"{{begun.Text("interaction_handle")}}"}""");
        var done = await clocked.Http.PostJsonAsync(
            "/idp/idx/identify",
            $$$"""
            {"identifier":"ada@example.com","credentials":{"passcode":"{{{The.Password}}}"},"stateHandle":"{{{introspected.Text("stateHandle")}}}"}
            """);
        var code = IdxRun.Field(done.Json.GetProperty("successWithInteractionCode"), "interaction_code").GetProperty("value").GetString();
        var policy = (await clocked.Http.PostJsonAsync(
            "/api/v1/policies", """{"type":"ACCESS_POLICY","name":"Two","status":"ACTIVE"}""", admin)).Text("id");
        await clocked.Http.SendAsync(HttpMethod.Put, $"/api/v1/apps/{The.Spa}/policies/{policy}", null, admin);

        var redeemed = await clocked.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=interaction_code&client_id={The.Spa}&interaction_code={code}&code_verifier={The.Verifier}");

        redeemed.ShouldBeError(
            400, "invalid_grant",
            "Additional user authentication is required but the assurance requirements cannot be met with the allowed authenticators. " +
            "Check the authenticator and assurance configuration for the user and client.");
    }

    [Fact]
    public async Task Ten_calls_in_five_seconds_are_enough_where_calls_are_limited()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(The.Now);
        await using var limited = await LocalOrg.StartAsync(
            new()
            {
                Time = time, RateLimits = RateLimits.Okta,
                Seed = OrgSeed.Default with
                {
                    Engine = OrgEngine.IdentityEngine,
                    Apps =
                    [
                        OrgSeed.Default.Apps[0] with { GrantTypes = [.. OrgSeed.Default.Apps[0].GrantTypes, "interaction_code"] },
                    ],
                },
            },
            The.Ct);
        using Browserless http = new(limited);
        var begun = await http.PostFormAsync("/oauth2/default/v1/interact", $"client_id={The.Spa}&{Asking}&{The.Pkce}");
        var body = $$"""{"interactionHandle":"{{begun.Text("interaction_handle")}}"}""";

        for (var i = 0; i < 10; i++)
            (await http.PostJsonAsync("/idp/idx/introspect", body)).Status.ShouldBe(200);
        var refused = await http.PostJsonAsync("/idp/idx/introspect", body);
        time.Advance(TimeSpan.FromSeconds(5));
        var later = await http.PostJsonAsync("/idp/idx/introspect", body);

        refused.Status.ShouldBe(429);
        refused.Body.ShouldContain("tooManyRequests");
        later.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_first_state_lives_two_hours_and_every_later_one_five_minutes()
    {
        var run = await org.BeginAsync();
        var now = org.Org.Clock.GetUtcNow();

        run.Last.Json.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(now.AddHours(2));
        await run.IdentifyAsync("max", "select-authenticator-authenticate");
        run.Last.Json.GetProperty("expiresAt").GetDateTimeOffset().ShouldBe(now.AddMinutes(5));
        org.Advance(301);
        var late = await run.PostAsync("challenge", "\"authenticator\":{\"id\":\"aut1\"}");

        late.Status.ShouldBe(401);
        late.Body.ShouldBe(
            """{"version":"1.0.0","messages":{"type":"array","value":[{"message":"The session has expired.","i18n":{"key":"idx.session.expired"},"class":"ERROR"}]}}""");
    }

    [Theory]
    [InlineData(7, "request-activation-email")]
    [InlineData(6, "enroll-authenticator")]
    public async Task Of_an_activation_link_that_has_expired_another_may_be_asked_for(int days, string asked)
    {
        await using var late = await LateOrgAsync(days);

        var shown = await ShownAsync(late, await ActivateAsync(late, "an-activation-token0"));

        shown.Json.GetProperty("remediation").GetProperty("value")[0].GetProperty("name").GetString().ShouldBe(asked);
        shown.Body.Contains("idx.expired.activation.token", StringComparison.Ordinal).ShouldBe(days is 7);
        shown.Json.GetProperty("user").GetProperty("value").GetProperty("identifier").GetString().ShouldBe("stan@example.com");
    }

    [Fact]
    public async Task Another_activation_link_is_mailed_once()
    {
        await using var late = await LateOrgAsync(days: 8);
        var shown = await ShownAsync(late, await ActivateAsync(late, "an-activation-token0"));
        var body = $$"""{"stateHandle":"{{shown.Text("stateHandle")}}"}""";

        var requested = await late.Http.PostJsonAsync("/idp/idx/request-activation", body);
        var again = await late.Http.PostJsonAsync("/idp/idx/request-activation", body);
        var token = (await late.Org.Outbox.LatestAsync("stan@example.com", "email", The.Ct)).Code!;
        var spent = await ActivateAsync(late, "an-activation-token0");
        var fresh = await ActivateAsync(late, token);

        requested.Status.ShouldBe(200, requested.Body);
        requested.Members.ShouldBe(["version", "messages"]);
        requested.Body.ShouldContain("\"i18n\":{\"key\":\"idx.request.activation.email\"},\"class\":\"INFO\"");
        again.Status.ShouldBe(401, again.Body);
        spent.ShouldBeError(400, "invalid_request", "The activation token is invalid");
        fresh.Status.ShouldBe(200, fresh.Body);
    }

    [Fact]
    public async Task Who_has_been_activated_meanwhile_needs_no_other_link()
    {
        await using var late = await LateOrgAsync(days: 8);
        await late.Org.SetUserStateAsync("stan@example.com", UserState.Active, The.Ct);

        var refused = await ActivateAsync(late, "an-activation-token0");

        refused.ShouldBeError(400, "invalid_request", "The activation token is invalid");
    }

    [Fact]
    public async Task An_activation_token_sets_a_first_password()
    {
        var run = new IdxRun(org);
        await run.BeginAsync(The.Web, $"&client_secret={The.WebSecret}&activation_token=an-activation-token0");

        run.Names.ShouldBe(["enroll-authenticator"]);
        await run.AnswerAsync("Fresh-Staple-7", "successWithInteractionCode");
    }

    /// <summary>One in which Stan was told that many days ago how to be activated.</summary>
    static async Task<ClockedOrg> LateOrgAsync(int days)
    {
        var late = await ClockedOrg.StartAsync(seed => seed with
        {
            Engine = OrgEngine.IdentityEngine,
            Apps =
            [
                .. seed.Apps.Select(
                    app => app.ClientId is The.Web ? app with { GrantTypes = [.. app.GrantTypes, "interaction_code"] } : app),
            ],
            Users = [.. seed.Users, Authn.Walk.Stan],
        });
        late.Advance(days * 24 * 3600);
        return late;
    }

    static Task<Answer> ActivateAsync(ClockedOrg late, string token) => late.Http.PostFormAsync(
        "/oauth2/default/v1/interact",
        $"client_id={The.Web}&client_secret={The.WebSecret}&{Asking}&{The.Pkce}&activation_token={token}");

    static Task<Answer> ShownAsync(ClockedOrg late, Answer begun) => late.Http.PostJsonAsync(
        "/idp/idx/introspect", $$"""{"interactionHandle":"{{begun.Text("interaction_handle")}}"}""");
}
