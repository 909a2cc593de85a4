namespace Postern.Client.Tests.Flows;

public sealed class GrantTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_credentials_ask_for_the_scopes_that_are_no_users()
    {
        using var org = new FakeOrg { AccessTokenClaims = claims => claims.Remove("uid") };

        var tokens = await org.Connect(options =>
            options with
            {
                Scopes = ["openid", "profile", "orders.read"],
                ClientAuthentication = ClientAuth.SecretPost("a-secret"),
            }).ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        tokens.AccessToken.ShouldNotBeNull();
        org.AskedAt("/token").ShouldHaveSingleItem().Body
            .ShouldBe($"grant_type=client_credentials&scope=orders.read&client_id={The.ClientId}&client_secret=a-secret");
    }

    [Fact]
    public async Task Client_credentials_without_a_scope_of_their_own_send_none()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        org.AskedAt("/token").Single().Body.ShouldBe($"grant_type=client_credentials&client_id={The.ClientId}");
    }

    [Fact]
    public async Task An_app_is_a_source_too()
    {
        using var org = new FakeOrg();
        var cache = new CachingTokenSource(org.Connect().ClientCredentialsFlow.For(new() { Scopes = ["orders.read"] }), org.Time);

        var first = await cache.GetTokenAsync(Ct);

        (await cache.GetTokenAsync(Ct)).ShouldBeSameAs(first);
        org.AskedAt("/token").Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_password_goes_to_the_token_endpoint()
    {
        using var org = new FakeOrg();

        var tokens = await org.Connect().ResourceOwnerPasswordFlow.GetTokensAsync(
            The.Login, The.Password, new() { ExtraParameters = new Dictionary<string, string> { ["acr_values"] = "phr" } }, Ct);

        tokens.IdToken.ShouldNotBeNull();
        org.AskedAt("/token").ShouldHaveSingleItem().Body.ShouldBe(
            "grant_type=password&username=jo.tester%40example.com&password=Corr3ct-Horse%21&scope=openid+profile+email&acr_values=phr" +
            $"&client_id={The.ClientId}");
    }

    [Fact]
    public async Task A_wrong_password_is_not_shown()
    {
        using var org = new FakeOrg
        {
            Token = _ => Some.Json(400, """{"error":"invalid_grant","error_description":"The credentials provided were invalid."}"""),
        };

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().ResourceOwnerPasswordFlow.GetTokensAsync(The.Login, The.Password, ct: Ct));

        refused.Hint.ShouldContain("password is wrong");
        refused.ToString().ShouldNotContain(The.Password);
    }

    [Fact]
    public async Task An_assertion_becomes_a_token()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().JwtBearerFlow.GetTokensAsync("an.assertion.signed", new() { Scopes = ["orders.read"] }, Ct);

        org.AskedAt("/token").ShouldHaveSingleItem().Body.ShouldBe(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=an.assertion.signed&scope=orders.read" +
            $"&client_id={The.ClientId}");
    }

    [Fact]
    public async Task A_source_asks_for_an_assertion_each_time()
    {
        using var org = new FakeOrg();
        var asked = 0;
        var source = org.Connect().JwtBearerFlow.For(_ => new($"assertion-{++asked}"));

        _ = await source.GetTokenAsync(Ct);
        _ = await source.GetTokenAsync(Ct);

        org.AskedAt("/token").Select(request => request.Form("assertion")).ShouldBe(["assertion-1", "assertion-2"]);
    }

    [Fact]
    public async Task A_parameter_that_the_client_sets_itself_is_no_extra()
    {
        using var org = new FakeOrg();

        (
            await Should.ThrowAsync<ArgumentException>(() =>
                org.Connect().JwtBearerFlow.GetTokensAsync(
                    "a.b.c",
                    new() { ExtraParameters = new Dictionary<string, string> { ["assertion"] = "x" } },
                    Ct))).Message.ShouldContain("'assertion'");

        org.AskedAt("/token").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_is_exchanged_for_another()
    {
        using var org = new FakeOrg();
        org.Token = _ =>
            Some.Json(
                200,
                $$"""{"access_token":"{{org.AccessToken()}}","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":60,"scope":"orders.read"}""");

        var tokens = await org.Connect().TokenExchangeFlow.ExchangeAsync(
            new() { SubjectToken = "a-user-token", Audiences = ["api://orders", "api://stock"], Scopes = ["orders.read"] }, Ct);

        tokens.IssuedTokenType.ShouldBe("urn:ietf:params:oauth:token-type:access_token");
        org.AskedAt("/token").ShouldHaveSingleItem().Body.ShouldBe(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=a-user-token" +
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
            + $"&audience=api%3A%2F%2Forders&scope=orders.read&client_id={The.ClientId}&audience=api%3A%2F%2Fstock");
    }

    [Fact]
    public async Task Something_else_than_an_access_token_is_handed_out_as_it_came()
    {
        using var org = new FakeOrg
        {
            Token = _ =>
                Some.Json(
                    200,
                    """{"access_token":"saml-or-so","issued_token_type":"urn:ietf:params:oauth:token-type:saml2","token_type":"N_A","expires_in":60}"""),
        };

        var tokens = await org.Connect().TokenExchangeFlow
            .ExchangeAsync(new() { SubjectToken = "a-user-token", RequestedTokenType = "urn:ietf:params:oauth:token-type:saml2" }, Ct);

        tokens.AccessToken.ShouldBe("saml-or-so");
        tokens.TokenType.ShouldBe("N_A");
    }

    [Fact]
    public async Task Native_single_sign_on_exchanges_the_device_secret()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().TokenExchangeFlow.ExchangeDeviceSecretAsync(
            "an.id.token", "a-device-secret", "api://default", new() { Scopes = ["openid", "offline_access"] }, Ct);

        org.AskedAt("/token").ShouldHaveSingleItem().Body.ShouldBe(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=an.id.token" +
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token"
            + "&actor_token=a-device-secret&actor_token_type=urn%3Ax-oath%3Aparams%3Aoauth%3Atoken-type%3Adevice-secret" +
                "&audience=api%3A%2F%2Fdefault&scope=openid+offline_access"
            + $"&client_id={The.ClientId}");
    }

    [Fact]
    public async Task Native_to_web_exchanges_both_tokens_for_one_that_is_good_once()
    {
        using var org = new FakeOrg
        {
            Token = _ => Some.Json(
                200,
                """{"token_type":"N_A","expires_in":300,"access_token":"one-time","issued_token_type":"urn:okta:params:oauth:token-type:interclient_token"}"""),
        };

        var tokens = await org.Connect().TokenExchangeFlow.ExchangeForWebAppAsync("an.id.token", "an.access.token", "0oa1web", Ct);

        tokens.AccessToken.ShouldBe("one-time");
        tokens.ExpiresAt.ShouldBe(The.Now.AddSeconds(300));
        org.AskedAt("/token").ShouldHaveSingleItem().Body.ShouldBe(
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=an.id.token" +
            "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token&actor_token=an.access.token" +
            "&actor_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token" +
            "&requested_token_type=urn%3Aokta%3Aparams%3Aoauth%3Atoken-type%3Ainterclient_token&audience=urn%3Aokta%3Aapps%3A0oa1web" +
            $"&client_id={The.ClientId}");
    }

    [Fact]
    public async Task A_device_secret_is_read_and_not_printed()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens().Replace("\"scope\"", "\"device_secret\":\"a-device-secret\",\"scope\""));

        var tokens = await org.Connect().ResourceOwnerPasswordFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        tokens.DeviceSecret.ShouldBe("a-device-secret");
        tokens.ToString().ShouldNotContain("a-device-secret");
    }

    [Fact]
    public async Task An_actor_without_a_type_is_a_mistake()
    {
        using var org = new FakeOrg();

        _ = await Should.ThrowAsync<ArgumentException>(
            () => org.Connect().TokenExchangeFlow.ExchangeAsync(new() { SubjectToken = "x", ActorToken = "y" }, Ct));

        org.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_expiry_that_the_answer_leaves_out_is_the_tokens_own()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, $$"""{"access_token":"{{org.AccessToken()}}","token_type":"Bearer"}""");

        (await org.Connect().ClientCredentialsFlow.GetTokensAsync(ct: Ct)).ExpiresAt.ShouldBe(The.Now.AddHours(1));
    }
}
