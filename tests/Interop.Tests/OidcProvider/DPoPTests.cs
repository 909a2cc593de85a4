using System.Net;
using Postern.Client;

namespace Postern.Interop.Tests.OidcProvider;

public sealed class DPoPTests(Provider provider, NonceProvider nonces) : IClassFixture<Provider>, IClassFixture<NonceProvider>
{
    static readonly DPoPKey Key = DPoPKey.Create();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_APIs_token_is_bound_to_the_key(bool requiresNonce)
    {
        var client = Bound(requiresNonce ? nonces : provider);

        var tokens = await client.ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["orders.read"], Resources = [Provider.Api] }, Ct);

        tokens.TokenType.ShouldBe("DPoP");
        (await client.VerifyAsync(tokens.AccessToken!, new() { KeyThumbprint = Key.Thumbprint }, Ct)).ToString().ShouldBe("valid");
        (await client.VerifyAsync(tokens.AccessToken!, new() { KeyThumbprint = DPoPKey.Create().Thumbprint }, Ct)).ToString()
            .ShouldBe("invalid: cnf");
    }

    [Fact]
    public async Task An_RSA_key_binds_as_well()
    {
        var key = DPoPKey.CreateRsa();

        var tokens = await Connect(nonces, "web", key).ClientCredentialsFlow.GetTokensAsync(
            new() { Scopes = ["orders.read"], Resources = [Provider.Api] }, Ct);

        (await nonces.Connect().VerifyAsync(tokens.AccessToken!, new() { KeyThumbprint = key.Thumbprint }, Ct)).ToString()
            .ShouldBe("valid");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_code_a_refresh_token_and_userinfo_keep_to_the_key(bool requiresNonce)
    {
        var client = Bound(requiresNonce ? nonces : provider, "native");

        var tokens = await GrantTests.SignInAsync(client);
        var renewed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);

        renewed.TokenType.ShouldBe("DPoP");
        (await client.GetUserInfoAsync(renewed, Ct)).Subject.ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task A_pushed_request_binds_the_code_too()
    {
        var client = Bound(nonces, "native");
        var request = await client.AuthorizationCodeFlow.BeginAsync(new() { Prompt = "consent", UsePushedRequest = true }, Ct);
        using var browser = new Browser();
        var response = client.AuthorizationCodeFlow.Read(request, (await browser.VisitAsync(request.Url, Ct))!);

        var thief = Connect(nonces, "native", DPoPKey.Create());
        (
            await Should.ThrowAsync<OAuthException>(
                () => thief.AuthorizationCodeFlow.ExchangeAsync(response, Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_refresh_token_of_a_public_app_is_worth_nothing_with_another_key()
    {
        var tokens = await GrantTests.SignInAsync(Bound(provider, "native"));

        var thief = Connect(provider, "native", DPoPKey.Create());

        (
            await Should.ThrowAsync<OAuthException>(
                () => thief.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task An_app_that_must_bind_its_tokens_gets_none_without_a_key()
    {
        var client = provider.Connect(
            options => options with { ClientId = "bound", ClientAuthentication = ClientAuth.SecretPost(Provider.ClientSecret) });

        (
            await Should.ThrowAsync<OAuthException>(
                () => client.ClientCredentialsFlow.GetTokensAsync(ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_API_is_called_with_the_token_and_a_proof(bool requiresNonce)
    {
        var server = requiresNonce ? nonces : provider;
        var tokens = await GrantTests.SignInAsync(Bound(server, "native"));
        using var api = new HttpClient(new DPoPTokenHandler(new Held(tokens), Key) { InnerHandler = new SocketsHttpHandler() });
        using var stolen = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", tokens.AccessToken) } };

        (await api.GetStringAsync($"{server.Issuer}/me", Ct)).ShouldContain("ada@example.com");
        (await api.PostAsync($"{server.Issuer}/me", new FormUrlEncodedContent([]), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await stolen.GetAsync($"{server.Issuer}/me", Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    static OktaClient Bound(Provider server, string clientId = "web") => Connect(server, clientId, Key);

    static OktaClient Connect(Provider server, string clientId, DPoPKey key) => server.Connect(options => options with
    {
        ClientId = clientId,
        ClientAuthentication = clientId == "native" ? ClientAuth.None : options.ClientAuthentication,
        DPoPKey = key,
    });

    sealed class Held(TokenSet tokens) : ITokenSource
    {
        public ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) => new(tokens);
    }
}
