using System.Globalization;

namespace Postern.LocalOrg.Tests.Management.Sessions;

/// <summary>Sessions that are begun, looked at, prolonged and ended by calls: management.md 13, oie-sessiontoken.md 5.</summary>
public sealed class SessionTests(ApiOrg org) : IClassFixture<ApiOrg>
{
    const string Sessions = "/api/v1/sessions", AdasId = "00u1adaActive0000005";

    [Fact]
    public async Task A_session_token_begins_one_session_whose_id_is_a_cookie()
    {
        var token = await org.Http.SessionTokenAsync();

        var begun = await BeginAsync(token);

        var id = begun.Text("id");
        id.ShouldStartWith("102");
        var (at, until) = (begun.Text("createdAt"), begun.Text("expiresAt"));
        begun.ShouldBe(
            200,
            $$$$$$"""{"id":"{{{{{{id}}}}}}","userId":"{{{{{{AdasId}}}}}}","login":"ada@example.com","createdAt":"{{{{{{at}}}}}}","expiresAt":"{{{{{{until}}}}}}","status":"ACTIVE","lastPasswordVerification":"{{{{{{at}}}}}}","lastFactorVerification":null,"amr":["pwd"],"idp":{"id":"00o1posternLocal0005","type":"OKTA"},"mfaActive":false,"_links":{"self":{"href":"{org}/api/v1/sessions/me","hints":{"allow":["GET","DELETE"]}},"refresh":{"href":"{org}/api/v1/sessions/me/lifecycle/refresh","hints":{"allow":["POST"]}},"user":{"name":"Ada Active","href":"{org}/api/v1/users/me","hints":{"allow":["GET"]}}}}""",
            org.Org);
        (await AuthorizeAsync(id)).Redirected("code").ShouldNotBeNull();
        (await BeginAsync(token)).ShouldBeOktaError(401, "E0000004", "Authentication failed");
        (await BeginAsync("20111x")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
        (await org.Http.SendAsync(HttpMethod.Post, Sessions, null)).ShouldBeOktaError(
            400, "E0000003", "The request body was not well-formed.");
        (await org.GetAsync(Sessions)).ShouldBeOktaError(405, "E0000022", "The endpoint does not support the provided HTTP method");
    }

    [Fact]
    public async Task An_admin_looks_at_a_session_prolongs_and_ends_it()
    {
        var id = (await BeginAsync(await org.Http.SessionTokenAsync())).Text("id");
        org.Advance(60);

        var found = await org.GetAsync($"{Sessions}/{id}");
        var name = found.Json.GetProperty("_links").GetProperty("self").GetProperty("href").GetString()!.Split('/')[^1];
        var refreshed = await org.PostAsync($"{Sessions}/{name}/lifecycle/refresh");

        found.Text("id").ShouldBe(id);
        name.Length.ShouldBe(25);
        refreshed.Status.ShouldBe(200, refreshed.Body);
        At(refreshed.Text("expiresAt")).ShouldBe(At(found.Text("expiresAt")).AddSeconds(60));
        (await AuthorizeAsync(name)).Redirected("code").ShouldBeNull("the name that an admin reads is no cookie");
        (await org.DeleteAsync($"{Sessions}/{id}")).Status.ShouldBe(204);
        foreach (var answer in (Answer[])
            [
                await org.GetAsync($"{Sessions}/{id}"), await org.DeleteAsync($"{Sessions}/{id}"),
                await org.PostAsync($"{Sessions}/{id}/lifecycle/refresh"),
            ])
            answer.ShouldBeOktaError(404, "E0000007", $"Not found: Resource not found: {id} (AppSession)");
        (await AuthorizeAsync(id)).Redirected("code").ShouldBeNull();
    }

    [Fact]
    public async Task A_browser_looks_at_its_own_and_is_not_told_its_cookie()
    {
        var id = (await BeginAsync(await org.Http.SessionTokenAsync())).Text("id");

        var mine = await MineAsync("GET", "", id);

        mine.Text("userId").ShouldBe(AdasId);
        mine.Body.ShouldNotContain(id);
        (await MineAsync("POST", "/lifecycle/refresh", id)).Status.ShouldBe(200);
        (await MineAsync("DELETE", "", id)).Status.ShouldBe(204);
        (await MineAsync("GET", "", id)).ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: me (AppSession)");
        (await org.GetAsync(Sessions + "/me")).ShouldBeOktaError(404, "E0000007", "Not found: Resource not found: me (AppSession)");
    }

    [Fact]
    public async Task Of_many_who_prolong_a_session_while_it_is_ended_none_keeps_it()
    {
        var id = (await BeginAsync(await org.Http.SessionTokenAsync())).Text("id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => number is 25
            ? org.DeleteAsync($"{Sessions}/{id}")
            : org.PostAsync($"{Sessions}/{id}/lifecycle/refresh")));

        answers[25].Status.ShouldBe(204);
        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 204 || answer.Status == 404);
        (await org.GetAsync($"{Sessions}/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task All_that_a_user_is_signed_in_to_ends()
    {
        var id = (await BeginAsync(await org.Http.SessionTokenAsync())).Text("id");
        var tokens = await org.Http.TokensAsync(scope: "openid%20offline_access");

        (await org.DeleteAsync($"/api/v1/users/{AdasId}/sessions")).Status.ShouldBe(204);
        (await org.GetAsync($"{Sessions}/{id}")).Status.ShouldBe(404);
        (await ActiveAsync(tokens.Text("access_token"))).ShouldBeTrue();

        (await org.DeleteAsync("/api/v1/users/ada@example.com/sessions?oauthTokens=true&forgetDevices=true")).Status.ShouldBe(204);
        (await ActiveAsync(tokens.Text("access_token"))).ShouldBeFalse();
        (await org.Http.RefreshAsync(tokens.Text("refresh_token"))).Text("error").ShouldBe("invalid_grant");
        (await org.DeleteAsync("/api/v1/users/00u1nobody/sessions")).ShouldBeOktaError(
            404, "E0000007", "Not found: Resource not found: 00u1nobody (User)");
    }

    [Fact]
    public async Task A_session_lasts_as_long_as_the_rule_says_that_holds_when_it_begins()
    {
        var policy = await org.MakeAsync(
            "/api/v1/policies",
            """{"type":"OKTA_SIGN_ON","name":"Short","conditions":{"people":{"groups":{"include":["00g1posternTesters05"]}}}}""");
        await org.MakeAsync(
            $"/api/v1/policies/{policy}/rules",
            """{"type":"SIGN_ON","name":"Ten minutes","actions":{"signon":{"session":{"maxSessionIdleMinutes":10}}}}""");

        var begun = await BeginAsync(await org.Http.SessionTokenAsync());

        At(begun.Text("expiresAt")).ShouldBe(At(begun.Text("createdAt")).AddMinutes(10));
        org.Advance(601);
        (await org.GetAsync($"{Sessions}/{begun.Text("id")}")).Status.ShouldBe(404);
        (await org.DeleteAsync($"/api/v1/policies/{policy}")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task A_session_token_becomes_a_cookie_on_the_way_to_where_browsers_may_be_sent()
    {
        const string Path = "/login/sessionCookieRedirect";
        var token = await org.Http.SessionTokenAsync();

        var elsewhere = await org.Http.GetAsync($"{Path}?token={token}&redirectUrl=https%3A%2F%2Felsewhere.example%2F");
        elsewhere.ShouldBeErrorPage(400, "invalid_request", "redirectUrl");
        await org.MakeAsync(
            "/api/v1/trustedOrigins",
            """{"name":"Elsewhere","origin":"https://elsewhere.example","scopes":[{"type":"REDIRECT"}]}""");

        var sent = await org.Http.GetAsync($"{Path}?token={token}&redirectUrl=https%3A%2F%2Felsewhere.example%2Fa%3Fb%3Dc");

        (sent.Status, sent.Location).ShouldBe((302, "https://elsewhere.example/a?b=c"), sent.Body);
        (await AuthorizeAsync(sent.Cookie!["sid=".Length..])).Redirected("code").ShouldNotBeNull();
        var again = await org.Http.GetAsync($"{Path}?token={token}&redirectUrl=https%3A%2F%2Felsewhere.example%2F");
        (again.Status, again.Location, again.Cookie).ShouldBe((302, "/login/login.htm", null));
    }

    Task<Answer> BeginAsync(string token) => org.Http.PostJsonAsync(Sessions, $$"""{"sessionToken":"{{token}}"}""");

    Task<Answer> MineAsync(string method, string below, string cookie) =>
        org.Http.SendAsync(new(method), Sessions + "/me" + below, null, ("Cookie", "sid=" + cookie));

    Task<Answer> AuthorizeAsync(string cookie) => org.Http.GetAsync(
        $"/oauth2/default/v1/authorize?client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}" +
        $"&state=s&nonce=n&prompt=none&{The.Pkce}",
        ("Cookie", "sid=" + cookie));

    async Task<bool> ActiveAsync(string token) => (await org.Http.IntrospectAsync(token)).Json.GetProperty("active").GetBoolean();

    static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
}
