using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>A second factor on the hosted sign-in page, as a person meets it.</summary>
[Trait("Speed", "Slow")]
public class FactorPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_types_a_code_from_an_SMS_with_or_without_JavaScript(bool javaScript)
    {
        await using var app = await RelyingApp.StartAsync(seed => seed with
        {
            Users =
            [
                seed.Users[0] with
                {
                    State = UserState.MfaRequired,
                    Phone = "+15550100142",
                    Factors = [new() { FactorType = "sms" }, new() { FactorType = "push" }],
                },
            ],
        });

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(
                app.AuthorizeUrl("response_type=id_token&response_mode=form_post&state=s-1&nonce=n-1")
                    .Replace("form_post", javaScript ? "form_post" : "fragment", StringComparison.Ordinal));
            await page.GetByLabel("Username").FillAsync("ada@example.com");
            await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Send code by SMS" }).ClickAsync();
            var message = await app.Org.Outbox.LatestAsync("ada@example.com", "sms", TestContext.Current.CancellationToken);
            await page.GetByLabel("SMS").FillAsync(message.Code!);
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        }, javaScript);
    }
}
