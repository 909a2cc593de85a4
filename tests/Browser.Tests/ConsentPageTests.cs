using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>The consent page, as a person meets it.</summary>
[Trait("Speed", "Slow")]
public class ConsentPageTests(Chromium chromium)
{
    const string Code =
        "response_type=code&state=s-1&nonce=n-1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_allows_access_once_with_or_without_JavaScript(bool javaScript)
    {
        await using var app = await StartAsync();

        await chromium.InPageAsync(async page =>
        {
            await OpenAsync(app, page);
            await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Demo SPA would like to access:");
            await Assertions.Expect(page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync("See <b>your</b> ordersLists what you've bought.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Allow Access" }).ClickAsync();
            (await app.CallbackAsync(page)).Parameters.ShouldContainKey("code");

            _ = await page.GotoAsync(app.AuthorizeUrl($"{Code}&prompt=none").Replace("profile", "orders", StringComparison.Ordinal));
            (await app.CallbackAsync()).Parameters.ShouldContainKey("code");
        }, javaScript);
    }

    [Fact]
    public async Task A_user_does_not_allow_access()
    {
        await using var app = await StartAsync();

        await chromium.InPageAsync(async page =>
        {
            await OpenAsync(app, page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Don't Allow" }).ClickAsync();
            (await app.CallbackAsync()).Parameters["error"].ShouldBe("access_denied");
        });
    }

    static Task<RelyingApp> StartAsync() => RelyingApp.StartAsync(seed => seed with
    {
        Apps = [.. seed.Apps.Select(app => app with { RequiresConsent = true })],
        AuthorizationServers =
        [
            seed.AuthorizationServers[0] with
            {
                Scopes =
                [
                    new()
                    {
                        Name = "orders",
                        DisplayName = "See <b>your</b> orders",
                        Description = "Lists what you've bought.",
                        Consent = ScopeConsent.Required,
                    },
                ],
            },
        ],
    });

    static async Task OpenAsync(RelyingApp app, IPage page)
    {
        _ = await page.GotoAsync(app.AuthorizeUrl(Code).Replace("profile", "orders", StringComparison.Ordinal));
        await page.GetByLabel("Username").FillAsync("ada@example.com");
        await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
