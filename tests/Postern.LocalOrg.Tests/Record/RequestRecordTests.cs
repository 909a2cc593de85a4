namespace Postern.LocalOrg.Tests.Record;

/// <summary>What is on record of requests and answers, how it is found, and that no secret is.</summary>
public sealed class RequestRecordTests(Faults.FaultyOrg recorded) : IClassFixture<Faults.FaultyOrg>, IAsyncLifetime
{
    LocalOrg Org => recorded.Org;

    public async ValueTask InitializeAsync()
    {
        await Org.Requests.StartAsync(The.Ct);
        await Org.Requests.ClearAsync(The.Ct);
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task A_request_is_told_with_who_asked_and_what_came_of_it()
    {
        var code = await recorded.Http.CodeAsync(clientId: The.Spa);
        var answer = await recorded.Http.RedeemAsync(code);
        await recorded.Http.RedeemAsync(code);

        var all = await Org.Requests.AllAsync(new() { Endpoint = "token" }, The.Ct);

        all.Count.ShouldBe(2);
        var (first, second) = (all[0], all[1]);
        first.Id.ShouldBe(answer.Headers["X-Okta-Request-Id"]);
        (first.Method, first.Path, first.Endpoint).ShouldBe(
            ("POST", "/oauth2/default/v1/token", "/oauth2/{authorizationServerId}/v1/token"));
        (first.ClientId, first.User, first.Status, first.Outcome, first.Error).ShouldBe((The.Spa, "ada@example.com", 200, "done", null));
        first.Sent["grant_type"].ShouldBe("authorization_code");
        first.Sent["redirect_uri"].ShouldBe(The.Callback);
        first.Answered["token_type"].ShouldBe("Bearer");
        first.Answered["expires_in"].ShouldBe("3600");
        (second.Status, second.Outcome, second.Error).ShouldBe((400, "refused", "invalid_grant"));
        second.Answered["error_description"].ShouldBe("The authorization code is invalid or has expired.");
        second.Number.ShouldBeGreaterThan(first.Number);
    }

    [Fact]
    public async Task One_secret_has_one_fingerprint_wherever_it_goes_and_is_nowhere_itself()
    {
        var code = await recorded.Http.CodeAsync(clientId: The.Spa, scope: "openid%20offline_access");
        var tokens = await recorded.Http.RedeemAsync(code);
        var access = tokens.Text("access_token");
        await recorded.Http.GetAsync("/oauth2/default/v1/userinfo", ("Authorization", $"Bearer {access}"));
        await recorded.Http.IntrospectAsync("x", clientId: $"{The.Web}&client_secret={The.WebSecret}");
        await recorded.Http.GetAsync("/email/verify?stateToken=x&otp=123456");
        await recorded.Http.PostJsonAsync("/api/v1/authn", """{"username":"ada@example.com","password":"Wrong-Horse-9"}""");

        var all = await Org.Requests.AllAsync(ct: The.Ct);

        var authorize = all.Single(request => request.Endpoint.EndsWith("authorize", StringComparison.Ordinal));
        var token = all.Single(request => request.Endpoint.EndsWith("token", StringComparison.Ordinal));
        authorize.Answered["Location"].ShouldBe(The.Callback);
        authorize.Answered["code"].ShouldBe(token.Sent["code"]);
        token.Sent["code"].ShouldBe(Fingerprint(code));
        token.Answered["access_token"].ShouldBe(Fingerprint(access));
        all.Single(request => request.Endpoint.EndsWith("userinfo", StringComparison.Ordinal)).Sent["Authorization"]
            .ShouldBe($"Bearer {Fingerprint(access)}");
        all[^1].Sent["password"].ShouldBe("(withheld)");
        all[^2].Sent["otp"].ShouldBe("(withheld)");
        var told = (await recorded.Http.GetAsync("/_postern/requests")).Body;
        foreach (var secret in (string[])[
            code, access, tokens.Text("id_token"), tokens.Text("refresh_token"), The.Password, The.WebSecret, The.Verifier, "Wrong-Horse-9",
            "n-8c2e", "s-1f0c"])
            told.ShouldNotContain(secret);
    }

    [Fact]
    public async Task What_is_meant_is_found_by_endpoint_client_user_status_outcome_and_time()
    {
        await recorded.AskServiceAsync();
        await recorded.Http.AuthenticateAsync("ada@example.com");
        await recorded.Http.AuthenticateAsync("ada@example.com", "wrong");
        await recorded.Http.GetAsync("/oauth2/default/v1/keys");

        async Task<int> CountAsync(string query) =>
            (await recorded.Http.GetAsync($"/_postern/requests?{query}")).Json.GetProperty("requests").GetArrayLength();

        (await CountAsync("")).ShouldBe(4);
        (await CountAsync("endpoint=keys")).ShouldBe(1);
        (await CountAsync("endpoint=%2Fapi%2Fv1%2F**")).ShouldBe(2);
        (await CountAsync($"clientId={The.Service}")).ShouldBe(1);
        (await CountAsync("user=ADA%40example.com")).ShouldBe(2);
        (await CountAsync("status=401")).ShouldBe(1);
        (await CountAsync("outcome=E0000004")).ShouldBe(1);
        (await CountAsync("outcome=refused&user=ada%40example.com")).ShouldBe(1);
        (await CountAsync("since=2999-01-01T00:00:00Z")).ShouldBe(0);
        var last = (await recorded.Http.GetAsync("/_postern/requests")).Json.GetProperty("requests")[3].GetProperty("number").GetInt64();
        (await CountAsync($"after={last - 1}")).ShouldBe(1);
        var counts = await Org.Requests.CountAsync(new() { User = "ada@example.com" }, The.Ct);
        counts.Select(count => (count.Endpoint, count.Outcome, count.Status, count.Count)).ShouldBe(
            [("/api/v1/authn", "E0000004", 401, 1), ("/api/v1/authn", "done", 200, 1)], ignoreOrder: true);
        (await recorded.Http.GetAsync("/_postern/requests/counts?endpoint=keys")).Body.ShouldBe(
            """{"counts":[{"endpoint":"/oauth2/{authorizationServerId}/v1/keys","outcome":"done","status":200,"count":1}]}""");
    }

    [Fact]
    public async Task A_test_waits_until_the_app_has_called_token()
    {
        var waiting = Org.Requests.WaitForAsync(new() { Endpoint = "token" }, The.Ct);
        var outside = recorded.Http.GetAsync("/_postern/requests?endpoint=token&waitSeconds=60");
        await recorded.Http.GetAsync("/oauth2/default/v1/keys");
        waiting.IsCompleted.ShouldBeFalse();

        var answer = await recorded.AskServiceAsync();

        (await waiting.InTimeAsync("the call of token")).Id.ShouldBe(answer.Headers["X-Okta-Request-Id"]);
        (await outside.InTimeAsync("the call of token, outside")).Json.GetProperty("requests")[0].GetProperty("id").GetString()
            .ShouldBe(answer.Headers["X-Okta-Request-Id"]);
    }

    [Fact]
    public async Task Nothing_is_recorded_that_nobody_wants_recorded()
    {
        await Org.Requests.StopAsync(The.Ct);

        await recorded.AskServiceAsync();

        (await Org.Requests.AllAsync(ct: The.Ct)).ShouldBeEmpty();
        (await Should.ThrowAsync<InvalidOperationException>(() => Org.Requests.WaitForAsync(new(), The.Ct)))
            .Message.ShouldStartWith("Nothing is recorded");
        (await recorded.Http.GetAsync("/_postern/requests?waitSeconds=60")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task Garbage_is_on_record_too_and_does_not_break_it()
    {
        await recorded.Http.PostJsonAsync("/api/v1/authn", "{\"username\":");
        await recorded.Http.PostJsonAsync("/api/v1/authn", "[1,[2,{\"a\":[]}]]");
        await recorded.Http.GetAsync("/oauth2/default/token?x=%00%0A&client_id=%1b%5B2J");
        await recorded.Http.SendAsync(new("BREW"), "/oauth2/default/v1/keys", null);

        var all = await Org.Requests.AllAsync(ct: The.Ct);

        all.Select(request => request.Status).ShouldBe([400, 400, 404, 405]);
        all[2].Sent["client_id"].ShouldBe("�[2J");
    }

    [Fact]
    public async Task Of_any_number_at_once_each_is_told_by_what_it_said_itself()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            var (login, more) = ($"nobody-{i}@example.com", new string('x', 50 * i));
            var answer = await recorded.Http.PostJsonAsync(
                "/api/v1/authn", $$"""{"username":"{{login}}","password":"Wrong-Horse-9","more":"{{more}}"}""");
            return (Id: answer.Headers["X-Okta-Request-Id"], Login: login, Error: answer.Text("errorId"));
        }));

