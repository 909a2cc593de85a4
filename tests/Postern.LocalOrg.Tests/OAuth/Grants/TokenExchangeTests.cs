namespace Postern.LocalOrg.Tests.OAuth.Grants;

/// <summary>A service's token on behalf of the user whose token came in: RFC 8693 (direct-auth.md 8).</summary>
public sealed class TokenExchangeTests
{
    const string Exchange = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange";
    const string OfAccessToken = "subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token";
    const string ForOrders = "audience=api%3A%2F%2Forders";

    [Fact]
    public async Task A_service_exchanges_a_users_token_of_a_trusted_server_for_one_of_the_next()
    {
        await using var org = await StartAsync();
        var subject = (await org.Http.TokensAsync(scope: "openid%20profile")).Text("access_token");

        var answer = await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read");

        answer.Members.ShouldBe(["token_type", "expires_in", "access_token", "scope", "issued_token_type"], answer.Body);
        answer.Text("issued_token_type").ShouldBe("urn:ietf:params:oauth:token-type:access_token");
        var token = answer.Text("access_token");
        Jwt.Text(token, "aud").ShouldBe("api://orders");
        Jwt.Text(token, "sub").ShouldBe("ada@example.com");
        Jwt.Text(token, "uid").ShouldBe("00u1adaActive0000005");
        Jwt.Text(token, "cid").ShouldBe(The.Service);
        Jwt.Texts(token, "scp").ShouldBe(["read"]);
        Jwt.Number(token, "auth_time").ShouldBe(Jwt.Number(subject, "auth_time"));
    }

    [Fact]
    public async Task A_server_trusts_its_own_tokens()
    {
        await using var org = await StartAsync();
        var first = (
            await ExchangeAsync(
                org,
                $"{OfAccessToken}&subject_token={(await org.Http.TokensAsync()).Text("access_token")}&{ForOrders}&scope=read")).Text(
                    "access_token");

        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={first}&{ForOrders}&scope=read")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_server_that_is_not_trusted_counts_for_nothing()
    {
        await using var org = await StartAsync(orders => orders with { TrustedServerIds = [] });
        var subject = (await org.Http.TokensAsync()).Text("access_token");

        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read"))
            .ShouldBeError(400, "invalid_request", "'subject_token' is invalid.");
    }

    [Fact]
    public async Task A_revoked_token_and_one_of_the_org_server_and_a_clients_own_are_no_subject()
    {
        await using var org = await StartAsync();
        var revoked = (await org.Http.TokensAsync()).Text("access_token");
        await org.Http.PostFormAsync("/oauth2/default/v1/revoke", $"client_id={The.Spa}&token={revoked}");
        var ofOrg = (await org.Http.TokensAsync("/oauth2")).Text("access_token");
        var clients = (
            await org.Http.PostFormAsync(
                "/oauth2/aus1orders0000000005/v1/token",
                "grant_type=client_credentials&scope=read",
                The.BasicOfService)).Text("access_token");

        foreach (var subject in (string[])[revoked, ofOrg, clients, "x"])
            (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read"))
                .ShouldBeError(400, "invalid_request", "'subject_token' is invalid.");
    }

    [Fact]
    public async Task An_expired_token_and_one_of_somebody_locked_out_are_told_apart_from_nonsense()
    {
        await using var org = await StartAsync();
        var subject = (await org.Http.TokensAsync()).Text("access_token");
        const string description = "The 'subject_token' either expired or the session associated with it was terminated.";

        for (var i = 0; i < 10; i++)
            await org.Http.AuthenticateAsync("ada@example.com", "not the one");
        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read"))
            .ShouldBeError(400, "invalid_grant", description);

        org.Advance(3600);
        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read"))
            .ShouldBeError(400, "invalid_grant", description);
    }

    [Theory]
    [InlineData("scope=openid", "invalid_scope", "Can't request 'openid' scopes using the Token Exchange flow for a service app.")]
    [InlineData(
        "scope=read%20offline_access",
        "invalid_scope",
        "Can't request 'openid' scopes using the Token Exchange flow for a service app.")]
    [InlineData("scope=read%20device_sso", "invalid_scope", "The following scopes are not allowed for this request: [device_sso].")]
    [InlineData("scope=fly", "invalid_scope", "One or more scopes are not configured for the authorization server resource.")]
    [InlineData("scope=read&requested_token_type=x", "invalid_request", "'requested_token_type' is invalid or not supported.")]
    [InlineData("scope=read&resource=https%3A%2F%2Felsewhere.example", "invalid_target", "'resource' is invalid or not supported.")]
    [InlineData("scope=read&actor_token=x&actor_token_type=x", "invalid_request", "'actor_token_type' is invalid or not supported.")]
    [InlineData(
        "scope=read&actor_token=x&actor_token_type=urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret", "invalid_request",
        "When 'actor_token_type' is 'urn:x-oath:params:oauth:token-type:device-secret', 'subject_token_type' must be " +
        "'urn:ietf:params:oauth:token-type:id_token'.")]
    public async Task What_does_not_fit_is_refused(string form, string error, string description)
    {
        await using var org = await StartAsync();
        var subject = (await org.Http.TokensAsync()).Text("access_token");

        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&{form}")).ShouldBeError(400, error, description);
    }

    [Theory]
    [InlineData($"{OfAccessToken}&{ForOrders}", "invalid_request", "The required parameter 'subject_token' is missing.")]
    [InlineData($"subject_token=x&{ForOrders}", "invalid_request", "The required parameter 'subject_token_type' is missing.")]
    [InlineData(
        $"subject_token=x&{OfAccessToken}",
        "invalid_target",
        "Token Exchange requests must include a valid audience of the authorization server.")]
    [InlineData(
        $"subject_token=x&{OfAccessToken}&audience=api%3A%2F%2Fdefault",
        "invalid_target",
        "Token Exchange requests must include a valid audience of the authorization server.")]
    [InlineData(
        $"subject_token=x&subject_token_type=x&{ForOrders}", "invalid_request", "'subject_token_type' is invalid or not supported.")]
    public async Task What_is_missing_is_named(string form, string error, string description)
    {
        await using var org = await StartAsync();

        (await ExchangeAsync(org, $"{form}&scope=read")).ShouldBeError(400, error, description);
    }

    [Fact]
    public async Task A_public_client_exchanges_nothing_on_anybodys_behalf()
    {
        await using var org = await StartAsync();
        var subject = (await org.Http.TokensAsync()).Text("access_token");

        var answer = await org.Http.PostFormAsync(
            "/oauth2/aus1orders0000000005/v1/token",
            $"{Exchange}&client_id={The.Native}&{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read");

        answer.ShouldBeError(400, "unauthorized_client", "Confidential client is required to make this request.");
    }

    [Fact]
    public async Task A_token_that_is_bound_to_a_key_is_exchanged_with_that_key_alone()
    {
        await using var org = await StartAsync();
        using DpopKey key = new(), stranger = new();
        string url = $"{org.Org.Url}/oauth2/default/v1/token", next = $"{org.Org.Url}/oauth2/aus1orders0000000005/v1/token";
        async Task<Answer> RedeemAsync(string? nonce) => await org.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}" +
            $"&code={await org.Http.CodeAsync(clientId: The.Spa)}&code_verifier={The.Verifier}",
            ("DPoP", key.Proof(url, nonce)));
        var nonce = (await RedeemAsync(nonce: null)).Headers["dpop-nonce"];
        var form = $"{Exchange}&{OfAccessToken}&subject_token={(await RedeemAsync(nonce)).Text("access_token")}&{ForOrders}&scope=read";
        Task<Answer> ByAsync(params (string, string)[] proof) =>
            org.Http.PostFormAsync("/oauth2/aus1orders0000000005/v1/token", form, [The.BasicOfService, .. proof]);

        var unproved = await ByAsync();
        var stolen = await ByAsync(("DPoP", stranger.Proof(next, nonce)));
        var owned = await ByAsync(("DPoP", key.Proof(next, nonce)));

        unproved.ShouldBeError(400, "invalid_dpop_proof", "The DPoP proof JWT header is missing.");
        stolen.ShouldBeError(400, "invalid_dpop_proof", "The access_token is not bound to the provided DPoP proof.");
        owned.Text("token_type").ShouldBe("DPoP", owned.Body);
    }

