using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>How the console shows what an org was asked: sign-ins as diagrams, requests as a list.</summary>
public sealed partial class ConsoleSignInTests(WatchedOrg watched) : IClassFixture<WatchedOrg>
{
    const string Orders = "/oauth2/aus1posternOrders005";

    ConsoleBrowser Browser => watched.Browser;

    [Fact]
    public async Task A_sign_in_is_drawn_request_by_request_with_its_secrets_as_fingerprints()
    {
        var sessionToken = await watched.Http.SessionTokenAsync();
        var authorized = await watched.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
            $"&state=s&nonce=n&{The.Pkce}&sessionToken={sessionToken}");
        var tokens = await watched.Http.RedeemAsync(authorized.Redirected("code")!);
        var userInfo = await watched.Http.GetAsync(
            "/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {tokens.Text("access_token")}"));

        var page = await Browser.ReadAsync($"/_postern/console/sign-ins/{authorized.Headers["X-Okta-Request-Id"]}");

        userInfo.Status.ShouldBe(200);
        page.ShouldContain("<h1>Sign-in of ada@example.com</h1>");
        page.ShouldContain("<svg class=\"flow\"");
        page.ShouldContain(">1. POST /api/v1/authn<");
        page.ShouldContain(">2. GET /oauth2/default/v1/authorize<");
        page.ShouldContain(">3. POST /oauth2/default/v1/token<");
        page.ShouldContain(">4. GET /oauth2/default/v1/userinfo<");
        page.ShouldContain("Decided by the access policy Default");
        page.ShouldContain("<span class=\"badge good\">tokens issued</span>");
        Regex.Count(page, "sessionToken sha256:[0-9a-f]{8}").ShouldBe(2);
        page.ShouldNotContain(sessionToken);
        page.ShouldNotContain(authorized.Redirected("code")!);
        page.ShouldNotContain(tokens.Text("access_token"));
        page.ShouldNotContain(The.Password);
    }

    [Fact]
    public async Task A_refused_one_is_red_with_the_reason_and_the_rule_that_decided()
    {
        var refused = await watched.Http.AuthorizeAsync(
            Orders,
            $"client_id={The.Spa}&response_type=code&scope=openid%20orders%3Awrite&redirect_uri={The.EncodedCallback}&state=s&nonce=n" +
            $"&{The.Pkce}",
            "bob@example.com");
        refused.Redirected("error").ShouldBe("access_denied");

        var page = await Browser.ReadAsync($"/_postern/console/sign-ins/{refused.Headers["X-Okta-Request-Id"]}");
        var list = await Browser.ReadAsync("/_postern/console/sign-ins");
        var request = await Browser.ReadAsync($"/_postern/console/requests/{refused.Headers["X-Okta-Request-Id"]}");

        page.ShouldContain("class=\"no\"");
        page.ShouldContain("302 access_denied");
        page.ShouldContain("Decided by the access policy Everybody's");
        page.ShouldContain("matches, and denies orders:write: this one decides");
        list.ShouldContain("<span class=\"badge bad\">access_denied</span>");
        request.ShouldContain("is for other people");
        request.ShouldContain($"postern explain {refused.Headers["X-Okta-Request-Id"]}");
    }

    [Fact]
    public async Task A_sign_in_on_the_hosted_pages_is_one_from_its_first_page_to_its_tokens()
    {
        var page = await watched.Http.GetAsync(
            $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
            $"&state=s&nonce=n&{The.Pkce}");
        var wrong = await watched.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password=wrong");
        var right = await watched.Http.PostFormAsync(
            "/login/login.htm", $"okta_key={page.SignInKey}&username=ada%40example.com&password={The.Password}");
        var back = await watched.Http.GetAsync(right.Location, ("Cookie", right.Cookie!));
        await watched.Http.RedeemAsync(back.Redirected("code")!);

        var drawn = await Browser.ReadAsync($"/_postern/console/sign-ins/{page.Headers["X-Okta-Request-Id"]}");

        wrong.Status.ShouldBe(200);
        drawn.ShouldContain(">1. GET /oauth2/default/v1/authorize<");
        drawn.ShouldContain(">2. POST /login/login.htm<");
        drawn.ShouldContain("Why: wrong credentials");
        drawn.ShouldContain(">3. POST /login/login.htm<");
        drawn.ShouldContain(">4. GET /oauth2/v1/authorize/redirect<");
        drawn.ShouldContain(">5. POST /oauth2/default/v1/token<");
    }

    [Fact]
    public async Task Requests_are_filtered()
    {
        var refused = await watched.Http.AuthenticateAsync("ada@example.com", "wrong");

        var page = await Browser.ReadAsync("/_postern/console/requests?endpoint=authn&outcome=E0000004");
        var none = await Browser.ReadAsync("/_postern/console/requests?clientId=0oaNobody");

        page.ShouldContain($"/_postern/console/requests/{refused.Headers["X-Okta-Request-Id"]}");
        page.ShouldNotContain("POST /oauth2/default/v1/token");
        none.ShouldContain("Nothing on record is so.");
        (await Browser.GetAsync("/_postern/console/requests?status=many")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_page_that_is_looked_at_is_told_of_the_next_request_at_once()
    {
        var list = await Browser.ReadAsync("/_postern/console/sign-ins");
        var mark = Mark().Match(list).Groups[1].Value;
        var waiting = Browser.GetAsync($"/_postern/console/changes?after={mark}");
        await watched.Http.AuthenticateAsync("ada@example.com");

        (await waiting).Status.ShouldBe(200);
        (await watched.Http.GetAsync($"/_postern/console/changes?after={mark}", ("Sec-Fetch-Site", "same-origin"))).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Who_hangs_up_while_the_page_waits_is_nobodys_failure()
    {
        TaskCompletionSource waiting = new(), over = new();
        await using var org = await LocalOrg.StartAsync(
            new() { Middleware = next => context => HangingUp(next, context, waiting, over) }, The.Ct);
        using var http = new Browserless(org);
        var browser = await ConsoleBrowser.OpenAsync(http, org);
        var mark = Mark().Match(await browser.ReadAsync("/_postern/console/sign-ins")).Groups[1].Value;

        using (var client = new HttpClient { BaseAddress = new(org.Url) })
        using (var hangUp = CancellationTokenSource.CreateLinkedTokenSource(The.Ct))
        {
            var asked = browser.AskAsync(client, $"/_postern/console/changes?after={mark}", hangUp.Token);
            await waiting.Task.InTimeAsync("the page to wait");
            await hangUp.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => asked);
        }

        await over.Task.InTimeAsync("the end of the waiting"); // which fails where the surface let it through
        (await browser.GetAsync("/_postern/console/sign-ins")).Status.ShouldBe(200);
    }

    static async Task HangingUp(RequestDelegate next, HttpContext context, TaskCompletionSource waiting, TaskCompletionSource over)
    {
        if (context.Request.Path.Value is not "/_postern/console/changes")
        {
            await next(context);
            return;
        }

        try
        {
            var answering = next(context);
            waiting.TrySetResult();
            await answering;
            over.TrySetResult();
        }
        catch (Exception failure)
        {
            over.TrySetException(failure);
            throw;
        }
    }

    [GeneratedRegex("data-mark=\"(\\d+)\"")]
    private static partial Regex Mark();
}
