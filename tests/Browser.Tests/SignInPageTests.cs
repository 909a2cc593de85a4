using System.Text.Json;
using Microsoft.Playwright;

namespace Postern.Browser.Tests;

/// <summary>The hosted sign-in page, as a person meets it.</summary>
[Trait("Speed", "Slow")]
public class SignInPageTests(Chromium chromium)
{
    const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const string Code =
        "response_type=code&state=s-1&nonce=n-1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_signs_in_with_or_without_JavaScript_and_comes_back_with_a_code(bool javaScript)
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl(Code));
            await SignInAsync(page, "ada@example.com", "Correct-Horse-9");
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        }, javaScript);

        var callback = await app.CallbackAsync();
        callback.Method.ShouldBe("GET");
        callback.Parameters["state"].ShouldBe("s-1");
        (await RedeemAsync(app, callback.Parameters["code"])).GetProperty("scope").GetString().ShouldBe("openid profile");
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_the_right_one_then_works()
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl(Code));
            await SignInAsync(page, "ada@example.com", "Wrong-Horse-9");
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Unable to sign in");
            await Assertions.Expect(page.GetByLabel("Username")).ToHaveValueAsync("ada@example.com");

            await SignInAsync(page, "ada@example.com", "Correct-Horse-9");
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        });
    }

    [Fact]
    public async Task Who_has_signed_in_is_not_asked_again()
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl(Code));
            await SignInAsync(page, "ada@example.com", "Correct-Horse-9");
            _ = await app.CallbackAsync(page);

            _ = await page.GotoAsync(app.AuthorizeUrl(Code + "&prompt=none"));
            (await app.CallbackAsync()).Parameters.ShouldContainKey("code");
        });
    }

    static async Task SignInAsync(IPage page, string username, string password)
    {
        await page.GetByLabel("Username").FillAsync(username);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    static async Task<JsonElement> RedeemAsync(RelyingApp app, string code)
    {
        using var http = new HttpClient();
        using var form =
            new StringContent(
                $"grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(app.RedirectUri)}" +
                $"&client_id={app.Seed.ClientId}&code_verifier={Verifier}",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var response = await http.PostAsync(app.Org.Url + "/oauth2/default/v1/token", form, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }
}
