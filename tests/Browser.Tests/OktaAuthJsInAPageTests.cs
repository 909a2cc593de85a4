using System.Text.Json;
using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>Okta's SDK where it is at home: in a page of the app, with a hidden frame that posts a message.</summary>
[Trait("Speed", "Slow")]
public class OktaAuthJsInAPageTests(Chromium chromium)
{
    const string GetTokens = """
        async ({ issuer, clientId, redirectUri, pkce }) => {
          const auth = new OktaAuth({ issuer, clientId, redirectUri, pkce, scopes: ['openid', 'profile', 'email'] });
          const transaction = await auth.signInWithCredentials({ username: 'ada@example.com', password: 'Correct-Horse-9' });
          const { tokens } = await auth.token.getWithoutPrompt({ sessionToken: transaction.sessionToken, responseType: ['token', 'id_token'] });
          const user = await auth.token.getUserInfo(tokens.accessToken, tokens.idToken);
          return { claims: tokens.idToken.claims, accessToken: tokens.accessToken.accessToken, email: user.email };
        }
        """;

    const string EnrollAuthenticator = """
        ({ issuer, clientId, redirectUri }) => {
          const auth = new OktaAuth({ issuer, clientId, redirectUri });
          auth.endpoints.authorize.enrollAuthenticator({ enrollAmrValues: ['kba'], acrValues: 'urn:okta:loa:2fa:any:ifpossible' });
        }
        """;

    const string SignIn = """
        ({ issuer, clientId, redirectUri }) => {
          new OktaAuth({ issuer, clientId, redirectUri, scopes: ['openid', 'profile'] }).signInWithRedirect({ originalUri: '/page' });
        }
        """;

    const string TakeTokens = """
        async ({ issuer, clientId, redirectUri }) => {
          const auth = new OktaAuth({ issuer, clientId, redirectUri, scopes: ['openid', 'profile'], restoreOriginalUri: async () => {} });
          if (!auth.isLoginRedirect()) throw new Error(location.href);
          await auth.handleLoginRedirect();
          return (await auth.tokenManager.getTokens()).idToken.claims;
        }
        """;

    [Theory]
    [InlineData("default", true)]
    [InlineData("default", false)]
    [InlineData(null, true)]
    public async Task It_gets_tokens_through_a_hidden_frame(string? server, bool pkce)
    {
        Assert.SkipUnless(File.Exists(Repository.OktaAuthJs), "okta-auth-js is not installed: run npm ci in tests/Interop.Tests/node.");
        await using var app = await RelyingApp.StartAsync();
        var issuer = server is null ? app.Org.Url : app.Org.IssuerOf(server);

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.Url + "/page");
            var result = await page.EvaluateAsync<JsonElement>(
                GetTokens, new { issuer, clientId = app.Seed.ClientId, redirectUri = app.RedirectUri, pkce });

            result.GetProperty("claims").GetProperty("iss").GetString().ShouldBe(issuer);
            result.GetProperty("claims").GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
            result.GetProperty("email").GetString().ShouldBe("ada@example.com");
            result.GetProperty("accessToken").GetString()!.Split('.').Length.ShouldBe(3);
        });
    }

    [Theory]
    [InlineData(OrgEngine.Classic)]
    [InlineData(OrgEngine.IdentityEngine)]
    public async Task It_sends_its_user_to_the_org_and_has_them_back_with_two_factors(OrgEngine engine)
    {
        Assert.SkipUnless(File.Exists(Repository.OktaAuthJs), "okta-auth-js is not installed: run npm ci in tests/Interop.Tests/node.");
        await using var app = await RelyingApp.StartAsync(seed => seed with
        {
            Engine = engine,
            Users = [seed.Users[0] with { Factors = [new() { FactorType = "question", Secret = "mayonnaise" }] }],
            Apps = [seed.Apps.First(each => each.Kind is AppKind.Spa) with { RequiresFactor = true }],
        });
        var options = new { issuer = app.Org.IssuerOf("default"), clientId = app.Seed.ClientId, redirectUri = app.PageUri };

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.PageUri);
            _ = await page.EvaluateAsync(SignIn, options);
            await page.GetByLabel("Username").FillAsync("ada@example.com");
            await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByLabel("What is the food you least liked as a child?").FillAsync("mayonnaise");
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify with your answer" }).ClickAsync();
            // Its load is asked for afterwards: of a page that was there before anybody waited, it may never be told.
            await page.WaitForURLAsync(
                url => url.StartsWith(app.PageUri, StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Commit });
            _ = await page.WaitForFunctionAsync("document.readyState === 'complete'");
            var claims = await page.EvaluateAsync<JsonElement>(TakeTokens, options);

            claims.GetProperty("preferred_username").GetString().ShouldBe("ada@example.com");
            claims.GetProperty("amr").EnumerateArray().Select(each => each.GetString()).ShouldBe(["mfa", "kba", "pwd"]);
        });
    }

    [Fact]
    public async Task It_has_a_user_set_up_a_security_question()
    {
        Assert.SkipUnless(File.Exists(Repository.OktaAuthJs), "okta-auth-js is not installed: run npm ci in tests/Interop.Tests/node.");
        await using var app = await RelyingApp.StartAsync(seed =>
            seed with
            {
                EnrollmentPolicies = [new() { Name = "p", EnrollsAtSignIn = false, Factors = [new() { FactorType = "question" }] }],
            });

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.Url + "/page");
            _ = await page.EvaluateAsync(
                EnrollAuthenticator,
                new { issuer = app.Org.IssuerOf("default"), clientId = app.Seed.ClientId, redirectUri = app.RedirectUri });
            await page.GetByLabel("Username").FillAsync("ada@example.com");
            await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByLabel("Answer").FillAsync("mayonnaise");
            await page.GetByRole(AriaRole.Button, new() { Name = "Set up security question" }).ClickAsync();
            var callback = await app.CallbackAsync(page);

            callback.Parameters.Keys.ShouldBe(["state"]);
        });
    }
}
