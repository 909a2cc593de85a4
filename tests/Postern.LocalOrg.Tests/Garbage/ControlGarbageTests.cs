using Postern.LocalOrg.Tests.Console;

namespace Postern.LocalOrg.Tests.Garbage;

/// <summary>
/// Whatever is sent to move the org from outside, or by its console, is refused in that surface's own shape or does what it says: never a
/// fault of the org's.
/// </summary>
public sealed class ControlGarbageTests
{
    static readonly string[] Paths =
    [
        "clock", "faults", "requests", "tokens", "explain", "engine", "step-up", "reset", "console-links", "pushes/none",
        "users/ada%40example.com", "users/%ED%A0%80", "users/..%2Freset", "snapshots/%C3%28", "snapshots/x/restore", "nothing",
    ];

    static readonly string[] Bodies =
    [
        "", " ", "{", "[]", "[{}]", "[[]]", "null", "7", "\"x\"", "true", """{"a":1,"a":2}""", """{"\ud800":1}""", """{"token":"\ud800"}""",
        """{"requestId":"\u0000"}""", """{"token":"eyJhbGciOiJub25lIn0.e30."}""", """{"token":"eyJh.e30.x"}""",
        """{"advanceSeconds":1e999}""",
        """{"advanceSeconds":-0.0}""", """{"record":"yes"}""", """{"record":null}""", """{"state":{}}""", """{"state":"\ud800"}""",
        """{"decision":["approve"]}""", """{"decision":"approve","number":1e9}""", """{"engine":7}""",
        """{"fault":"status","status":1e9}""",
        """{"fault":"latency","seconds":1e308,"chance":-1}""", """{"fault":"halfBody","toCall":99999999999999999999}""",
        """{"claims":[]}""",
        """{"claims":{"sub":{"a":{"a":{}}},"exp":1e999}}""", """{"scopes":{"a":1}}""", """{"scopes":[1]}""",
        """{"lifetimeSeconds":1e308}""",
        """{"lifetimeSeconds":"x"}""", """{"user":"\u0000"}""", """{"flaw":"none of them"}""", """{"server":"org","kind":7}""",
        """{"clientId":"0oa1posternSpa000005","returnTo":"/\r\nSet-Cookie: a=b"}""",
        $"{{\"a\":{new string('[', 200)}{new string(']', 200)}}}",
    ];

    static readonly string[] Looks =
    [
        "requests?status=%00&since=never", "requests?after=-1", "requests?status=99999999999999999999", "requests?waitSeconds=301",
        "requests?endpoint=%00&user=%ED%A0%80&outcome=%C3%28", "requests?since=9999-99-99", "requests/%ED%A0%80",
        "requests/counts?status=x",
        "outbox?user=%00&channel=%C3%28", "seed?secrets=%00", "coverage?x=1", "tokens", "tokens/strangers-keys", "snapshots", "forks",
        "users/x", "nothing?at=all", "faults?x=%00",
    ];

    static readonly string[] Forms =
    [
        "/clock/advance", "/clock/set", "/faults/add", "/faults/remove", "/state/take", "/state/restore", "/state/forget", "/tokens/issue",
        "/outbox/none/approve", "/users/none/state", "/users/00u1adaActive0000005/state", "/apps/%ED%A0%80/activate", "/nothing",
    ];

    static readonly string[] Fields =
    [
        "", "=", "%00=%00", "seconds=1e999", "seconds=NaN", "seconds=-1", "seconds=%00", "instant=9999-12-31T23:59:59Z",
        "instant=0001-01-01",
        "instant=%ED%A0%80", "fault=99999999999999999999", "fault=-1", "fault=0&clientId=%00&user=%C3%28", "name=%00", "name=" + Long,
        "id=%FF", "state=99", "state=Active,LockedOut", "state=%00", "number=99999999999",
        "user=%00&clientId=0oa1posternSpa000005&scopes=%00",
        "user=ada%40example.com&clientId=0oa1posternSpa000005&server=nobody&scopes=openid", "user=&clientId=&server=&scopes=",
    ];

    static readonly string[] Pages =
        ["requests?status=%00", "requests?after=x", "users?after=%ED%A0%80&login=%00", "changes?after=-1", "sign-ins?after=%C3%28"];

    const string Long = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    [Fact]
    public async Task The_control_surface_answers_it_and_still_works()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using Browserless http = new(org);
        List<string> complaints = [];

        foreach (var path in Paths)
            foreach (var body in Bodies)
                Look($"POST {path} {body}", await http.PostJsonAsync($"/_postern/{path}", body));
        foreach (var path in Looks)
            Look($"GET {path}", await http.GetAsync($"/_postern/{path}"));

        complaints.ShouldBeEmpty();
        (await http.TokensAsync()).Status.ShouldBe(200);

        void Look(string what, Answer answer)
        {
            var isTold = answer.Status < 400 || answer.Headers.GetValueOrDefault("Content-Type") is "application/problem+json";
            if (answer.Status >= 500 || !isTold)
                complaints.Add($"{what}: {answer.Status} {answer.Body}");
        }
    }

    [Fact]
    public async Task The_console_answers_it_with_a_page()
    {
        await using var org = await LocalOrg.StartAsync(ct: The.Ct);
        using Browserless http = new(org);
        var browser = await ConsoleBrowser.OpenAsync(http, org);
        List<string> complaints = [];

        foreach (var path in Forms)
            foreach (var form in Fields)
                if (await browser.SubmitAsync($"/_postern/console{path}", form) is { Status: >= 500 } answer)
                    complaints.Add($"{path} {form}: {answer.Status} {answer.Body}");
        foreach (var path in Pages)
            if (await browser.GetAsync($"/_postern/console/{path}") is { Status: >= 500 } answer)
                complaints.Add($"{path}: {answer.Status} {answer.Body}");

        complaints.ShouldBeEmpty();
    }
}
