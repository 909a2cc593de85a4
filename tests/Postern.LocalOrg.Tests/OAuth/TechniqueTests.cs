using System.Text.Json;

namespace Postern.LocalOrg.Tests.OAuth;

/// <summary>Okta's support article, by hand.</summary>
public sealed class TechniqueTests
{
    [Theory]
    [InlineData("/oauth2/v1")]
    [InlineData("/oauth2/default/v1")]
    public async Task A_password_becomes_tokens_in_three_calls(string server)
    {
        await using var org = await LocalOrg.StartAsync(ct: TestContext.Current.CancellationToken);
        using var http = new Browserless(org);

        var sessionToken = await http.SessionTokenAsync();
        var authorized = await http.GetAsync(
            $"{server}/authorize?client_id=0oa1posternSpa000005&response_type=code&scope=openid%20profile%20email" +
            "&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback" +
            $"&state=s-1f0c&nonce=n-8c2e&prompt=none&sessionToken={sessionToken}" +
            "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
        var tokens = await http.PostFormAsync(
            $"{server}/token",
            "grant_type=authorization_code&client_id=0oa1posternSpa000005&redirect_uri=http%3A%2F%2Flocalhost%3A8080%2Fcallback" +
            $"&code={authorized.Redirected("code")}&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        authorized.Status.ShouldBe(302);
        authorized.Location.ShouldMatch("^http://localhost:8080/callback\\?code=[A-Za-z0-9_-]{43}&state=s-1f0c$");
        tokens.Status.ShouldBe(200, tokens.Body);
        tokens.Json.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["token_type", "expires_in", "access_token", "scope", "id_token"]);
        tokens.Json.GetProperty("access_token").GetString()!.Split('.').Length.ShouldBe(3);
        tokens.Json.GetProperty("expires_in").ValueKind.ShouldBe(JsonValueKind.Number);
    }
}
