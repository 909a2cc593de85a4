using Postern.Client;
using Postern.LocalOrg;

namespace Samples;

/// <summary>The README's org inside a test; the README quotes the lines of the method.</summary>
static class InProcessOrg
{
    public static async Task<string?> AccessTokenAsync()
    {
        await using var org = await LocalOrg.StartAsync();
        var spa = org.Seed.Apps.First(app => app.Kind == AppKind.Spa);
        using var http = new HttpClient(OktaClient.CreateHandler());
        var okta = new OktaClient(
            http, new() { Issuer = org.IssuerOf("default"), ClientId = spa.ClientId, RedirectUri = spa.RedirectUris[0] });
        var tokens = await okta.SessionTokenFlow.GetTokensAsync("ada@example.com", "Correct-Horse-9");

        return tokens.AccessToken;
    }
}
