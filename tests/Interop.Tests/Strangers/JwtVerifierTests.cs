using Postern.Client;
using Postern.LocalOrg;

namespace Postern.Interop.Tests.Strangers;

/// <summary>Okta's verifier for resource servers, given what our client got from our org.</summary>
public class JwtVerifierTests(SharedOrg shared)
{
    [Fact]
    public async Task It_accepts_a_custom_servers_access_token_and_ID_token()
    {
        var org = shared.Org;

        var result = await Stranger.AskAsync("jwt-verifier.mjs", await TaskAsync(org));

        result.GetProperty("access").GetProperty("sub").GetString().ShouldBe("ada@example.com");
        result.GetProperty("access").GetProperty("uid").GetString().ShouldBe(org.Seed.Users[0].Id);
        result.GetProperty("id").GetProperty("sub").GetString().ShouldBe(org.Seed.Users[0].Id);
    }

    [Fact]
    public async Task It_refuses_an_access_token_meant_for_another_audience()
    {
        var org = shared.Org;

        var said = await Stranger.TryAsync("jwt-verifier.mjs", new(await TaskAsync(org)) { ["audience"] = "api://other" });

        said.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("audience");
    }

    static async Task<Dictionary<string, string?>> TaskAsync(LocalOrg.LocalOrg org)
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = new HttpClient(OktaClient.CreateHandler());
        var app = org.App(AppKind.Spa);
        var flow = new OktaClient(
            http, new() { Issuer = org.IssuerOf("default"), ClientId = app.ClientId, RedirectUri = The.Callback }).SessionTokenFlow;
        var authenticated = (await flow.AuthenticateAsync(The.Ada, The.Password, ct)).ShouldBeOfType<AuthnTransaction.Success>();
        var answered = await flow.AuthorizeAsync(authenticated, ct: ct);
        var tokens = await flow.ExchangeAsync(answered, ct);
        return new()
        {
            ["issuer"] = org.IssuerOf("default"),
            ["clientId"] = app.ClientId,
            ["audience"] = "api://default",
            ["nonce"] = answered.Nonce,
            ["accessToken"] = tokens.AccessToken,
            ["idToken"] = tokens.IdToken,
        };
    }
}
