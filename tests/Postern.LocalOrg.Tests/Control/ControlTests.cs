namespace Postern.LocalOrg.Tests.Control;

/// <summary><c>/_postern</c>: the clock, the outbox and pushes, from outside.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task The_clock_is_moved_on_and_what_has_a_lifetime_ends()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);
        var begun = await http.AuthenticateAsync("max@example.com");

        var moved = await http.PostJsonAsync("/_postern/clock", """{"advanceSeconds":300}""");
        var late = await http.PostJsonAsync("/api/v1/authn", $$"""{"stateToken":"{{begun.Text("stateToken")}}"}""");

        moved.Status.ShouldBe(200, moved.Body);
        moved.Json.GetProperty("aheadSeconds").GetDouble().ShouldBe(300);
        org.Clock.Ahead.ShouldBe(TimeSpan.FromMinutes(5));
        late.ShouldBeOktaError(401, "E0000011", "Invalid token provided");
    }

    [Fact]
    public async Task The_clock_never_goes_back()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);

        Should.Throw<ArgumentOutOfRangeException>(() => org.Clock.Advance(TimeSpan.FromSeconds(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => org.Clock.Advance(TimeSpan.FromDays(10_000_000)));
        org.Clock.Ahead.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task What_was_sent_is_read_by_user_and_channel_and_cleared()
    {
        await using var walk = await Authn.Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        await walk.GoAsync(begun, Authn.Walk.VerifyPath(begun, "sms"), "MFA_CHALLENGE");

        var found = await walk.Http.GetAsync("/_postern/outbox?user=amy%40example.com&channel=sms");
        var none = await walk.Http.GetAsync("/_postern/outbox?channel=call");
        var cleared = await walk.Http.SendAsync(HttpMethod.Delete, "/_postern/outbox", null);

        var message = found.Json.GetProperty("messages")[0];
        message.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "sentAt", "channel", "to", "login", "text", "code"]);
        message.GetProperty("to").GetString().ShouldBe("+15550100142");
        message.GetProperty("text").GetString()!.ShouldContain(message.GetProperty("code").GetString()!);
        none.Json.GetProperty("messages").GetArrayLength().ShouldBe(0);
        cleared.Json.GetProperty("messages").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_push_is_decided_once()
    {
        await using var walk = await Authn.Walk.StartAsync();
        var begun = await walk.BeginAsync("amy@example.com", "MFA_REQUIRED");
        await walk.GoAsync(begun, Authn.Walk.VerifyPath(begun, "push"), "MFA_CHALLENGE");
        var id = (await walk.Http.GetAsync("/_postern/outbox?channel=push")).Json.GetProperty("messages")[0].GetProperty("id").GetString();

        var approved = await walk.Http.PostJsonAsync($"/_postern/pushes/{id}", """{"decision":"approve"}""");
        var again = await walk.Http.PostJsonAsync($"/_postern/pushes/{id}", """{"decision":"reject"}""");

        approved.Status.ShouldBe(204);
        again.Status.ShouldBe(409);
        again.Headers["Content-Type"].ShouldBe("application/problem+json");
        await walk.GoAsync(begun, Authn.Walk.VerifyPath(begun, "push"), "SUCCESS");
    }

    [Theory]
    [InlineData("lockedOut", "LOCKED_OUT")]
    [InlineData("passwordExpired", "PASSWORD_EXPIRED")]
    [InlineData("mfaRequired", "MFA_ENROLL")]
    [InlineData("active", "SUCCESS")]
    public async Task Any_user_is_put_into_any_state(string state, string status)
    {
        await using var org = await LocalOrg.StartAsync(new() { Seed = OrgSeed.Default with { ShowLockoutFailures = true } }, The.Ct);
        using var http = new Browserless(org);
        await http.AuthenticateAsync("ada@example.com");

        var put = await http.PostJsonAsync("/_postern/users/ada%40example.com", $$"""{"state":"{{state}}"}""");

        put.Body.ShouldBe($$"""{"login":"ada@example.com","state":"{{state}}"}""");
        (await http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe(status);
        (await org.SetUserStateAsync("ada@example.com", UserState.Suspended, The.Ct)).ShouldBeTrue();
        (await http.AuthenticateAsync("ada@example.com")).ShouldBeOktaError(401, "E0000004", "Authentication failed");
        (await org.SetUserStateAsync("nobody@example.com", UserState.Active, The.Ct)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("POST", "/_postern/clock", "{}", 400)]
    [InlineData("POST", "/_postern/clock", "{\"advanceSeconds\":-1}", 400)]
    [InlineData("POST", "/_postern/clock", "{\"advanceSeconds\":1e300}", 400)]
    [InlineData("POST", "/_postern/clock", "{\"advanceSeconds\":\"soon\"}", 400)]
    [InlineData("POST", "/_postern/clock", "not json", 400)]
    [InlineData("PUT", "/_postern/clock", "{}", 405)]
    [InlineData("POST", "/_postern/outbox", "{}", 405)]
    [InlineData("POST", "/_postern/pushes/none", "{}", 400)]
    [InlineData("POST", "/_postern/pushes/none", "null", 400)]
    [InlineData("POST", "/_postern/pushes/none", "{\"decision\":\"approve\"}", 409)]
    [InlineData("GET", "/_postern/pushes/none", "", 405)]
    [InlineData("GET", "/_postern/users/ada@example.com", "", 405)]
    [InlineData("POST", "/_postern/users/ada@example.com", "{}", 400)]
    [InlineData("POST", "/_postern/users/ada@example.com", "{\"state\":\"asleep\"}", 400)]
    [InlineData("POST", "/_postern/users/ada@example.com", "{\"state\":\"99\"}", 400)]
    [InlineData("POST", "/_postern/users/nobody@example.com", "{\"state\":\"active\"}", 404)]
    [InlineData("POST", "/_postern/tokens", """{"claims":{"a":1,"a":2}}""", 400)]
    [InlineData("POST", "/_postern/tokens", """{"claims":{"a":{"b":1,"b":2}}}""", 400)]
    [InlineData("POST", "/_postern/tokens", """{"claims":{"\ud800":1}}""", 400)]
    [InlineData("POST", "/_postern/tokens", """{"claims":{"a":"\ud800"}}""", 400)]
    [InlineData("GET", "/_postern", "", 404)]
    [InlineData("GET", "/_postern/anything/else", "", 404)]
    public async Task What_is_refused_is_a_problem_that_says_what_to_do(string method, string path, string body, int status)
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var answer = await http.SendAsync(
            new(method), path, body.Length == 0 ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        answer.Status.ShouldBe(status, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
        answer.Members.ShouldBe(["title", "status", "detail"]);
    }

    [Fact]
    public async Task A_page_in_a_browser_may_not_use_it()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);

        var answer = await http.GetAsync("/_postern/outbox", ("Origin", "https://evil.example"));
        var form = await http.PostFormAsync("/_postern/clock", "advanceSeconds=1");

        answer.Status.ShouldBe(403);
        form.Status.ShouldBe(415);
    }
}
