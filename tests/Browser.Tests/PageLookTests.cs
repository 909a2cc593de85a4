using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>How the hosted pages look by day and by night, on a phone, and to somebody who uses the keyboard alone.</summary>
[Trait("Speed", "Slow")]
public class PageLookTests(Chromium chromium)
{
    const string IdToken = "response_type=id_token&state=s-1&nonce=n-1";

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(244, 244, 242)", "rgb(29, 29, 33)")]
    [InlineData(ColorScheme.Dark, "rgb(20, 21, 24)", "rgb(236, 236, 240)")]
    public async Task A_page_is_as_bright_as_its_reader_wants(ColorScheme wanted, string ground, string text)
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            await page.EmulateMediaAsync(new() { ColorScheme = wanted });
            foreach (var url in (string[])[app.AuthorizeUrl(IdToken), app.Org.Url + "/activate", app.Org.Url + "/nothing"])
            {
                _ = await page.GotoAsync(url);
                (await StyleAsync(page, "document.body", "backgroundColor")).ShouldBe(ground, url);
                (await StyleAsync(page, "document.body", "color")).ShouldBe(text, url);
            }
        });
    }

    [Fact]
    public async Task A_user_signs_in_with_the_keyboard_alone_and_sees_where_it_is()
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl(IdToken + "&response_mode=form_post"));
            foreach (var typed in (string[])["ada@example.com", "Correct-Horse-9"])
            {
                (await StyleAsync(page, "document.activeElement", "outlineStyle")).ShouldBe("solid");
                (await StyleAsync(page, "document.activeElement", "outlineWidth")).ShouldBe("3px");
                await page.Keyboard.TypeAsync(typed);
                await page.Keyboard.PressAsync("Tab");
            }

            (await StyleAsync(page, "document.activeElement", "outlineStyle")).ShouldBe("solid");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        });
    }

    [Fact]
    public async Task On_a_narrow_phone_nothing_is_cut_off()
    {
        await using var app = await RelyingApp.StartAsync(seed => seed with
        {
            Users = [seed.Users[0] with { State = UserState.MfaRequired }],
            EnrollmentPolicies =
            [
                new()
                {
                    Name = "p",
                    Factors = [new() { FactorType = "question" }, new() { FactorType = "token:software:totp", Provider = "GOOGLE" }],
                },
            ],
        });

        await chromium.InPageAsync(async page =>
        {
            await page.SetViewportSizeAsync(320, 600);
            _ = await page.GotoAsync(app.AuthorizeUrl(IdToken));
            await FitsAsync(page);
            await page.GetByLabel("Username").FillAsync("ada@example.com");
            await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await FitsAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Set up Google Authenticator" }).ClickAsync();
            await Assertions.Expect(page.GetByAltText("QR code")).ToBeVisibleAsync();
            await FitsAsync(page);
        });
    }

    static Task<string> StyleAsync(IPage page, string element, string property) =>
        page.EvaluateAsync<string>($"getComputedStyle({element}).{property}");

    static async Task FitsAsync(IPage page) =>
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(320, page.Url);
}
