using System.Text.Json;

namespace Postern.LocalOrg.Tests.Management.Logs;

/// <summary>The System Log: what it tells of sign-ins, tokens and admins, and how it is asked (management.md 17).</summary>
public sealed class LogTests(AdminOrg org) : IClassFixture<AdminOrg>
{
    const string Logs = "/api/v1/logs";

    [Fact]
    public async Task A_sign_in_and_its_tokens_are_told()
    {
        var place = await PlaceAsync();

        await org.Http.TokensAsync(scope: "openid%20offline_access");

        (await TypesAsync(place)).ShouldBe(
        [
            "user.session.start", "app.oauth2.as.authorize.code", "user.authentication.sso", "app.oauth2.as.token.grant",
            "app.oauth2.as.token.grant.access_token", "app.oauth2.as.token.grant.id_token", "app.oauth2.as.token.grant.refresh_token",
        ]);
        var start = (await AfterAsync(place))[0];
        start.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "actor", "client", "device", "authenticationContext", "displayMessage", "eventType", "outcome", "published", "securityContext",
            "severity", "debugContext", "legacyEventType", "transaction", "uuid", "version", "request", "target",
        ]);
        start.GetProperty("actor").GetRawText().ShouldBe(
            """{"id":"00u1adaActive0000005","type":"User","alternateId":"ada@example.com","displayName":"Ada Active","detailEntry":null}""");
        start.GetProperty("outcome").GetRawText().ShouldBe("""{"result":"SUCCESS","reason":null}""");
        (Text(start, "displayMessage"), Text(start, "severity")).ShouldBe(("User login to Okta", "INFO"));
        start.GetProperty("client").GetProperty("ipAddress").GetString().ShouldBe("127.0.0.1");
        start.GetProperty("debugContext").GetProperty("debugData").GetProperty("requestUri").GetString().ShouldBe("/api/v1/authn");
        start.GetProperty("transaction").GetProperty("id").GetString().ShouldNotBeNull().ShouldMatch("^[0-9a-f]{32}$");
    }

    [Fact]
    public async Task What_is_refused_is_told_and_nothing_that_was_typed()
    {
        var place = await PlaceAsync();

        await org.Http.AuthenticateAsync("una@example.com", "wrong");
        await org.Http.AuthenticateAsync("a-password-in-the-wrong-field", "wrong");
        await org.Http.PostFormAsync(
            "/oauth2/default/v1/token", $"grant_type=authorization_code&client_id={The.Spa}&code=x&redirect_uri=x");
        await org.Http.PostFormAsync("/oauth2/v1/token", "grant_type=client_credentials&client_id=0oaNobody&client_secret=x");
        await org.Http.AuthorizeAsync("/oauth2/default", $"client_id={The.Spa}&response_type=code&redirect_uri=http://elsewhere/");

        var told = await AfterAsync(place);
        told.Select(each => (
                Text(each, "eventType"), Text(each, "outcome", "result"), Text(each, "outcome", "reason"),
                Text(each, "actor", "alternateId")))
            .ShouldBe(
            [
                ("user.session.start", "FAILURE", "INVALID_CREDENTIALS", "una@example.com"),
                ("user.session.start", "FAILURE", "INVALID_CREDENTIALS", "unknown"),
                ("app.oauth2.as.token.grant", "FAILURE", "invalid_grant", The.Spa),
                ("app.oauth2.invalid_client_credentials", "FAILURE", "invalid_client", "unknown"),
                ("user.session.start", "SUCCESS", null, "ada@example.com"),
                ("app.oauth2.as.authorize", "FAILURE", "invalid_request", "unknown"),
            ]);
        JsonSerializer.Serialize(told).ShouldNotContain("wrong-field");
    }

    [Fact]
    public async Task What_an_admin_does_is_told_with_the_token_that_did_it()
    {
        var place = await PlaceAsync();
        const string Roles = "/api/v1/users/00u1unaUnassigned005/roles";

        await org.PostAsync(Roles, """{"type":"REPORT_ADMIN"}""");
        await org.PostAsync(Roles, """{"type":"REPORT_ADMIN"}""");

        var granted = (await AfterAsync(place)).ShouldHaveSingleItem();
        (Text(granted, "eventType"), Text(granted, "actor", "alternateId")).ShouldBe(("user.account.privilege.grant", "amy@example.com"));
        granted.GetProperty("target").EnumerateArray().Select(target => Text(target, "displayName"))
            .ShouldBe(["Report Administrator", "Una Unassigned"]);
        Text(granted, "transaction", "detail", "requestApiTokenId").ShouldStartWith("00T");
    }

    [Fact]
    public async Task The_account_that_is_locked_is_told()
    {
        var place = await PlaceAsync();

        for (var i = 0; i < 10; i++)
            await org.Http.AuthenticateAsync("eve@example.com", "wrong");

        (await TypesAsync(place, "&filter=" + Escaped("eventType eq \"user.account.lock\""))).ShouldBe(["user.account.lock"]);
    }

    [Fact]
    public async Task The_end_of_a_session_is_told()
    {
        var signedIn = await org.Http.AuthorizeAsync(
            "/oauth2/default",
            $"client_id={The.Spa}&response_type=code&scope=openid&redirect_uri={The.EncodedCallback}&state=s&{The.Pkce}");
        var place = await PlaceAsync();

        await org.Http.PostFormAsync("/login/signout", "", ("Cookie", signedIn.Cookie!));

        (await TypesAsync(place)).ShouldBe(["user.session.end"]);
    }

    [Fact]
    public async Task Polling_goes_on_where_it_was_and_always_has_a_next_page()
    {
        var first = await org.GetAsync(Logs + "?limit=1000");
        var next = NextOf(first);

        var none = await org.GetAsync(next.ShouldNotBeNull());
        none.Body.ShouldBe("[]");
        await org.Http.AuthenticateAsync("ada@example.com");
        await org.Http.AuthenticateAsync("max@example.com");
        var one = await org.GetAsync(NextOf(none).ShouldNotBeNull().Replace("limit=1000", "limit=1", StringComparison.Ordinal));
        var two = await org.GetAsync(NextOf(one).ShouldNotBeNull());

        one.Json.EnumerateArray().Select(each => Text(each, "actor", "alternateId")).ShouldBe(["ada@example.com"]);
        two.Json.EnumerateArray().Select(each => Text(each, "actor", "alternateId")).ShouldBe(["max@example.com"]);
        NextOf(two).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_bounded_list_ends_and_may_be_read_backwards()
    {
        org.Advance(3600);
        await org.Http.AuthenticateAsync("ada@example.com");
        await org.Http.AuthenticateAsync("una@example.com");
        org.Advance(60);
        var filter = Escaped("eventType eq \"user.session.start\" and outcome.result eq \"SUCCESS\"");
        var bounds = $"since={Time(-120)}&until={Time(0)}&filter={filter}";

        var first = await org.GetAsync($"{Logs}?{bounds}&limit=1");
        var second = await org.GetAsync(NextOf(first).ShouldNotBeNull());
        var backwards = await org.GetAsync($"{Logs}?{bounds}&sortOrder=DESCENDING");

        (Actor(first), Actor(second)).ShouldBe(("ada@example.com", "una@example.com"));
        NextOf(second).ShouldBeNull();
        backwards.Json.EnumerateArray().Select(each => Text(each, "actor", "alternateId")).ShouldBe(["una@example.com", "ada@example.com"]);
        (await org.GetAsync($"{Logs}?{bounds}&limit=0")).Body.ShouldBe("[]");
    }

    [Theory]
    [InlineData("actor.alternateId eq \"lou@example.com\" and outcome.reason eq \"LOCKED_OUT\"", 1)]
    [InlineData("actor.id eq \"00u1louLockedout0005\" and not (eventType eq \"user.session.start\")", 0)]
    [InlineData("actor.alternateId sw \"LOU@\" and severity ne \"INFO\"", 1)]
    [InlineData("target.id pr and actor.alternateId co \"lou\"", 0)]
    public async Task A_filter_filters(string filter, int count)
    {
        var place = await PlaceAsync();
        await org.Http.AuthenticateAsync("lou@example.com");

        (await TypesAsync(place, "&filter=" + Escaped(filter))).Count.ShouldBe(count);
        (await TypesAsync(place, "&q=LOU@example.com%20login")).Count.ShouldBe(1);
        (await TypesAsync(place, "&q=louis")).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(
        "until=yesterday",
        "E0000001",
        "Api validation failed: 'until': The date format in your query is not recognized. Please enter dates using ISO8601 string " +
        "format.. 'until': must be a valid date-time or empty.")]
    [InlineData(
        "since=2020-01-01T00:00:00Z", "E0000053", "Invalid parameter: The since parameter is over 180 days prior to the current day.")]
    [InlineData("filter=published gt \"2026-01-01T00:00:00Z\"", "E0000053", "field is not valid: published")]
    [InlineData("filter=eventType", "E0000053", "Invalid SCIM filter.")]
    [InlineData(
        "filter=debugContext.debugData.url co \"x\"",
        "E0000031",
        "The supplied combination of operator and field is not currently supported. Operator: co, Field: debugContext.debugData.url")]
    [InlineData(
        "q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "E0000001",
        "Api validation failed: 'q': Freeform search cannot contain items longer than 40 characters.")]
    [InlineData("after=x", "E0000031", "Invalid search criteria.")]
    [InlineData("limit=x", "E0000001", "Api validation failed: limit")]
    [InlineData("sortOrder=UP", "E0000001", "Api validation failed: sortOrder")]
    public async Task What_cannot_be_asked_is_refused(string query, string code, string summary)
    {
        var escaped = query.Replace(" ", "%20", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal);
        var answer = await org.GetAsync($"{Logs}?{escaped}");

        (answer.Status, answer.Text("errorCode"), answer.Text("errorSummary")).ShouldBe((400, code, summary), answer.Body);
    }

    [Fact]
    public async Task Of_fifty_sign_ins_at_once_none_goes_untold()
    {
        var place = await PlaceAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => org.Http.AuthenticateAsync("ada@example.com")));

        var told = await AfterAsync(place);
        told.Count.ShouldBe(50);
        told.Select(each => Text(each, "uuid")).Distinct().Count().ShouldBe(50);
    }

    string Time(int seconds) => Uri.EscapeDataString(org.Now.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null));

    static string Escaped(string text) => Uri.EscapeDataString(text);

    static string? Actor(Answer answer) => Text(answer.Json.EnumerateArray().Single(), "actor", "alternateId");

    /// <summary>After all that there is yet.</summary>
    async Task<string> PlaceAsync()
    {
        var next = NextOf(await org.GetAsync(Logs + "?limit=1000")).ShouldNotBeNull();
        return next;
    }

    async Task<List<JsonElement>> AfterAsync(string place, string more = "")
    {
        var answer = await org.GetAsync(place + more);
        answer.Status.ShouldBe(200, answer.Body);
        return [.. answer.Json.EnumerateArray()];
    }

    async Task<List<string?>> TypesAsync(string place, string more = "") =>
        [.. (await AfterAsync(place, more)).Select(each => Text(each, "eventType"))];

    static string? NextOf(Answer answer)
    {
        var links = answer.Headers["Link"];
        var next = links.Split(", <").FirstOrDefault(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal));
        return next is null ? null : new Uri(next.TrimStart('<').Split('>')[0]).PathAndQuery;
    }

    static string? Text(JsonElement element, params string[] path) =>
        path.Aggregate(element, (found, name) => found.GetProperty(name)).GetString();
}
