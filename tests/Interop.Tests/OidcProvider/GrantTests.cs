using Postern.Client;

namespace Postern.Interop.Tests.OidcProvider;

public sealed class GrantTests(Provider provider, PushedProvider pushed) : IClassFixture<Provider>, IClassFixture<PushedProvider>
{
    const string Login = "ada@example.com";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_brings_a_code_and_the_code_tokens()
    {
        var tokens = await SignInAsync(provider.Connect());

        tokens.TokenType.ShouldBe("Bearer");
        tokens.IdToken.ShouldNotBeNull();
        tokens.RefreshToken.ShouldNotBeNull();
        tokens.Scopes.ShouldBe(["openid", "email", "offline_access"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_pushed_request_leaves_nothing_in_the_URL_and_works_as_well()
    {
        var client = provider.Connect();
        var request = await client.AuthorizationCodeFlow.BeginAsync(new() { Prompt = "consent", UsePushedRequest = true }, Ct);

        request.Url.ShouldStartWith($"{provider.Issuer}/auth?client_id=web&request_uri=urn%3A");
        request.Url.ShouldNotContain("redirect_uri=");
        (await FinishAsync(client, request)).RefreshToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_provider_that_demands_pushed_requests_gets_them()
    {
        var client = pushed.Connect();
        var request = await client.AuthorizationCodeFlow.BeginAsync(ct: Ct);

        request.Url.ShouldContain("request_uri=");
        (await FinishAsync(client, request)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_person_who_does_not_sign_in_is_a_refusal()
    {
        var client = provider.Connect();
        var request = await client.AuthorizationCodeFlow.BeginAsync(ct: Ct);
        using var browser = new Browser { Password = "wrong" };
        var answer = await browser.VisitAsync(request.Url, Ct);

        Should.Throw<OAuthException>(() => client.AuthorizationCodeFlow.Read(request, answer!)).Error.ShouldBe("access_denied");
    }

    [Fact]
    public async Task A_refresh_token_is_rotated_and_good_once()
    {
        var client = provider.Connect();
        var tokens = await SignInAsync(client);

        var renewed = await client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct);

        renewed.RefreshToken.ShouldNotBe(tokens.RefreshToken);
        renewed.AccessToken.ShouldNotBe(tokens.AccessToken);
        (
            await Should.ThrowAsync<OAuthException>(
                () => client.RefreshTokenFlow.RefreshAsync(tokens, ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_hundred_callers_make_one_renewal_of_it()
    {
        var client = provider.Connect();
        var tokens = await SignInAsync(client);
        var source = new RefreshingTokenSource(new Nobody(), client)
        {
            Initial = tokens with { ExpiresAt = TimeProvider.System.GetUtcNow() },
        };

        var renewed = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => source.GetTokenAsync(Ct).AsTask()));

        renewed.Select(set => set.RefreshToken).Distinct().ShouldHaveSingleItem().ShouldNotBe(tokens.RefreshToken);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("machine")]
    public async Task An_app_gets_a_token_for_an_API_and_the_token_verifies(string clientId)
    {
        var client = provider.Connect(options =>
            clientId == "web"
                ? options
                : options with { ClientId = clientId, ClientAuthentication = ClientAuth.PrivateKeyJwt(Provider.ClientPrivateKey) });

        var tokens = await client.ClientCredentialsFlow.GetTokensAsync(new() { Scopes = ["orders.read"], Resources = [Provider.Api] }, Ct);
        var verified = await client.VerifyAsync(
            tokens.AccessToken!, new() { Audience = Provider.Api, ClientId = clientId, Scopes = ["orders.read"] }, Ct);

        verified.ToString().ShouldBe("valid");
        verified.Kind.ShouldBe(TokenKind.AccessToken);
        (await client.VerifyAsync(tokens.AccessToken!, new() { Audience = "https://other.example.com", Scopes = ["orders.write"] }, Ct))
            .ToString().ShouldBe("invalid: aud, scope");
    }

    [Fact]
    public async Task A_person_with_another_device_lets_this_one_in()
    {
        var client = provider.Connect(options => options with { ClientId = "native", ClientAuthentication = ClientAuth.None });
        using var browser = new Browser();

        var tokens = await client.DeviceAuthorizationFlow.GetTokensAsync(
            async (device, ct) => (await browser.VisitAsync(device.VerificationUriComplete!, ct)).ShouldBeNull(),
            new() { Scopes = ["openid", "offline_access"] },
            Ct);

        tokens.IdToken.ShouldNotBeNull();
        tokens.RefreshToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task Until_the_person_has_decided_the_device_waits_and_a_code_is_good_once()
    {
        var flow = provider.Connect().DeviceAuthorizationFlow;
        var device = await flow.BeginAsync(new() { Scopes = ["openid"] }, Ct);
        (await flow.PollAsync(device, Ct)).ShouldBeOfType<PollResult.Pending>();

        using var browser = new Browser();
        _ = await browser.VisitAsync(device.VerificationUriComplete!, Ct);

        (await flow.PollAsync(device, Ct)).ShouldBeOfType<PollResult.Granted>().Tokens.IdToken.ShouldNotBeNull();
        (await Should.ThrowAsync<OAuthException>(() => flow.PollAsync(device, Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_person_who_refuses_ends_the_devices_waiting()
    {
        var client = provider.Connect();
        using var browser = new Browser { Password = "wrong" };

        var refused = await Should.ThrowAsync<OAuthException>(() =>
            client.DeviceAuthorizationFlow.GetTokensAsync(
                async (device, ct) => await browser.VisitAsync(device.VerificationUriComplete!, ct), new() { Scopes = ["openid"] }, Ct));

        refused.Error.ShouldBe("access_denied");
    }

    [Fact]
    public async Task A_user_is_asked_on_a_device_of_their_own()
    {
        var flow = provider.Connect().BackchannelAuthenticationFlow;
        var authentication = await flow.BeginAsync(new() { LoginHint = Login, BindingMessage = "W4SCT", Scopes = ["openid"] }, Ct);
        (await flow.PollAsync(authentication, Ct)).ShouldBeOfType<PollResult.Pending>();

        using var http = new HttpClient();
        _ = await http.GetAsync($"{provider.Issuer}/the-users-own-device", Ct);

        (await flow.WaitAsync(authentication, Ct)).IdToken.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_user_whom_nobody_knows_is_not_asked() =>
        (
            await Should.ThrowAsync<OAuthException>(() =>
                provider.Connect().BackchannelAuthenticationFlow
                    .BeginAsync(new() { LoginHint = "nobody", Scopes = ["openid"] }, Ct))).Error.ShouldBe("unknown_user_id");

    [Fact]
    public async Task A_password_becomes_a_token_at_the_token_endpoint()
    {
        var flow = provider.Connect().ResourceOwnerPasswordFlow;

        (await flow.GetTokensAsync(Login, "Correct-Horse-9", new() { Scopes = ["openid"] }, Ct)).AccessToken.ShouldNotBeNull();
        (await Should.ThrowAsync<OAuthException>(() => flow.GetTokensAsync(Login, "wrong", ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_signed_assertion_becomes_a_token()
    {
        var flow = provider.Connect().JwtBearerFlow;

        (await flow.GetTokensAsync(provider.Assertion(Login), new() { Scopes = ["openid"] }, Ct)).AccessToken.ShouldNotBeNull();
        (
            await Should.ThrowAsync<OAuthException>(
                () => flow.GetTokensAsync(provider.Assertion(Login)[..^4] + "AAAA", ct: Ct))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_token_becomes_another()
    {
        var client = provider.Connect();
        var subject = await client.ResourceOwnerPasswordFlow.GetTokensAsync(Login, "Correct-Horse-9", new() { Scopes = ["openid"] }, Ct);

        var exchanged = await client.TokenExchangeFlow.ExchangeAsync(
            new() { SubjectToken = subject.AccessToken!, Audiences = ["orders"], Scopes = ["openid"] }, Ct);

        exchanged.IssuedTokenType.ShouldBe("urn:ietf:params:oauth:token-type:access_token");
        exchanged.AccessToken.ShouldNotBe(subject.AccessToken);
        (await client.GetUserInfoAsync(exchanged, Ct)).Subject.ShouldBe(Login);
    }

    internal static async Task<TokenSet> SignInAsync(OktaClient client) =>
        await FinishAsync(client, await client.AuthorizationCodeFlow.BeginAsync(new() { Prompt = "consent" }, Ct));

    static async Task<TokenSet> FinishAsync(OktaClient client, AuthorizationRequest request)
    {
        using var browser = new Browser();
        var answer = await browser.VisitAsync(request.Url, Ct);
        return await client.AuthorizationCodeFlow.ExchangeAsync(client.AuthorizationCodeFlow.Read(request, answer!), Ct);
    }

    sealed class Nobody : ITokenSource
    {
        public ValueTask<TokenSet> GetTokenAsync(CancellationToken ct = default) =>
            throw new InvalidOperationException("Nobody signs in here.");
    }
}
