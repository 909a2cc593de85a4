using System.Net.Http.Json;
using System.Text.Json;

namespace Postern.Browser.Tests;

/// <summary>The pages that carry an answer to the app: only a browser shows whether they do, and nothing more.</summary>
[Trait("Speed", "Slow")]
public class ResponsePageTests(Chromium chromium)
{
    const string Code =
        "response_type=code&nonce=n-1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=none";
    const string Script = """'"></form><script>fetch('/ran');new Image().src='/ran'</script><img src=/ran onerror="fetch('/ran')">""";

    [Fact]
    public async Task The_form_posts_itself_to_the_app()
    {
        await using var app = await RelyingApp.StartAsync();
        var sessionToken = await SessionTokenAsync(app);

        await chromium.InPageAsync(async page =>
            _ = await page.GotoAsync(app.AuthorizeUrl($"{Code}&state=s-1&response_mode=form_post&sessionToken={sessionToken}")));

        var callback = await app.CallbackAsync();
        callback.Method.ShouldBe("POST");
        callback.Parameters["state"].ShouldBe("s-1");
        callback.Parameters.ShouldContainKey("code");
    }

    [Fact]
    public async Task Script_in_state_arrives_as_text_through_the_form()
    {
        await using var app = await RelyingApp.StartAsync();
        var sessionToken = await SessionTokenAsync(app);

        var asked = await ForeignRequestsAsync(
            app, $"{Code}&state={Uri.EscapeDataString(Script)}&response_mode=form_post&sessionToken={sessionToken}");

        (await app.CallbackAsync()).Parameters["state"].ShouldBe(Script);
        asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("form_post")]
    [InlineData("okta_post_message")]
    public async Task Script_in_state_does_not_run_beside_an_error(string responseMode)
    {
        await using var app = await RelyingApp.StartAsync();

        var asked = await ForeignRequestsAsync(app, $"{Code}&state={Uri.EscapeDataString(Script)}&response_mode={responseMode}");

        asked.ShouldBeEmpty();
    }

    /// <summary>What the page asked for that nobody meant it to: the script's requests to the org or to the app.</summary>
    async Task<IReadOnlyList<string>> ForeignRequestsAsync(RelyingApp app, string parameters)
    {
        var asked = new List<string>();
        await chromium.InPageAsync(async page =>
        {
            page.Request += (_, request) => asked.Add(request.Url);
            _ = await page.GotoAsync(app.AuthorizeUrl(parameters), new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
        });
        return [.. asked.Where(url => url.EndsWith("/ran", StringComparison.Ordinal)), .. app.Strays.Where(path => path is "/ran")];
    }

    static async Task<string> SessionTokenAsync(RelyingApp app)
    {
        using var http = new HttpClient();
        using var response = await http.PostAsJsonAsync(
            app.Org.Url + "/api/v1/authn",
            new { username = "ada@example.com", password = "Correct-Horse-9" },
            TestContext.Current.CancellationToken);
        return (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("sessionToken")
            .GetString()!;
    }
}
