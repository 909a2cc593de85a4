using System.Text;

namespace Postern.LocalOrg.Tests.Control;

/// <summary>Who may move the clock and read everybody's codes.</summary>
public sealed class ControlCallerTests(SharedOrg shared)
{
    const string Key = "k-4f9d1c60b7e2";

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "okta.example.test")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("x-forwarded-port", "443")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "203.0.113.9")]
    [InlineData("X-Original-For", "203.0.113.9:1")]
    public async Task A_stranger_behind_a_proxy_of_this_machine_is_not_local(string header, string value)
    {
        var read = await shared.Http.GetAsync("/_postern/outbox", (header, value));
        var moved = await shared.Http.PostJsonAsync("/_postern/clock", """{"advanceSeconds":0}""", (header, value));

        ShouldBeForbidden(read, "not through a proxy");
        ShouldBeForbidden(moved, "not through a proxy");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:7777")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.nip.example")]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.20")]
    public async Task A_name_that_was_made_to_lead_here_is_not_ours(string host) =>
        ShouldBeForbidden(await shared.Http.GetAsync("/_postern/outbox", ("Host", host)), "under a name of its own");

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:7777")]
    [InlineData("org.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:80")]
    [InlineData("[::1]:7777")]
    [InlineData("okta.example.test")]
    [InlineData("id.example.test:8443")]
    public async Task A_name_of_this_machine_or_of_the_org_is(string host)
    {
        await using var org = await LocalOrg.StartAsync(
            new() { PublicUrl = "https://okta.example.test/", CustomUrl = "https://id.example.test:8443" }, The.Ct);
        using var http = new Browserless(org);

        (await http.GetAsync("/_postern/outbox", ("Host", host))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_request_of_HTTP_1_0_that_names_no_host_is_refused()
    {
        var answer = await Garbage.RawHttp.SendAsync(new(shared.Org.ListenUrl), "GET /_postern/outbox HTTP/1.0\r\n\r\n"u8.ToArray());

        ShouldBeForbidden(answer, "under a name of its own");
    }

    [Fact]
    public async Task Where_there_is_a_control_key_everybody_needs_it()
    {
        await using var org = await LocalOrg.StartAsync(new() { ControlKey = Key }, The.Ct);
        using var http = new Browserless(org);
        (string, string) right = ("X-Postern-Control-Key", Key);

        ShouldBeForbidden(await http.GetAsync("/_postern/outbox"), "control key");
        ShouldBeForbidden(await http.GetAsync("/_postern/outbox", ("X-Postern-Control-Key", "")), "control key");
        ShouldBeForbidden(await http.GetAsync("/_postern/outbox", ("X-Postern-Control-Key", "guessed")), "control key");
        ShouldBeForbidden(
            await http.GetAsync("/_postern/outbox", ("X-Postern-Control-Key", "guessed"), ("X-Forwarded-For", "127.0.0.1")), "control key");
        (await http.GetAsync("/_postern/outbox", right)).Status.ShouldBe(200);
        (
            await http.GetAsync(
                "/_postern/outbox", right, ("X-Forwarded-For", "203.0.113.9"), ("Host", "okta.example.test"))).Status.ShouldBe(200);
        ShouldBeForbidden(await http.GetAsync("/_postern/outbox", right, ("Origin", "https://evil.example")), "Pages may not use this");
    }

    [Fact]
    public async Task A_control_key_that_is_empty_is_none_and_said_so() =>
        (
            await Should.ThrowAsync<ArgumentException>(
                () => LocalOrg.StartAsync(new() { ControlKey = "" }, The.Ct))).Message.ShouldStartWith("The control key is empty");

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:8080")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task A_page_may_not_use_it_whatever_its_origin(string header, string value) =>
        ShouldBeForbidden(await shared.Http.GetAsync("/_postern/outbox", (header, value)), "Pages may not use this");

    [Fact]
    public async Task Somebody_who_types_the_address_may_look() =>
        (await shared.Http.GetAsync("/_postern/outbox", ("Sec-Fetch-Site", "none"), ("Sec-Fetch-Mode", "navigate"))).Status.ShouldBe(200);

    /// <summary>
    /// Fetch standard, "CORS-safelisted request": these alone may be sent by any page without asking, by an old browser without an Origin.
    /// </summary>
    [Theory]
    [InlineData("GET", "/_postern/clock", "")]
    [InlineData("HEAD", "/_postern/clock", "")]
    [InlineData("POST", "/_postern/clock", "text/plain")]
    [InlineData("POST", "/_postern/clock", "application/x-www-form-urlencoded")]
    [InlineData("POST", "/_postern/clock", "multipart/form-data; boundary=b")]
    [InlineData("POST", "/_postern/clock", "text/plain; application/json")]
    [InlineData("POST", "/_postern/clock", "")]
    [InlineData("GET", "/_postern/users/ada%40example.com", "")]
    [InlineData("POST", "/_postern/users/ada%40example.com", "text/plain")]
    public async Task No_simple_request_changes_anything(string method, string path, string contentType)
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using var http = new Browserless(org);
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("""{"advanceSeconds":300,"state":"suspended"}"""));
        if (contentType.Length > 0)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        await http.SendAsync(new(method), path, method is "POST" ? content : null);

        org.Clock.Ahead.ShouldBe(TimeSpan.Zero);
        (await http.AuthenticateAsync("ada@example.com")).Text("status").ShouldBe("SUCCESS");
    }

    /// <summary>What changes something by having come, whatever is in it, asks all the more for what no page can send.</summary>
    [Theory]
    [InlineData("/_postern/reset")]
    [InlineData("/_postern/faults")]
    [InlineData("/_postern/requests")]
    [InlineData("/_postern/snapshots/x")]
    [InlineData("/_postern/snapshots/x/restore")]
    [InlineData("/_postern/forks")]
    [InlineData("/_postern/explain")]
    public async Task Nothing_is_done_that_does_not_say_that_it_is_JSON(string path)
    {
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""])
        {
            using var content = new ByteArrayContent("{}"u8.ToArray());
            if (type.Length > 0)
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            (await shared.Http.SendAsync(HttpMethod.Post, path, content)).Status.ShouldBe(415, $"{path} {type}");
        }

        ShouldBeForbidden(
            await shared.Http.PostJsonAsync(path, "{}", ("Origin", "https://evil.example")), "Pages may not use this");
    }

    static void ShouldBeForbidden(Answer answer, string because)
    {
        answer.Status.ShouldBe(403, answer.Body);
        answer.Headers["Content-Type"].ShouldBe("application/problem+json");
        answer.Members.ShouldBe(["title", "status", "detail"]);
        answer.Text("detail").ShouldContain(because);
    }
}