        var all = (await Org.Requests.AllAsync(ct: The.Ct)).ToDictionary(request => request.Id);

        all.Count.ShouldBe(400);
        foreach (var (id, login, error) in answers)
            (all[id].Sent["username"], all[id].Answered["errorId"]).ShouldBe((login, error));
    }

    [Fact]
    public async Task A_body_that_a_script_has_read_before_is_told_and_answered_as_any_other()
    {
        await Org.Faults.AddAsync(FaultScript.Answering(418) with { Endpoint = "/api/v1/authn", User = "ada@example.com" }, The.Ct);

        (await recorded.Http.AuthenticateAsync("ada@example.com")).Status.ShouldBe(418);
        (await recorded.Http.AuthenticateAsync("max@example.com")).Status.ShouldBe(200);
        await Org.Faults.ClearAsync(The.Ct);

        var all = await Org.Requests.AllAsync(ct: The.Ct);
        all.Select(request => (request.Sent["username"], request.Sent["password"], request.Status))
            .ShouldBe([("ada@example.com", "(withheld)", 418), ("max@example.com", "(withheld)", 200)]);
        all[0].Faults.Count.ShouldBe(1);
        all[1].Answered.ShouldContainKey("stateToken");
    }

    [Fact]
    public async Task The_oldest_make_room()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);
        await org.Requests.StartAsync(The.Ct);
        for (var i = 0; i < 20; i++)
            await Task.WhenAll(Enumerable.Range(0, 252).Select(_ => http.GetAsync("/robots-that-are-none")));

        var all = await org.Requests.AllAsync(ct: The.Ct);

        (all.Count, all[0].Number).ShouldBe((5000, 41));
    }

    [Theory]
    [InlineData("POST", "/_postern/requests", "{}", 400)]
    [InlineData("POST", "/_postern/requests", "", 415)]
    [InlineData("GET", "/_postern/requests?status=abc", "", 400)]
    [InlineData("GET", "/_postern/requests?after=-1", "", 400)]
    [InlineData("GET", "/_postern/requests?waitSeconds=301", "", 400)]
    [InlineData("GET", "/_postern/requests?since=soon", "", 400)]
    [InlineData("GET", "/_postern/requests/none", "", 404)]
    [InlineData("POST", "/_postern/requests/counts", "{}", 405)]
    public async Task What_is_refused_is_a_problem_that_says_what_to_do(string method, string path, string body, int status)
    {
        var answer = await recorded.Http.SendAsync(
            new(method), path, body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Members.ShouldBe(["title", "status", "detail"]);
    }

    [Fact]
    public async Task Two_processes_record_together_from_the_next_request_on()
    {
        await using var database = await Storage.OneDatabase.CreateAsync();
        var (first, second) = (await database.StartAsync(), await database.StartAsync());
        using var here = new Browserless(first);
        using var there = new Browserless(second);

        await here.PostJsonAsync("/_postern/requests", """{"record":true}""");
        await there.GetAsync("/oauth2/default/v1/keys");
        var waiting = second.Requests.WaitForAsync(new() { Endpoint = "authn" }, The.Ct);
        var answer = await here.AuthenticateAsync("ada@example.com");

        (await waiting.InTimeAsync("what the other process was asked")).Id.ShouldBe(answer.Headers["X-Okta-Request-Id"]);
        var all = await second.Requests.AllAsync(ct: The.Ct);
        all.Select(request => request.Number).ShouldBe([1, 2]);
        all.Select(request => request.Path).ShouldBe(["/oauth2/default/v1/keys", "/api/v1/authn"], ignoreOrder: true);
        (await first.Requests.FindAsync(answer.Headers["X-Okta-Request-Id"], The.Ct))!.User.ShouldBe("ada@example.com");
    }

    static string Fingerprint(string secret) =>
        "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)))[..8];
}
