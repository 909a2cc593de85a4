using Microsoft.IdentityModel.JsonWebTokens;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Matrix;

/// <summary>Both halves, beyond the code: each grant and each endpoint around a token, with bearer tokens and with bound ones.</summary>
public sealed class ClientGrantsAgainstLocalOrgTests(GrantsOrg org) : IClassFixture<GrantsOrg>
{
    static readonly AuthorizeOptions Offline = new() { Scopes = ["openid", "profile", "email", "offline_access"] };

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AppKind.Spa)]
    [InlineData(AppKind.Web)]
    public async Task A_refresh_token_renews_the_tokens_and_may_be_revoked(AppKind kind)
    {
        var client = org.Connect(kind);
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, Offline, Ct);

        var renewed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);
        await client.RevokeAsync(renewed.RefreshToken!, "refresh_token", Ct);

        renewed.AccessToken.ShouldNotBe(tokens.AccessToken);
        renewed.IdToken.ShouldNotBeNull();
        (renewed.RefreshToken == tokens.RefreshToken).ShouldBe(kind == AppKind.Web);
        (
            await Should.ThrowAsync<OAuthException>(
                () => client.RefreshTokenFlow.RefreshAsync(renewed, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_dead_refresh_token_leads_back_to_the_password()
    {
        var client = org.Connect(AppKind.Spa);
        var source = new RefreshingTokenSource(client.SessionTokenFlow.For(The.Ada, The.Password, Offline), client)
        {
            Leeway = TimeSpan.FromHours(2),
        };
        var first = await source.GetTokenAsync(Ct);
        var second = await source.GetTokenAsync(Ct);
        await client.RevokeAsync(second.RefreshToken!, "refresh_token", Ct);

        var third = await source.GetTokenAsync(Ct);

        new[] { first, second, third }.Select(tokens => tokens.RefreshToken).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task A_token_is_introspected_verified_and_shown_to_userinfo_until_it_is_revoked()
    {
        var client = org.Connect(AppKind.Web);
        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);

        (
            await client.VerifyAsync(
                tokens.AccessToken!,
                new() { Audience = "api://default", ClientId = client.Options.ClientId, Scopes = ["openid"] },
                Ct)).ToString().ShouldBe("valid");
        (await client.VerifyAsync(tokens.IdToken!, new() { Audience = client.Options.ClientId, AccessToken = tokens.AccessToken }, Ct))
            .ToString().ShouldBe("valid");
        (await client.IntrospectAsync(tokens.AccessToken!, ct: Ct)).Username.ShouldBe("ada@example.com");
        (await client.GetUserInfoAsync(tokens, Ct))["email"].ShouldBe("ada@example.com");

        await client.RevokeAsync(tokens.AccessToken!, ct: Ct);

        (await client.IntrospectAsync(tokens.AccessToken!, ct: Ct)).Active.ShouldBeFalse();
        (await Should.ThrowAsync<OAuthException>(() => client.GetUserInfoAsync(tokens, Ct))).Error.ShouldBe("invalid_token");
    }

    [Theory]
    [InlineData("secret", "default", "api:read", false)]
    [InlineData("key", "default", "api:read", false)]
    [InlineData("key", "default", "api:read", true)]
    [InlineData("key", null, "okta.users.read", false)]
    [InlineData("key", null, "okta.users.read", true)]
    public async Task An_app_gets_a_token_for_itself(string proof, string? server, string scope, bool isBound)
    {
        var client = org.Connect(proof is "key" ? GrantsOrg.KeyService : org.IdOf(AppKind.Service), server, With(isBound, scope));

        var tokens = await client.ClientCredentialsFlow.GetTokensAsync(ct: Ct);

        tokens.Scopes.ShouldBe([scope]);
        tokens.TokenType.ShouldBe(isBound ? "DPoP" : "Bearer");
        tokens.IdToken.ShouldBeNull();
    }

    [Fact]
    public async Task An_app_by_itself_is_nobody_who_could_have_an_ID_token()
    {
        var flow = org.Connect(AppKind.Service).ClientCredentialsFlow;

        (
            await Should.ThrowAsync<OAuthException>(
                () => flow.GetTokensAsync(new() { Scopes = ["openid"] }, Ct))).Hint.ShouldContain("openid");
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("default", false)]
    [InlineData("default", true)]
    public async Task A_password_becomes_tokens_that_are_refreshed_looked_at_and_revoked(string? server, bool isBound)
    {
        var client = org.Connect(AppKind.Native, server, With(isBound, "openid", "profile", "offline_access"));

        var tokens = await client.ResourceOwnerPasswordFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);
        var refreshed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);
        var user = await client.GetUserInfoAsync(refreshed, Ct);
        var alive = await client.IntrospectAsync(refreshed.AccessToken!, ct: Ct);
        await client.RevokeAsync(refreshed.RefreshToken!, ct: Ct);
        var dead = await client.IntrospectAsync(refreshed.AccessToken!, ct: Ct);

        tokens.IdToken.ShouldNotBeNull();
        refreshed.TokenType.ShouldBe(isBound ? "DPoP" : "Bearer");
        user.Subject.ShouldBe("00u1adaActive0000005");
        alive.Active.ShouldBeTrue();
        dead.Active.ShouldBeFalse();
        (
            await Should.ThrowAsync<OAuthException>(
                () => client.RefreshTokenFlow.RefreshAsync(refreshed, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_wrong_password_at_the_token_endpoint_says_so()
    {
        var flow = org.Connect(AppKind.Native).ResourceOwnerPasswordFlow;

        (
            await Should.ThrowAsync<OAuthException>(
                () => flow.GetTokensAsync(The.Ada, "wrong", ct: Ct))).Hint.ShouldContain("password is wrong");
    }

    [Fact]
    public async Task A_device_signs_in_once_for_all_its_apps()
    {
        var first = await org.Connect(
            AppKind.Native,
            change: With(isBound: false, "openid", "device_sso", "offline_access")).ResourceOwnerPasswordFlow.GetTokensAsync(The.Ada,
            The.Password, ct: Ct);

        var second = await org.Connect(GrantsOrg.SecondNative, change: With(isBound: false, "openid", "offline_access"))
            .TokenExchangeFlow.ExchangeDeviceSecretAsync(first.IdToken!, first.DeviceSecret!, "api://default", ct: Ct);

        second.RefreshToken.ShouldNotBeNull();
        new JsonWebToken(second.IdToken).Subject.ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task A_client_signs_for_a_user()
    {
        var service = org.Connect(GrantsOrg.KeyService, change: With(isBound: false, "openid"));

        var tokens = await service.JwtBearerFlow.GetTokensAsync(org.Assertion(service.Issuer, The.Ada), ct: Ct);

        new JsonWebToken(tokens.IdToken).Subject.ShouldBe("00u1adaActive0000005");
    }

    [Fact]
    public async Task A_token_becomes_another_on_a_users_behalf()
    {
        var subject = await org.Connect(AppKind.Spa).SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);

        var exchanged = await org.Connect(AppKind.Service).TokenExchangeFlow
            .ExchangeAsync(new() { SubjectToken = subject.AccessToken!, Audiences = ["api://default"], Scopes = ["api:read"] }, Ct);

        exchanged.IssuedTokenType.ShouldBe("urn:ietf:params:oauth:token-type:access_token");
        exchanged.Scopes.ShouldBe(["api:read"]);
    }

    [Fact]
    public async Task Tokens_are_bound_to_a_key_from_the_code_to_userinfo()
    {
        var key = DPoPKey.Create();
        var client = org.Connect(AppKind.Spa, change: options => options with { DPoPKey = key });

        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, Offline, Ct);
        var renewed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);

        renewed.TokenType.ShouldBe("DPoP");
        (await client.VerifyAsync(renewed.AccessToken!, new() { KeyThumbprint = key.Thumbprint }, Ct)).ToString().ShouldBe("valid");
        (await client.GetUserInfoAsync(renewed, Ct)).Subject.ShouldNotBeNullOrEmpty();
    }

    static Func<OktaClientOptions, OktaClientOptions> With(bool isBound, params string[] scopes) =>
        options => options with { DPoPKey = isBound ? DPoPKey.Create() : null, Scopes = scopes };
}
