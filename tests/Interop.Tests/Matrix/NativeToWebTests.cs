using Microsoft.IdentityModel.JsonWebTokens;
using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Matrix;

/// <summary>Both halves: a native app's sign-in goes on to a web app by Okta's Native to Web SSO.</summary>
public sealed class NativeToWebTests
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, false)]
    [InlineData("default", false)]
    [InlineData("default", true)]
    public async Task The_web_app_has_tokens_of_its_own_and_nobody_signed_in_twice(string? server, bool isPushed)
    {
        await using var org = await LocalOrg.LocalOrg.StartAsync(new() { Seed = Seed() }, Ct);
        using var http = new HttpClient(OktaClient.CreateHandler());
        var (native, web) = (Connect(AppKind.Native), Connect(AppKind.Web));
        var first = await native.ResourceOwnerPasswordFlow.GetTokensAsync(
            The.Ada, The.Password, new() { Scopes = ["openid", "interclient_access"] }, Ct);

        var token = await native.TokenExchangeFlow.ExchangeForWebAppAsync(
            first.IdToken!, first.AccessToken!, web.Options.ClientId, Ct);
        AuthorizeOptions handedOver = new()
        {
            UsePushedRequest = isPushed,
            ExtraParameters = new Dictionary<string, string> { ["interclient_token"] = token.AccessToken! },
        };
        var tokens = await web.AuthorizationCodeFlow.ExchangeAsync(await web.AuthorizationCodeFlow.TryAsync(handedOver, Ct), Ct);

        new JsonWebToken(tokens.IdToken).Subject.ShouldBe("00u1adaActive0000005");
        (await Should.ThrowAsync<OAuthException>(() => web.AuthorizationCodeFlow.TryAsync(handedOver, Ct)))
            .Error.ShouldBe("invalid_request");

        OktaClient Connect(AppKind kind) => new(
            http,
            new()
            {
                OrgUrl = org.Url,
                AuthorizationServerId = server,
                ClientId = org.App(kind).ClientId,
                ClientAuthentication = org.App(kind).ClientSecret is { } secret ? ClientAuth.SecretBasic(secret) : ClientAuth.None,
                RedirectUri = The.Callback,
            });
    }

    static OrgSeed Seed()
    {
        var seed = OrgSeed.Default;
        return seed with
        {
            Engine = OrgEngine.IdentityEngine,
            Apps =
            [
                .. seed.Apps.Select(app => app.Kind is AppKind.Web ? app with { InterclientAllowedAppIds = ["Demo Native"] } : app),
            ],
        };
    }
}