    [Fact]
    public async Task A_web_app_exchanges_tokens_of_users_who_are_assigned_to_it()
    {
        await using var org = await StartAsync();
        var subject = (await org.Http.TokensAsync()).Text("access_token");

        var answer = await org.Http.PostFormAsync(
            "/oauth2/aus1orders0000000005/v1/token", $"{Exchange}&{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read",
            The.BasicOfWeb);

        answer.Status.ShouldBe(200, answer.Body);
    }

    [Fact]
    public async Task A_policy_may_forbid_the_grant()
    {
        await using var org = await StartAsync(orders =>
            orders with { Policies = [new() { Name = "p", Rules = [new() { Name = "r", GrantTypes = ["client_credentials"] }] }] });
        var subject = (await org.Http.TokensAsync()).Text("access_token");

        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=read"))
            .ShouldBeError(401, "access_denied", "Policy evaluation failed for this request, please check the policy configurations.");
    }

    [Fact]
    public async Task A_token_of_another_client_is_no_consent()
    {
        await using var org = await StartAsync(
            orders => orders with { Scopes = [new() { Name = "pay", Consent = ScopeConsent.Flexible }] },
            app => app with { RequiresConsent = true });
        var subject = (await org.Http.TokensAsync()).Text("access_token");

        (await ExchangeAsync(org, $"{OfAccessToken}&subject_token={subject}&{ForOrders}&scope=pay")).ShouldBeError(
            400, "consent_required",
            "The following scopes require user consent: [pay]. To access protected scopes using the token_exchange password grant type, " +
            "please uncheck 'Require consent' in the app settings or set the apps 'consent_method' to 'TRUSTED'.");
    }

    [Fact]
    public async Task The_org_server_exchanges_nothing()
    {
        await using var org = await StartAsync();

        (await org.Http.PostFormAsync("/oauth2/v1/token", $"{Exchange}&subject_token=x&{OfAccessToken}&scope=read", The.BasicOfService))
            .ShouldBeError(400, "unsupported_grant_type", "'urn:ietf:params:oauth:grant-type:token-exchange' grant type is not supported.");
    }

    static Task<ClockedOrg> StartAsync(
        Func<SeedAuthorizationServer, SeedAuthorizationServer>? change = null, Func<SeedApp, SeedApp>? changeService = null)
    {
        var orders = new SeedAuthorizationServer
        {
            Id = "aus1orders0000000005", Name = "Orders", Audience = "api://orders", Scopes = ["read"], TrustedServerIds = ["default"],
            Policies = [new() { Name = "p", Rules = [new() { Name = "r" }] }],
        };
        return ClockedOrg.StartAsync(seed => seed with
        {
            AuthorizationServers = [.. seed.AuthorizationServers, change?.Invoke(orders) ?? orders],
            Apps = [.. seed.Apps.Select(app => changeService is not null && app.ClientId == The.Service ? changeService(app) : app)],
        });
    }

    static Task<Answer> ExchangeAsync(ClockedOrg org, string form) =>
        org.Http.PostFormAsync("/oauth2/aus1orders0000000005/v1/token", $"{Exchange}&{form}", The.BasicOfService);
}
