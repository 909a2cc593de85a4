using Postern.Client;
using Postern.Local;

namespace Postern.Interop.Tests.Matrix;

/// <summary>Both halves, beyond the code: each grant and each endpoint around a token, at a custom authorization server.</summary>
public sealed class ClientGrantsAgainstLocalOrgTests(ClientGrantsAgainstLocalOrgTests.Org org) : IClassFixture<ClientGrantsAgainstLocalOrgTests.Org>
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
        (await Should.ThrowAsync<OAuthException>(() => client.RefreshTokenFlow.RefreshAsync(renewed, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_dead_refresh_token_leads_back_to_the_password()
    {
        var client = org.Connect(AppKind.Spa);
        var source = new RefreshingTokenSource(client.SessionTokenFlow.For(The.Ada, The.Password, Offline), client) { Leeway = TimeSpan.FromHours(2) };
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

        (await client.VerifyAsync(tokens.AccessToken!, new() { Audience = "api://default", ClientId = client.Options.ClientId, Scopes = ["openid"] }, Ct)).ToString().ShouldBe("valid");
        (await client.VerifyAsync(tokens.IdToken!, new() { Audience = client.Options.ClientId, AccessToken = tokens.AccessToken }, Ct)).ToString().ShouldBe("valid");
        (await client.IntrospectAsync(tokens.AccessToken!, ct: Ct)).Username.ShouldBe("ada@example.com");
        (await client.GetUserInfoAsync(tokens, Ct))["email"].ShouldBe("ada@example.com");

        await client.RevokeAsync(tokens.AccessToken!, ct: Ct);

        (await client.IntrospectAsync(tokens.AccessToken!, ct: Ct)).Active.ShouldBeFalse();
        (await Should.ThrowAsync<OAuthException>(() => client.GetUserInfoAsync(tokens, Ct))).Error.ShouldBe("invalid_token");
    }

    [Fact]
    public async Task An_app_gets_a_token_for_itself()
    {
        var client = org.Connect(AppKind.Service);

        var tokens = await client.ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["api:read"] }, Ct);

        tokens.Scopes.ShouldBe(["api:read"]);
        tokens.IdToken.ShouldBeNull();
        (await Should.ThrowAsync<OAuthException>(() => client.ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["openid"] }, Ct))).Hint.ShouldContain("openid");
    }

    [Fact]
    public async Task A_password_becomes_tokens_at_the_token_endpoint()
    {
        var flow = org.Connect(AppKind.Native).ResourceOwnerPasswordFlow;

        (await flow.GetTokensAsync(The.Ada, The.Password, ct: Ct)).IdToken.ShouldNotBeNull();
        (await Should.ThrowAsync<OAuthException>(() => flow.GetTokensAsync(The.Ada, "wrong", ct: Ct))).Hint.ShouldContain("password is wrong");
    }

    [Fact]
    public async Task A_token_becomes_another_on_a_users_behalf()
    {
        var subject = await org.Connect(AppKind.Spa).SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, ct: Ct);

        var exchanged = await org.Connect(AppKind.Service).TokenExchangeFlow.ExchangeAsync(new() { SubjectToken = subject.AccessToken!, Audiences = ["api://default"], Scopes = ["api:read"] }, Ct);

        exchanged.IssuedTokenType.ShouldBe("urn:ietf:params:oauth:token-type:access_token");
        exchanged.Scopes.ShouldBe(["api:read"]);
    }

    [Fact]
    public async Task Tokens_are_bound_to_a_key_from_the_code_to_userinfo()
    {
        var key = DPoPKey.Create();
        var client = org.Connect(AppKind.Spa, options => options with { DPoPKey = key });

        var tokens = await client.SessionTokenFlow.GetTokensAsync(The.Ada, The.Password, Offline, Ct);
        var renewed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);

        renewed.TokenType.ShouldBe("DPoP");
        (await client.VerifyAsync(renewed.AccessToken!, new() { KeyThumbprint = key.Thumbprint }, Ct)).ToString().ShouldBe("valid");
        (await client.GetUserInfoAsync(renewed, Ct)).Subject.ShouldNotBeNullOrEmpty();
    }

    /// <summary>The default org, and a client for each of its apps.</summary>
    public sealed class Org : IAsyncLifetime
    {
        readonly HttpClient _http = new(OktaClient.CreateHandler());
        LocalOrg? _org;

        public async ValueTask InitializeAsync() => _org = await LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _org!.DisposeAsync();
        }

        internal OktaClient Connect(AppKind kind, Func<OktaClientOptions, OktaClientOptions>? change = null)
        {
            var local = _org!;
            var app = local.App(kind);
            var options = new OktaClientOptions
            {
                Issuer = local.IssuerOf("default"),
                ClientId = app.ClientId,
                ClientAuthentication = app.ClientSecret is { } secret ? ClientAuth.SecretBasic(secret) : ClientAuth.None,
                RedirectUri = The.Callback,
            };
            return new(_http, change?.Invoke(options) ?? options);
        }
    }
}
