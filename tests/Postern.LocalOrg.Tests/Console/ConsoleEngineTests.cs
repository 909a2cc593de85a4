using Postern.LocalOrg.Tests.Idx;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>Sign-ins of Identity Engine, each of which the console finds to be one, from its first request to its last.</summary>
public sealed class ConsoleEngineTests(IdxOrg org) : IClassFixture<IdxOrg>
{
    [Fact]
    public async Task An_interaction_is_one_from_its_handle_to_its_tokens()
    {
        var browser = await ConsoleBrowser.OpenAsync(org.Http, org.Org);
        var run = await org.BeginAsync();
        await run.IdentifyAsync("ada", "successWithInteractionCode");
        var redeemed = await run.RedeemAsync();

        var drawn = await browser.ReadAsync($"/_postern/console/sign-ins/{redeemed.Headers["X-Okta-Request-Id"]}");

        redeemed.Status.ShouldBe(200, redeemed.Body);
        drawn.ShouldContain("<h1>Sign-in of ada@example.com</h1>");
        drawn.ShouldContain(">1. POST /oauth2/default/v1/interact<");
        drawn.ShouldContain(">2. POST /idp/idx/introspect<");
        drawn.ShouldContain(">3. POST /idp/idx/identify<");
        drawn.ShouldContain(">4. POST /oauth2/default/v1/token<");
        drawn.ShouldContain("interaction_code sha256:");
        drawn.ShouldNotContain(run.InteractionCode);
    }

    [Fact]
    public async Task A_sign_in_behind_a_page_is_one_from_the_page_to_the_session()
    {
        var browser = await ConsoleBrowser.OpenAsync(org.Http, org.Org);
        var run = new IdxRun(org);
        var page = await run.OpenAsync(The.Native);
        await run.IdentifyAsync("ada", "success");
        var finished = await run.FinishAsync(page);

        var drawn = await browser.ReadAsync($"/_postern/console/sign-ins/{page.Headers["X-Okta-Request-Id"]}");

        finished.Status.ShouldBe(302, finished.Body);
        drawn.ShouldContain(">1. GET /oauth2/default/v1/authorize<");
        drawn.ShouldContain(">2. POST /idp/idx/introspect<");
        drawn.ShouldContain(">3. POST /idp/idx/identify<");
        drawn.ShouldContain(">4. GET /login/token/redirect<");
    }
}
