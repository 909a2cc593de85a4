namespace Postern.Client.Tests.Flows;

public sealed class RefreshTokenFlowTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_request_names_the_refresh_token_and_no_scope()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().RefreshTokenFlow.RefreshAsync(The.RefreshToken, ct: Ct);

        org.AskedAt("/token").ShouldHaveSingleItem().Body
            .ShouldBe($"grant_type=refresh_token&refresh_token={The.RefreshToken}&client_id={The.ClientId}");
    }

    [Fact]
    public async Task Fewer_scopes_can_be_asked_for()
    {
        using var org = new FakeOrg();

        _ = await org.Connect().RefreshTokenFlow.RefreshAsync(
            The.RefreshToken, new() { Scopes = ["openid"], Resources = ["https://api.example.com/a", "https://api.example.com/b"] }, Ct);

        org.AskedAt("/token").Single().Body.ShouldBe(
            $"grant_type=refresh_token&refresh_token={The.RefreshToken}&scope=openid&resource=https%3A%2F%2Fapi.example.com%2Fa" +
            $"&client_id={The.ClientId}&resource=https%3A%2F%2Fapi.example.com%2Fb");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.2.2 refresh tokens of public clients")]
    public async Task A_rotated_refresh_token_takes_the_old_ones_place()
    {
        using var org = new FakeOrg();
        org.Token = _ => Some.Json(200, org.Tokens().Replace("\"scope\"", "\"refresh_token\":\"rotated\",\"scope\""));

        (await org.Connect().RefreshTokenFlow.RefreshAsync(The.RefreshToken, ct: Ct)).RefreshToken.ShouldBe("rotated");
    }

    [Fact]
    public async Task A_server_that_sends_none_keeps_the_old_one()
    {
        using var org = new FakeOrg();

        (await org.Connect().RefreshTokenFlow.RefreshAsync(The.RefreshToken, ct: Ct)).RefreshToken.ShouldBe(The.RefreshToken);
    }

    [Fact]
    [Trait("Proves", "OIDC 12.2 refreshed ID token")]
    public async Task An_ID_token_of_another_user_is_refused()
    {
        using var org = new FakeOrg();
        var client = org.Connect();
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);
        org.IdTokenClaims = claims => claims["sub"] = "00uSomebodyElse";

        var refused = await Should.ThrowAsync<TokenValidationException>(
            () => client.RefreshTokenFlow.RefreshAsync(tokens with { RefreshToken = The.RefreshToken }, ct: Ct));

        refused.Check.ShouldBe("sub");
        refused.Expected.ShouldBe(The.UserId);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("another", false)]
    public async Task The_nonce_may_be_absent_but_not_another(string? nonce, bool good)
    {
        using var org = new FakeOrg();
        var client = org.Connect();
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);
        org.IdTokenClaims = claims => claims["nonce"] = nonce;
        if (nonce is null)
            org.IdTokenClaims = claims => claims.Remove("nonce");

        var refreshing = client.RefreshTokenFlow.RefreshAsync(tokens with { RefreshToken = The.RefreshToken }, ct: Ct);

        if (good)
            (await refreshing).IdToken.ShouldNotBeNull();
        else
            (await Should.ThrowAsync<TokenValidationException>(() => refreshing)).Check.ShouldBe("nonce");
    }

    [Fact]
    public async Task A_set_without_a_refresh_token_is_a_mistake()
    {
        using var org = new FakeOrg();
        var client = org.Connect();
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Login, The.Password, ct: Ct);

        (
            await Should.ThrowAsync<ArgumentException>(
                () => client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct))).Message.ShouldContain("offline_access");
    }

    [Fact]
    public async Task A_dead_refresh_token_says_what_to_do_and_is_not_shown()
    {
        using var org = new FakeOrg
        {
            Token = _ => Some.Json(400, """{"error":"invalid_grant","error_description":"The refresh token is invalid or expired."}"""),
        };

        var refused = await Should.ThrowAsync<OAuthException>(() => org.Connect().RefreshTokenFlow.RefreshAsync(The.RefreshToken, ct: Ct));

        refused.Error.ShouldBe("invalid_grant");
        refused.Hint.ShouldContain("Sign in again");
        refused.ToString().ShouldNotContain(The.RefreshToken);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_refresh_token_is_not_sent_twice_after_a_server_error(int status)
    {
        using var org = new FakeOrg { Token = _ => Some.Html(status, "oops") };

        _ = await Should.ThrowAsync<UnexpectedResponseException>(
            () => org.Connect().RefreshTokenFlow.RefreshAsync(The.RefreshToken, ct: Ct));

        org.AskedAt("/token").Count().ShouldBe(1);
    }
}
