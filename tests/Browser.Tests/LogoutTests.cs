using Microsoft.Playwright;

namespace Postern.Browser.Tests;

/// <summary>Signing out, in a browser that keeps cookies as browsers do.</summary>
[Trait("Speed", "Slow")]
public class LogoutTests(Chromium chromium)
{
    const string IdToken = "response_type=id_token&response_mode=form_post&state=s-1&nonce=n-1";

    [Fact]
    public async Task Who_has_signed_out_must_sign_in_again()
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl(IdToken));
            await SignInAsync(page);
            var idToken = (await app.CallbackAsync(page)).Parameters["id_token"];

            _ = await page.GotoAsync(
                $"{app.Org.Url}/oauth2/default/v1/logout?id_token_hint={idToken}" +
                $"&post_logout_redirect_uri={Uri.EscapeDataString(app.RedirectUri)}&state=bye");
            (await app.CallbackAsync(page)).Parameters["state"].ShouldBe("bye");
            (await page.Context.CookiesAsync()).ShouldBeEmpty();

            _ = await page.GotoAsync(app.AuthorizeUrl(IdToken + "&prompt=none"));
            (await app.CallbackAsync()).Parameters["error"].ShouldBe("login_required");
        });
    }

    [Fact]
    public async Task Without_an_app_somebody_signs_in_and_out_on_the_orgs_own_pages()
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.Org.Url + "/login/login.htm");
            await SignInAsync(page);
            await Assertions.Expect(page.GetByText("You are signed in as ada@example.com.")).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeVisibleAsync();
            _ = await page.GotoAsync(app.Org.Url + "/app/UserHome");
            await Assertions.Expect(page.GetByLabel("Password")).ToBeVisibleAsync();
        });
    }

    static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("Username").FillAsync("ada@example.com");
        await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}
