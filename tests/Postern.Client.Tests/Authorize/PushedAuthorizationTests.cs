namespace Postern.Client.Tests.Authorize;

public sealed class PushedAuthorizationTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pushed_request_leaves_a_short_URL_and_the_session_token()
    {
        using var org = Org();

        var response = await org.Connect(options =>
            options with { ClientAuthentication = ClientAuth.SecretPost("a-secret") }).SessionTokenFlow.AuthorizeAsync(The.SessionToken,
            new() { UsePushedRequest = true }, Ct);

        response.Code.ShouldBe(The.Code);
        var pushed = org.AskedAt("/par").ShouldHaveSingleItem();
        pushed.Method.ShouldBe(HttpMethod.Post);
        pushed.Form("redirect_uri").ShouldBe(The.RedirectUri);
        pushed.Form("state").ShouldBe(response.State);
        pushed.Form("code_challenge_method").ShouldBe("S256");
        pushed.Form("client_secret").ShouldBe("a-secret");
        pushed.Body.ShouldNotContain(The.SessionToken);
        org.AskedAt("/v1/authorize").ShouldHaveSingleItem().Url.Query
            .ShouldBe($"?client_id={The.ClientId}&request_uri=urn%3Aokta%3Aabc&sessionToken={The.SessionToken}");
    }

    [Fact]
    public async Task A_server_that_demands_it_gets_it_unasked()
    {
        using var org = Org();
        org.Discovery = _ =>
            Some.Json(
                200, org.Metadata.Replace("\"scopes_supported\"", "\"require_pushed_authorization_requests\":true,\"scopes_supported\""));

        _ = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        _ = org.AskedAt("/par").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_pushed_request_names_and_proves_the_key_that_the_code_is_bound_to()
    {
        using var org = Org();
        var key = DPoPKey.Create();

        _ = await org.Connect(options => options with { DPoPKey = key }).SessionTokenFlow
            .AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true }, Ct);

        var pushed = org.AskedAt("/par").Single();
        pushed.Form("dpop_jkt").ShouldBe(key.Thumbprint);
        var proof = Proof.Of(pushed);
        proof.Claims.GetProperty("htm").GetString().ShouldBe("POST");
        proof.Claims.GetProperty("htu").GetString().ShouldBe("https://example.okta.com/oauth2/default/v1/par");
        proof.IsSigned().ShouldBeTrue();
        org.AskedAt("/v1/authorize").Single().Url.Query.ShouldNotContain("dpop_jkt");
    }

    [Fact]
    public async Task A_nonce_that_the_server_wants_in_the_proof_is_sent()
    {
        using var org = Org();
        org.PushAuthorization = asked =>
        {
            if (Proof.Of(asked).Nonce is "nonce-1")
                return Pushed();

            var response = Some.Json(400, """{"error":"use_dpop_nonce"}""");
            response.Headers.Add("DPoP-Nonce", "nonce-1");
            return response;
        };

        var response = await org.Connect(options => options with { DPoPKey = DPoPKey.Create() }).SessionTokenFlow
            .AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true }, Ct);

        response.Code.ShouldBe(The.Code);
        org.AskedAt("/par").Count().ShouldBe(2);
    }

    [Fact]
    public async Task Where_no_code_is_asked_for_there_is_nothing_to_bind()
    {
        using var org = Org();
        org.Authorize = _ =>
            Some.Redirect(
                $"{The.RedirectUri}#access_token={org.AccessToken()}&token_type=Bearer&expires_in=3600&scope=openid" +
                $"&state={org.AskedAt("/par").Last().Form("state")}");

        _ = await org.Connect(options => options with { DPoPKey = DPoPKey.Create() }).SessionTokenFlow
            .AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true, ResponseType = "token", ResponseMode = "fragment" }, Ct);

        var pushed = org.AskedAt("/par").Single();
        pushed.Form("dpop_jkt").ShouldBeEmpty();
        pushed.Headers.ShouldNotContain("DPoP:");
    }

    [Fact]
    public async Task A_refusal_comes_before_anything_is_spent()
    {
        using var org = Org();
        org.PushAuthorization = _ =>
            Some.Json(
                400,
                """{"error":"invalid_request","error_description":"The 'redirect_uri' parameter must be a Login redirect URI in the client app settings."}""");

        var refused = await Should.ThrowAsync<OAuthException>(
            () => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true }, Ct));

        refused.Stage.ShouldBe(Stage.PushedAuthorization);
        refused.Hint.ShouldContain("byte for byte");
        org.AskedAt("/v1/authorize").ShouldBeEmpty();
    }

    static FakeOrg Org()
    {
        var org = new FakeOrg();
        org.PushAuthorization = _ => Pushed();
        org.Authorize = _ => Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={org.AskedAt("/par").Last().Form("state")}");
        return org;
    }

    static HttpResponseMessage Pushed() => Some.Json(201, """{"request_uri":"urn:okta:abc","expires_in":60}""");
}
