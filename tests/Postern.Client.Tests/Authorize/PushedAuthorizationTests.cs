namespace Postern.Client.Tests.Authorize;

public sealed class PushedAuthorizationTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pushed_request_leaves_a_short_URL_and_the_session_token()
    {
        using var org = Org();

        var response = await org.Connect(options => options with { ClientAuthentication = ClientAuth.SecretPost("a-secret") }).SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true }, Ct);

        response.Code.ShouldBe(The.Code);
        var pushed = org.AskedAt("/par").ShouldHaveSingleItem();
        pushed.Method.ShouldBe(HttpMethod.Post);
        pushed.Form("redirect_uri").ShouldBe(The.RedirectUri);
        pushed.Form("state").ShouldBe(response.State);
        pushed.Form("code_challenge_method").ShouldBe("S256");
        pushed.Form("client_secret").ShouldBe("a-secret");
        pushed.Body.ShouldNotContain(The.SessionToken);
        org.AskedAt("/v1/authorize").ShouldHaveSingleItem().Url.Query.ShouldBe($"?client_id={The.ClientId}&request_uri=urn%3Aokta%3Aabc&sessionToken={The.SessionToken}");
    }

    [Fact]
    public async Task A_server_that_demands_it_gets_it_unasked()
    {
        using var org = Org();
        org.Discovery = _ => Some.Json(200, org.Metadata.Replace("\"scopes_supported\"", "\"require_pushed_authorization_requests\":true,\"scopes_supported\""));

        _ = await org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, ct: Ct);

        _ = org.AskedAt("/par").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_pushed_request_names_the_key_that_the_code_is_bound_to()
    {
        using var org = Org();
        var key = DPoPKey.Create();

        _ = await org.Connect(options => options with { DPoPKey = key }).SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true }, Ct);

        org.AskedAt("/par").Single().Form("dpop_jkt").ShouldBe(key.Thumbprint);
    }

    [Fact]
    public async Task A_refusal_comes_before_anything_is_spent()
    {
        using var org = Org();
        org.PushAuthorization = _ => Some.Json(400, """{"error":"invalid_request","error_description":"The 'redirect_uri' parameter must be a Login redirect URI in the client app settings."}""");

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().SessionTokenFlow.AuthorizeAsync(The.SessionToken, new() { UsePushedRequest = true }, Ct));

        refused.Stage.ShouldBe(Stage.PushedAuthorization);
        refused.Hint.ShouldContain("byte for byte");
        org.AskedAt("/v1/authorize").ShouldBeEmpty();
    }

    static FakeOrg Org()
    {
        var org = new FakeOrg();
        org.PushAuthorization = _ => Some.Json(201, """{"request_uri":"urn:okta:abc","expires_in":60}""");
        org.Authorize = _ => Some.Redirect($"{The.RedirectUri}?code={The.Code}&state={org.AskedAt("/par").Last().Form("state")}");
        return org;
    }
}
