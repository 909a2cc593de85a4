using System.Net;
using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>What the console shows of an org, and does to it.</summary>
public sealed partial class ConsolePageTests(ConsolePageTests.WatchedOrg watched) : IClassFixture<ConsolePageTests.WatchedOrg>
{
    const string Orders = "/oauth2/aus1posternOrders005";
    const string Bob = "00u1bobBadname000005";

    ConsoleBrowser Browser => watched.Browser;

    [Fact]
    public async Task The_overview_says_who_the_org_is_and_what_is_in_it()
    {
        var page = await Browser.ReadAsync("/_postern/");

        page.ShouldContain($"<code>{watched.Org.Url}</code>");
        page.ShouldContain($"{watched.Org.Url}/oauth2/default/.well-known/openid-configuration");
        page.ShouldContain("in memory: gone when the org stops");
        page.ShouldMatch("Postern \\d+\\.\\d+\\.\\d+");
        page.ShouldMatch("users who are locked out</td>\\s*<td data-head=\"How many\">1<");
        page.ShouldMatch("apps</td>\\s*<td data-head=\"How many\">4<");
        page.ShouldContain("Requests are recorded.");
    }

    [Fact]
    public async Task Every_page_has_a_heading_labels_for_its_fields_and_ids_that_are_its_own()
    {
        var home = await Browser.GetAsync("/_postern/");
        var paths = Link().Matches(home.Body).Select(match => match.Groups[1].Value)
            .Where(path => path.StartsWith("/_postern", StringComparison.Ordinal))
            .Concat(
                [
                    $"/_postern/console/users/{Bob}", $"/_postern/console/apps/{The.Service}",
                    "/_postern/console/servers/aus1posternOrders005",
                ])
            .Distinct().ToList();

        paths.Count.ShouldBeGreaterThan(12);
        foreach (var path in paths)
        {
            var page = (await Browser.GetAsync(path)).Body;
            var ids = Id().Matches(page).Select(match => match.Groups[1].Value).ToList();
            var labels = LabelFor().Matches(page).Select(match => match.Groups[1].Value).ToList();

            H1().Count(page).ShouldBe(1, path);
            ids.ShouldBeUnique(path);
            Field().Matches(page).Select(match => match.Groups[1].Value).Except(labels).ShouldBeEmpty(path);
            page.ShouldContain("<a class=\"skip\" href=\"#main\">", customMessage: path);
            page.ShouldNotContain("<script>alert", customMessage: path);
            page.ShouldNotContain("style=", customMessage: path);
        }
    }

    [Fact]
    public async Task What_people_have_called_themselves_is_text_on_every_page()
    {
        var user = (await Browser.GetAsync($"/_postern/console/users/{Bob}")).Body;
        var list = (await Browser.GetAsync("/_postern/console/users?login=%22%3E%3Cscript%3E")).Body;

        user.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
        list.ShouldContain("value=\"&quot;&gt;&lt;script&gt;\"");
        (await Browser.GetAsync("/_postern/?done=%3Cb%3E")).Body.ShouldNotContain("<b>");
    }

