using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postern.LocalOrg;

namespace Postern.Browser.Tests;

/// <summary>What there may be between a right password and the app, on the hosted pages, as a person meets it.</summary>
[Trait("Speed", "Slow")]
public class TransactionPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_sets_up_an_authenticator_app_with_or_without_JavaScript(bool javaScript)
    {
        await using var app = await RelyingApp.StartAsync(seed => seed with
        {
            Users = [seed.Users[0] with { State = UserState.MfaRequired }],
            EnrollmentPolicies = [new() { Name = "p", Factors = [new() { FactorType = "token:software:totp", Provider = "GOOGLE" }] }],
        });

        await chromium.InPageAsync(async page =>
        {
            await SignInAsync(page, app, "ada@example.com", javaScript);
            await page.GetByRole(AriaRole.Button, new() { Name = "Set up Google Authenticator" }).ClickAsync();
            var picture = page.GetByAltText("QR code");
            await Assertions.Expect(picture).ToBeVisibleAsync();
            if (javaScript)
                (await picture.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)")).ShouldBeGreaterThan(0);
            await page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp(await page.Locator(".code").InnerTextAsync()));
            await page.GetByRole(AriaRole.Button, new() { Name = "Verify" }).ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        }, javaScript);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_changes_an_expired_password_with_or_without_JavaScript(bool javaScript)
    {
        await using var app = await RelyingApp.StartAsync();

        await chromium.InPageAsync(async page =>
        {
            await SignInAsync(page, app, "eve@example.com", javaScript);
            await page.GetByLabel("Old password").FillAsync("Correct-Horse-9");
            await page.GetByLabel("New password").FillAsync("Better-Horse-10");
            await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        }, javaScript);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_link_of_a_mail_without_JavaScript()
    {
        await using var app = await RelyingApp.StartAsync(seed => seed with { Engine = OrgEngine.IdentityEngine });

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(app.AuthorizeUrl("response_type=id_token&response_mode=fragment&state=s-1&nonce=n-1"));
            await page.GetByRole(AriaRole.Link, new() { Name = "Forgot password?" }).ClickAsync();
            await page.GetByLabel("Username").FillAsync("ada@example.com");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send a code by e-mail" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Enter the code");
            var mail = await app.Org.Outbox.LatestAsync("ada@example.com", "email", TestContext.Current.CancellationToken);
            var tab = await page.Context.NewPageAsync();
            _ = await tab.GotoAsync(Regex.Match(mail.Text, "http[^ ]+").Value);
            await Assertions.Expect(tab.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Success!");
            await page.GetByRole(AriaRole.Button, new() { Name = "I have opened the link" }).ClickAsync();
            await page.GetByLabel("New password").FillAsync("Better-Horse-10");
            await page.GetByRole(AriaRole.Button, new() { Name = "Set password" }).ClickAsync();
            await Assertions.Expect(page).ToHaveTitleAsync("Signed in");
        }, javaScript: false);
    }

    static async Task SignInAsync(IPage page, RelyingApp app, string login, bool javaScript)
    {
        _ = await page.GotoAsync(
            app.AuthorizeUrl($"response_type=id_token&response_mode={(javaScript ? "form_post" : "fragment")}&state=s-1&nonce=n-1"));
        await page.GetByLabel("Username").FillAsync(login);
        await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>RFC 6238 by another hand than the org's.</summary>
    static string Totp(string seed)
    {
        var bits = string.Concat(
            seed.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238's default, and the only one that authenticator apps agree on
        var hash = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
