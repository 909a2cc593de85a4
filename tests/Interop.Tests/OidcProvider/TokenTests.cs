using Postern.Client;

namespace Postern.Interop.Tests.OidcProvider;

public sealed class TokenTests(Provider provider) : IClassFixture<Provider>
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_worth_something_until_it_is_revoked()
    {
        var client = provider.Connect();
        var tokens = await GrantTests.SignInAsync(client);

        var before = await client.IntrospectAsync(tokens.AccessToken!, ct: Ct);
        await client.RevokeAsync(tokens.AccessToken!, "access_token", Ct);
        var after = await client.IntrospectAsync(tokens.AccessToken!, ct: Ct);

        before.Active.ShouldBeTrue();
        before.ClientId.ShouldBe("web");
        before.Subject.ShouldBe("ada@example.com");
        before.ExpiresAt.ShouldNotBeNull();
        after.Active.ShouldBeFalse();
        (await Should.ThrowAsync<OAuthException>(() => client.GetUserInfoAsync(tokens, Ct))).Error.ShouldBe("invalid_token");
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_dead_and_revoking_it_again_is_no_error()
    {
        var client = provider.Connect();
        var tokens = await GrantTests.SignInAsync(client);

        await client.RevokeAsync(tokens.RefreshToken!, "refresh_token", Ct);
        await client.RevokeAsync(tokens.RefreshToken!, "refresh_token", Ct);

        (
            await Should.ThrowAsync<OAuthException>(
                () => client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task What_is_no_token_is_worth_nothing()
    {
        (await provider.Connect().IntrospectAsync("garbage", "refresh_token", Ct)).Active.ShouldBeFalse();
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_at_every_endpoint()
    {
        var client = provider.Connect(options => options with { ClientAuthentication = ClientAuth.SecretBasic("wrong") });

        (await Should.ThrowAsync<OAuthException>(() => client.IntrospectAsync("x", ct: Ct))).Error.ShouldBe("invalid_client");
        (await Should.ThrowAsync<OAuthException>(() => client.RevokeAsync("x", ct: Ct))).Error.ShouldBe("invalid_client");
        (
            await Should.ThrowAsync<OAuthException>(
                () => client.ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Error.ShouldBe("invalid_client");
        (await Should.ThrowAsync<OAuthException>(() => client.DeviceAuthorizationFlow.BeginAsync(ct: Ct))).Error.ShouldBe("invalid_client");
        (
            await Should.ThrowAsync<OAuthException>(
                () => client.AuthorizationCodeFlow.BeginAsync(new() { UsePushedRequest = true }, Ct))).Error.ShouldBe("invalid_client");
    }

    [Fact]
    public async Task Userinfo_tells_of_the_user_of_the_ID_token()
    {
        var client = provider.Connect();

        var user = await client.GetUserInfoAsync(await GrantTests.SignInAsync(client), Ct);

        user.Subject.ShouldBe("ada@example.com");
        user["email"].ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task Userinfo_that_comes_signed_is_verified_by_the_providers_keys()
    {
        var client = provider.Connect(options => options with { ClientId = "signed" });
        var tokens = await GrantTests.SignInAsync(client);

        var user = await client.GetUserInfoAsync(tokens, Ct);

        user.Subject.ShouldBe("ada@example.com");
        user["email"].ShouldBe("ada@example.com");
        user["iss"].ShouldBe(provider.Issuer);
        user["aud"].ShouldBe("signed");
        var another = provider.Connect(options => options with { ClientId = "web" });
        (
            await Should.ThrowAsync<TokenValidationException>(
                () => another.GetUserInfoAsync(tokens.AccessToken!, null, Ct))).Check.ShouldBe("aud");
    }

    [Fact]
    public async Task Userinfo_that_is_signed_with_a_shared_secret_is_refused()
    {
        var client = provider.Connect(options => options with { ClientId = "shared-secret" });
        var tokens = await GrantTests.SignInAsync(client);

        var refused = await Should.ThrowAsync<TokenValidationException>(() => client.GetUserInfoAsync(tokens, Ct));

        refused.Check.ShouldBe("alg");
        refused.Actual.ShouldBe("HS256");
    }

    [Fact]
    public async Task An_ID_token_verifies_check_by_check()
    {
        var client = provider.Connect();
        var tokens = await GrantTests.SignInAsync(client);

        var verified = await client.VerifyAsync(
            tokens.IdToken!, new() { Audience = "web", UserId = "ada@example.com", AccessToken = tokens.AccessToken }, Ct);

        verified.ToString().ShouldBe("valid");
        verified.Kind.ShouldBe(TokenKind.IdToken);
        (await client.VerifyAsync(tokens.IdToken!, new() { Audience = "native", AccessToken = "another" }, Ct)).ToString()
            .ShouldBe("invalid: aud, at_hash");
    }

    [Fact]
    public async Task Metadata_is_there_typed_and_whole()
    {
        var server = await provider.Connect().GetMetadataAsync(Ct);

        server.EndSessionEndpoint.ShouldBe($"{provider.Issuer}/session/end");
        server.DPoPSigningAlgValuesSupported.ShouldContain("ES256");
        server.AuthorizationResponseIssParameterSupported.ShouldBeTrue();
        server.Document.GetProperty("backchannel_token_delivery_modes_supported")[0].GetString().ShouldBe("poll");
    }

    [Fact]
    public async Task Signing_out_ends_the_browsers_session_and_comes_back_with_the_state()
    {
        var client = provider.Connect();
        using var browser = new Browser();
        var request = await client.AuthorizationCodeFlow.BeginAsync(new() { Prompt = "consent" }, Ct);
        var tokens = await client.AuthorizationCodeFlow.ExchangeAsync(
            client.AuthorizationCodeFlow.Read(request, (await browser.VisitAsync(request.Url, Ct))!), Ct);

        var url = await client.GetLogoutUrlAsync(
            new() { IdTokenHint = tokens.IdToken, PostLogoutRedirectUri = Provider.AfterLogout, State = "s 1" }, Ct);
        var after = await browser.VisitAsync(url, Ct);

        after!.AbsoluteUri.ShouldBe("https://app.example.com/after?state=s+1");
        var silent = await client.AuthorizationCodeFlow.BeginAsync(new() { Prompt = "none" }, Ct);
        var answer = await browser.VisitAsync(silent.Url, Ct);
        Should.Throw<OAuthException>(() => client.AuthorizationCodeFlow.Read(silent, answer!)).Error.ShouldBe("login_required");
    }

    [Fact]
    public async Task Without_a_browser_the_providers_own_page_is_told_and_a_wrong_redirect_URI_refused()
    {
        var client = provider.Connect();
        var tokens = await GrantTests.SignInAsync(client);

        _ = (
            await client.LogoutAsync(
                new() { IdTokenHint = tokens.IdToken, PostLogoutRedirectUri = Provider.AfterLogout },
                Ct)).ShouldBeOfType<LogoutResult.PageShown>();

        var refused = await Should.ThrowAsync<OktaException>(
            () => client.LogoutAsync(new() { IdTokenHint = tokens.IdToken, PostLogoutRedirectUri = "https://evil.example.com/" }, Ct));
        refused.Stage.ShouldBe(Stage.Logout);
        refused.StatusCode.ShouldBe(400);
    }
}