    [Fact]
    public async Task A_users_state_is_changed_and_holds_at_the_next_sign_in()
    {
        var list = await Browser.ReadAsync("/_postern/console/users?login=bob");
        var page = await Browser.ChangeAsync($"/_postern/console/users/{Bob}/state", "state=LockedOut");
        var refused = await watched.Http.AuthenticateAsync("bob@example.com");
        await Browser.ChangeAsync($"/_postern/console/users/{Bob}/state", "state=Active");
        var let = await watched.Http.AuthenticateAsync("bob@example.com");

        list.ShouldContain($"<a href=\"/_postern/console/users/{Bob}\">bob@example.com</a>");
        list.ShouldNotContain("lou@example.com");
        page.ShouldContain("The user is in that state now.");
        page.ShouldContain("<span class=\"badge bad\">locked out</span>");
        refused.Status.ShouldBe(401);
        let.Status.ShouldBe(200);
        (await Browser.SubmitAsync($"/_postern/console/users/{Bob}/state", "state=Merry")).Status.ShouldBe(400);
        (await Browser.SubmitAsync("/_postern/console/users/00uNobody/state", "state=Active")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_users_page_has_commands_that_work_as_they_stand()
    {
        var page = await Browser.ReadAsync("/_postern/console/users/00u1adaActive0000005");

        page.ShouldContain($"postern token --issuer {watched.Org.Url}/oauth2/default --client-id {The.Native}");
        page.ShouldContain($"--username ada@example.com --password {The.Password}");
        page.ShouldContain("SESSION_TOKEN=$(curl");
        page.ShouldNotContain("password_hash");
    }

    [Fact]
    public async Task An_app_is_deactivated_and_activated()
    {
        var page = await Browser.ReadAsync($"/_postern/console/apps/{The.Web}");
        var off = await Browser.ChangeAsync($"/_postern/console/apps/{The.Web}/deactivate");
        var refused = await watched.Http.PostFormAsync(
            "/oauth2/default/v1/token", "grant_type=refresh_token&refresh_token=none", The.BasicOfWeb);
        var on = await Browser.ChangeAsync($"/_postern/console/apps/{The.Web}/activate");

        page.ShouldContain("<code>client_secret_basic</code>");
        page.ShouldContain("Testers");
        off.ShouldContain("<span class=\"badge bad\">inactive</span>");
        refused.Text("error").ShouldBe("invalid_client");
        on.ShouldContain("<span class=\"badge good\">active</span>");
    }

    [Fact]
    public async Task A_servers_page_has_its_rules_in_their_order_and_where_its_claims_come_from()
    {
        var page = await Browser.ReadAsync("/_postern/console/servers/aus1posternOrders005");
        var policies = await Browser.ReadAsync("/_postern/console/policies");

        page.ShouldContain("Everybody's apps");
        page.IndexOf("Testers, for ten minutes", StringComparison.Ordinal)
            .ShouldBeLessThan(page.IndexOf("Everybody else, to read", StringComparison.Ordinal));
        page.ShouldContain("access 10 min, refresh without end");
        page.ShouldContain("<code>isMemberOfGroupName(\"Testers\") ? \"tester\" : \"user\"</code>");
        policies.ShouldContain("locks after 10 wrong passwords");
    }

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
    public async Task A_push_is_approved()
    {
        var begun = await watched.Http.AuthenticateAsync("pia@example.com");
        var stateToken = begun.Text("stateToken");
        var factor = begun.Json.GetProperty("_embedded").GetProperty("factors")[0].GetProperty("id").GetString();
        await watched.Http.PostJsonAsync($"/api/v1/authn/factors/{factor}/verify", $$"""{"stateToken":"{{stateToken}}"}""");
        var push = await watched.Org.Outbox.LatestAsync("pia@example.com", "push", The.Ct);

        var waiting = await Browser.ReadAsync("/_postern/console/outbox");
        var approved = await Browser.ChangeAsync($"/_postern/console/outbox/{push.Id}/approve");
        var polled = await watched.Http.PostJsonAsync(
            $"/api/v1/authn/factors/{factor}/verify", $$"""{"stateToken":"{{stateToken}}"}""");
        var again = await Browser.ChangeAsync($"/_postern/console/outbox/{push.Id}/reject");

        waiting.ShouldContain($"action=\"/_postern/console/outbox/{push.Id}/reject\"");
        approved.ShouldContain("The push is approved.");
        approved.ShouldContain("<span class=\"badge good\">approved</span>");
        polled.Text("status").ShouldBe("SUCCESS");
        again.ShouldContain("it was answered already, or has timed out");
    }

    [Fact]
    public async Task A_fault_is_added_strikes_and_is_removed()
    {
        var added = await Browser.ChangeAsync("/_postern/console/faults/add", "fault=0&clientId=0oaNobodyAtAll");
        var script = (await watched.Org.Faults.AllAsync(The.Ct)).Single(fault => fault.Script.ClientId == "0oaNobodyAtAll").Script;
        var struck = await watched.Http.PostFormAsync("/oauth2/default/v1/token", "grant_type=password&client_id=0oaNobodyAtAll");
        var removed = await Browser.ChangeAsync("/_postern/console/faults/remove", $"id={script.Id}");

        added.ShouldContain($"{script.Id}: Status 503 at token for 0oaNobodyAtAll");
        struck.Status.ShouldBe(503);
        removed.ShouldNotContain(script.Id!);
    }

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

    [Theory]
    [InlineData("/_postern/console/nothing")]
    [InlineData("/_postern/console/users/00uNobody")]
    [InlineData("/_postern/console/apps/0oaNobody")]
    [InlineData("/_postern/console/servers/ausNobody")]
    [InlineData("/_postern/console/requests/none")]
    [InlineData("/_postern/console/sign-ins/none")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        var answer = await Browser.GetAsync(path);

        answer.Status.ShouldBe(404);
        answer.Headers["Content-Type"].ShouldStartWith("text/html");
        answer.Body.ShouldContain("<h1>Not there</h1>");
    }

    async Task<string> ShownAsync(string form)
    {
        var answer = await Browser.SubmitAsync("/_postern/console/tokens/issue", form);
        answer.Status.ShouldBe(200, answer.Body);
        return WebUtility.HtmlDecode(answer.Body);
    }

    [GeneratedRegex("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+")]
    private static partial Regex Jwt();

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("<label for=\"([^\"]+)\"")]
    private static partial Regex LabelFor();

    [GeneratedRegex("<(?:input|select|textarea) id=\"([^\"]+)\"")]
    private static partial Regex Field();

    [GeneratedRegex("<h1>")]
    private static partial Regex H1();

    [GeneratedRegex("data-mark=\"(\\d+)\"")]
    private static partial Regex Mark();

    /// <summary>With somebody whose name is no name, somebody with a phone, and a browser that has opened the console.</summary>
    public sealed class WatchedOrg : IAsyncLifetime
    {
        public LocalOrg Org { get; private set; } = null!;

        public Browserless Http { get; private set; } = null!;

        internal ConsoleBrowser Browser { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var seed = OrgSeed.Default;
            SeedUser bob = seed.Users[0] with
            {
                Id = Bob, Login = "bob@example.com", FirstName = "<script>alert(1)</script>", GroupIds = [],
            };
            SeedUser pia = seed.Users[0] with
            {
                Id = "00u1piaPhone00000005", Login = "pia@example.com", FirstName = "Pia", State = UserState.MfaRequired,
                Factors = [new() { FactorType = "push" }],
            };
            Org = await LocalOrg.StartAsync(
                new()
                {
                    Seed = seed with
                    {
                        Users = [.. seed.Users, bob, pia],
                        Apps = [.. seed.Apps.Select(app => app.Kind is AppKind.Spa ? app with { AssignedUserIds = [Bob] } : app)],
                    },
                });
            Http = new(Org);
            Browser = await ConsoleBrowser.OpenAsync(Http, Org);
        }

        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await Org.DisposeAsync();
        }
    }
}
