using System.Text.Json;
using Microsoft.Playwright;

namespace Postern.Browser.Tests;

/// <summary>The device activation page, as a person meets it who holds a device in the other hand.</summary>
[Trait("Speed", "Slow")]
public class DeviceActivationTests(Chromium chromium)
{
    const string Native = "0oa1posternNative005";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_user_types_the_code_signs_in_and_allows_access_with_or_without_JavaScript(bool javaScript)
    {
        await using var app = await RelyingApp.StartAsync();
        var device = await PostAsync(app, "device/authorize", $"client_id={Native}&scope=openid");
        var code = device.GetProperty("user_code").GetString()!;

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(device.GetProperty("verification_uri").GetString()!);
            await page.GetByLabel("Activation Code").FillAsync("BBBB-BBBB");
            await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The user code is invalid or has expired.");

            await page.GetByLabel("Activation Code").FillAsync($"{code[..4]}-{code[4..]}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
            await SignInAsync(page);
            await Assertions.Expect(page.GetByText($"{code[..4]}-{code[4..]}")).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Allow Access" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Device activated");
        }, javaScript);

        (await PollAsync(app, device)).GetProperty("scope").GetString().ShouldBe("openid");
    }

    [Fact]
    public async Task A_user_follows_the_link_and_does_not_allow_access()
    {
        await using var app = await RelyingApp.StartAsync();
        var device = await PostAsync(app, "device/authorize", $"client_id={Native}&scope=openid");

        await chromium.InPageAsync(async page =>
        {
            _ = await page.GotoAsync(device.GetProperty("verification_uri_complete").GetString()!);
            await SignInAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Don't Allow" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Device not activated");
        });

        (await PollAsync(app, device)).GetProperty("error").GetString().ShouldBe("access_denied");
    }

    static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("Username").FillAsync("ada@example.com");
        await page.GetByLabel("Password").FillAsync("Correct-Horse-9");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    static Task<JsonElement> PollAsync(RelyingApp app, JsonElement device) => PostAsync(
        app, "token",
        $"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&client_id={Native}" +
        $"&device_code={device.GetProperty("device_code").GetString()}");

    static async Task<JsonElement> PostAsync(RelyingApp app, string endpoint, string form)
    {
        using var http = new HttpClient();
        using var content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var response = await http.PostAsync(
            $"{app.Org.Url}/oauth2/default/v1/{endpoint}", content, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }
}
