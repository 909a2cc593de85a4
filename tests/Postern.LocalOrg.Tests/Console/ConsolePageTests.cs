using System.Text.RegularExpressions;

namespace Postern.LocalOrg.Tests.Console;

/// <summary>What the console shows of an org, and does to it.</summary>
public sealed partial class ConsolePageTests(WatchedOrg watched) : IClassFixture<WatchedOrg>
{
    const string Bob = WatchedOrg.Bob;

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
    public async Task A_server_its_policies_and_their_rules_are_switched_off_and_on()
    {
        const string server = "/_postern/console/servers/aus1posternOrders005";
        var switches = Deactivating().Matches(await Browser.ReadAsync(server)).Select(match => match.Groups[1].Value).ToList();
        switches[0].ShouldBe(server);

        foreach (var one in (string[])[server, switches[1], switches.First(path => path.Contains("/rules/", StringComparison.Ordinal))])
        {
            (await Browser.ChangeAsync(one + "/deactivate")).ShouldContain($"action=\"{one}/activate\"");
            (await DiscoverAsync()).ShouldBe(one == server ? 404 : 200, one);
            (await Browser.ChangeAsync(one + "/activate")).ShouldContain($"action=\"{one}/deactivate\"");
        }

        (await DiscoverAsync()).ShouldBe(200);
        (await Browser.SubmitAsync($"{server}/policies/00pNobody/deactivate")).Status.ShouldBe(404);

        async Task<int> DiscoverAsync() =>
            (await watched.Http.GetAsync("/oauth2/aus1posternOrders005/.well-known/openid-configuration")).Status;
    }

    [Fact]
    public async Task A_policy_is_switched_off_and_holds_for_nobody_until_it_is_on_again()
    {
        var page = await Browser.ReadAsync("/_postern/console/policies");
        var closed = Deactivating().Matches(page).Single().Groups[1].Value;
        var shut = await watched.Http.AuthenticateAsync("sue@example.com");
        var off = await Browser.ChangeAsync(closed + "/deactivate");
        var let = await watched.Http.AuthenticateAsync("sue@example.com");
        await Browser.ChangeAsync(closed + "/activate");

        page.ShouldContain("Nobody: nobody is let in");
        (shut.Status, shut.Text("errorCode")).ShouldBe((403, "E0000085"));
        off.ShouldContain("<span class=\"badge bad\">switched off</span>");
        let.Status.ShouldBe(200);
        (await watched.Http.AuthenticateAsync("sue@example.com")).Status.ShouldBe(403);
        (await Browser.SubmitAsync("/_postern/console/policies/00pNobody/deactivate")).Status.ShouldBe(404);
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

    [GeneratedRegex("<a href=\"([^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("<label for=\"([^\"]+)\"")]
    private static partial Regex LabelFor();

    [GeneratedRegex("<(?:input|select|textarea) id=\"([^\"]+)\"")]
    private static partial Regex Field();

    [GeneratedRegex("action=\"([^\"]+)/deactivate\"")]
    private static partial Regex Deactivating();

    [GeneratedRegex("<h1>")]
    private static partial Regex H1();
}
