using System.Text;

namespace Postern.LocalOrg.Tests.Attacks;

/// <summary>Session tokens and codes in the wrong hands, or in the right ones twice.</summary>
public sealed class StolenCodeTests(SharedOrg shared)
{
    static readonly (string, string) Basic = (
        "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{The.Web}:{The.WebSecret}")));

    const string Query = $"client_id={The.Web}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s-1f0c&prompt=none";

    [Fact]
    public async Task A_session_token_opens_one_session()
    {
        var sessionToken = await shared.Http.SessionTokenAsync();

        var first = await shared.Http.GetAsync($"/oauth2/default/v1/authorize?{Query}&sessionToken={sessionToken}");
        var second = await shared.Http.GetAsync($"/oauth2/default/v1/authorize?{Query}&sessionToken={sessionToken}");

        first.Redirected("code").ShouldNotBeNull();
        second.ShouldBeRedirectedError("login_required", "The client specified not to prompt, but the user is not logged in.");
    }

    [Fact]
    public async Task Of_a_hundred_concurrent_uses_of_one_session_token_one_succeeds()
    {
        var sessionToken = await shared.Http.SessionTokenAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100)
                .Select(_ => shared.Http.GetAsync($"/oauth2/default/v1/authorize?{Query}&sessionToken={sessionToken}")));

        answers.Count(answer => answer.Redirected("code") is not null).ShouldBe(1);
        answers.Count(answer => answer.Redirected("error") == "login_required").ShouldBe(99);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.2.4 one-time code")]
    public async Task A_code_works_once()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        var first = await shared.Http.RedeemAsync(code);
        var second = await shared.Http.RedeemAsync(code);

        first.Status.ShouldBe(200, first.Body);
        second.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.2.4 one-time code")]
    public async Task Of_a_hundred_concurrent_redemptions_of_one_code_one_succeeds()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => shared.Http.RedeemAsync(code)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 400).ShouldBe(99);
    }

    [Fact]
    [Trait("Proves", "RFC 9700 4.2.4 code used twice")]
    public async Task Whoever_loses_the_race_for_a_code_takes_down_the_token_that_the_winner_got()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shared.Http.RedeemAsync(code)));
        var token = answers.Single(answer => answer.Status == 200).Text("access_token");

        (await shared.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {token}"))).Status.ShouldBe(401);
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.2.4 code used twice")]
    [InlineData("/oauth2")]
    [InlineData("/oauth2/default")]
    public async Task A_code_used_twice_takes_down_the_token_that_it_gave(string server)
    {
        var code = await shared.Http.CodeAsync(server, The.Spa);
        var token = (await shared.Http.RedeemAsync(code, server)).Text("access_token");

        var before = await shared.Http.GetAsync($"{server}/v1/userinfo", ("Authorization", $"Bearer {token}"));
        await shared.Http.RedeemAsync(code, server);
        var after = await shared.Http.GetAsync($"{server}/v1/userinfo", ("Authorization", $"Bearer {token}"));

        before.Status.ShouldBe(200);
        after.Status.ShouldBe(401);
    }

    [Fact]
    [Trait("Proves", "OIDC 3.1.3.2 code of this client")]
    public async Task A_code_is_worth_nothing_to_another_client()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}&code={code}&code_verifier={The.Verifier}", Basic);

        answer.ShouldBeError(
            400,
            "invalid_grant",
            "The grant was issued to another client. Please make sure the 'client_id' matches the one used at the authorize request.");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 2.1 mix-up")]
    [InlineData("/oauth2", "/oauth2/default")]
    [InlineData("/oauth2/default", "/oauth2")]
    public async Task A_code_of_one_server_is_worth_nothing_at_another(string server, string other)
    {
        var code = await shared.Http.CodeAsync(server, The.Spa);

        var answer = await shared.Http.RedeemAsync(code, other);

        answer.ShouldBeError(400, "invalid_request", "The grant was issued for another authorization server.");
    }

    [Theory]
    [Trait("Proves", "RFC 9700 4.5.3 code injection")]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE enforced")]
    [InlineData("aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    [InlineData("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    public async Task A_code_is_worth_nothing_with_another_verifier(string verifier)
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&client_id={The.Spa}&redirect_uri={The.EncodedCallback}&code={code}&code_verifier={verifier}");

        answer.ShouldBeError(400, "invalid_grant", "PKCE verification failed.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE enforced")]
    public async Task A_code_is_worth_nothing_without_its_verifier_even_with_the_clients_secret()
    {
        var code = await shared.Http.CodeAsync();

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}&code={code}", Basic);

        answer.ShouldBeError(400, "invalid_request", "PKCE code verifier is required by the application.");
    }

    [Fact]
    [Trait("Proves", "RFC 9700 2.1.1 PKCE downgrade")]
    public async Task Taking_the_challenge_away_is_noticed_when_the_verifier_comes()
    {
        var code = await shared.Http.CodeAsync(pkce: "prompt=none");

        var answer = await shared.Http.PostFormAsync(
            "/oauth2/default/v1/token",
            $"grant_type=authorization_code&redirect_uri={The.EncodedCallback}&code={code}&code_verifier={The.Verifier}", Basic);

        answer.ShouldBeError(
            400, "invalid_request", "PKCE code challenge should be specified in the authorize request for code verification.");
    }

    [Fact]
    public async Task A_refused_code_is_spent()
    {
        var code = await shared.Http.CodeAsync(clientId: The.Spa);

        await shared.Http.RedeemAsync(code, "/oauth2");
        var again = await shared.Http.RedeemAsync(code);

        again.ShouldBeError(400, "invalid_grant", "The authorization code is invalid or has expired.");
    }
}
