using System.Net;
using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>Tokens that the console makes by one click.</summary>
public sealed partial class ConsoleTokenTests(WatchedOrg watched) : IClassFixture<WatchedOrg>
{
    const string Orders = "/oauth2/aus1posternOrders005";

    ConsoleBrowser Browser => watched.Browser;

    [Fact]
    public async Task A_token_is_made_by_one_click_and_each_claim_says_where_it_comes_from()
    {
        var page = await ShownAsync($"user=ada%40example.com&clientId={The.Spa}&server=aus1posternOrders005&scopes=openid%20orders%3Aread");
        var token = Jwt().Match(page).Value;
        var introspected = await watched.Http.IntrospectAsync(token, Orders);

        introspected.Text("username").ShouldBe("ada@example.com");
        introspected.Json.GetProperty("active").GetBoolean().ShouldBeTrue();
        page.ShouldContain("<code>role</code>");
        page.ShouldContain("isMemberOfGroupName(\"Testers\") ? \"tester\" : \"user\" (is in)");
        page.ShouldContain("given by the rule Testers, for ten minutes");
        page.ShouldContain("<h2>ID token</h2>");
    }

    [Theory]
    [InlineData("una@example.com", The.Spa, "openid", "access_denied: User is not assigned to the client application.")]
    [InlineData("bob@example.com", The.Spa, "openid orders:write", "Denied scopes: [orders:write]")]
    [InlineData("ada@example.com", The.Spa, "openid nonsense", "invalid_scope")]
    [InlineData("lou@example.com", The.Spa, "openid", "lou@example.com is locked out")]
    [InlineData("nobody@example.com", The.Spa, "openid", "There is no user of this login.")]
    [InlineData("ada@example.com", "0oaNobody", "openid", "There is no app of this client id")]
    public async Task No_token_is_made_that_the_org_would_refuse(string login, string clientId, string scopes, string why)
    {
        var answer = await Browser.SubmitAsync(
            "/_postern/console/tokens/issue",
            $"user={Uri.EscapeDataString(login)}&clientId={clientId}&server=aus1posternOrders005&scopes={Uri.EscapeDataString(scopes)}");

        answer.Status.ShouldBeInRange(400, 404);
        WebUtility.HtmlDecode(answer.Body).ShouldContain(why);
        Jwt().IsMatch(answer.Body).ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_apps_token_has_no_user()
    {
        var page = await ShownAsync($"clientId={The.Service}&server=aus1posternOrders005&scopes=orders%3Aread");

        page.ShouldContain($"Token for {The.Service}");
        page.ShouldNotContain("<h2>ID token</h2>");
        page.ShouldNotContain("<code>uid</code>");
    }

    async Task<string> ShownAsync(string form)
    {
        var answer = await Browser.SubmitAsync("/_postern/console/tokens/issue", form);
        answer.Status.ShouldBe(200, answer.Body);
        return WebUtility.HtmlDecode(answer.Body);
    }

    [GeneratedRegex("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")]
    private static partial Regex Jwt();
}
