using Postern.LocalOrg;

namespace Postern.Cli.Tests.Commands;

/// <summary>What a running local org is made to do from outside: faults, the record, reset, snapshots, forks.</summary>
public sealed class OnPurposeTests : IAsyncLifetime
{
    const string Key = "k-4f9d1c60b7e2";

    LocalOrg.LocalOrg _org = null!;
    HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await LocalOrg.LocalOrg.StartAsync(new() { ControlKey = Key });
        _http = new() { BaseAddress = new(_org.Url) };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task The_console_is_opened_by_the_link_that_is_printed()
    {
        var link = (await PosternAsync("org", "console")).ShouldSucceed().Out.Trim();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

        var opened = await browser.GetAsync(new Uri(link), TestContext.Current.CancellationToken);
        var again = await browser.GetAsync(new Uri(link), TestContext.Current.CancellationToken);

        link.ShouldStartWith(_org.Url + "/_postern/console/open?key=");
        ((int)opened.StatusCode).ShouldBe(303);
        ((int)again.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task A_fault_is_added_listed_and_removed()
    {
        var added = await PosternAsync(
            "org", "fault", "add", "status", "--id", "teapot", "--status", "418", "--endpoint", "keys", "--calls", "1-2");
        var struck = await _http.GetAsync("/oauth2/default/v1/keys", TestContext.Current.CancellationToken);
        var listed = await PosternAsync("org", "fault", "list");
        var removed = await PosternAsync("org", "fault", "remove", "teapot");

        added.ShouldSucceed();
        ((int)struck.StatusCode).ShouldBe(418);
        listed.ShouldSucceed().Out.ShouldBe("teapot  status endpoint=keys fromCall=1 toCall=2 status=418  1 of 1 calls struck\n");
        removed.ShouldSucceed();
        (await _org.Faults.AllAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await PosternAsync("org", "fault", "remove", "teapot")).ShouldFail(2, "There is no fault script of this id");
    }

    [Fact]
    public async Task What_one_org_has_listed_another_takes_from_a_file()
    {
        await _org.Faults.AddAsync(
            [FaultScript.ClockSkew(TimeSpan.FromSeconds(-60)) with { Id = "late" }, new() { Id = "half", Fault = FaultKind.HalfBody }],
            TestContext.Current.CancellationToken);
        var before = (await PosternAsync("org", "fault", "list", "--output", "json")).ShouldSucceed();
        var listed = before.Json;
        await _org.Faults.ClearAsync(TestContext.Current.CancellationToken);
        var file = Path.GetTempFileName();
        try
        {
            var scripts = listed.GetProperty("faults").EnumerateArray().Select(each => each.GetProperty("script").GetRawText());
            await File.WriteAllTextAsync(
                file,
                $"[{string.Join(',', scripts)}]",
                TestContext.Current.CancellationToken);

            (await PosternAsync("org", "fault", "add", "--file", file)).ShouldSucceed();
        }
        finally
        {
            File.Delete(file);
        }

        (await PosternAsync("org", "fault", "list", "--output", "json")).Out.ShouldBe(before.Out);
    }

    [Theory]
    [InlineData("No fault is named.", "add")]
    [InlineData("There is no fault tilt.", "add", "tilt")]
    [InlineData("--calls 3-x is none.", "add", "latency", "--calls", "3-x")]
    [InlineData("--chance wants a number.", "add", "latency", "--chance", "often")]
    [InlineData("--file and a fault by flags contradict each other.", "add", "latency", "--file", "x")]
    [InlineData("--file no-such-file cannot be read", "add", "--file", "no-such-file")]
    [InlineData("chance: above 0 and up to 1. seconds: how late the answer comes", "add", "latency", "--chance", "7")]
    [InlineData("No fault script is named.", "remove")]
    public async Task What_cannot_be_is_said_with_what_to_do(string because, params string[] args) =>
        (await PosternAsync(["org", "fault", .. args])).ShouldFail(2, because);

    [Fact]
    public async Task Without_the_control_key_nothing_is_done() =>
        (await Run.Postern("org", "reset", "--org", _org.Url)).ShouldFail(3, "Only whoever sends the control key");

    [Fact]
    public async Task What_is_no_local_org_is_called_so()
    {
        await using var other = await LocalOrg.LocalOrg.StartAsync(
            new() { Middleware = _ => context => context.Response.Body.WriteAsync("hello"u8.ToArray()).AsTask() },
            TestContext.Current.CancellationToken);

        (await Run.Postern("org", "reset", "--org", other.Url)).ShouldFail(2, "is no local org");
    }

    [Fact]
    public async Task The_log_is_a_line_for_each_request_and_follows()
    {
        using var output = new Heard();
        using var error = new Heard();
        using var stop = new CancellationTokenSource();
        var following = PosternCommand.RunAsync(
            ["org", "log", "--org", _org.Url, "--control-key", "env:KEY", "--endpoint", "authn"],
            new Run().With("KEY", Key).Terminal(output, error),
            stop.Token);
        await error.LineWithAsync("Following");

        await SignInAsync("Wrong-Horse-9");
        await _http.GetAsync("/oauth2/default/v1/keys", TestContext.Current.CancellationToken);
        await SignInAsync(TheOrg.Password);
        await Patience.UntilAsync("both lines", () => output.ToString().Split('\n').Length == 3, output.ToString);
        await stop.CancelAsync();

        (await following.InTimeAsync("the end of the log")).ShouldBe(0, error.ToString());
        var lines = output.ToString().Split('\n');
        lines[0].ShouldMatch(
            @"^\d\d:\d\d:\d\d\.\d{3} POST /api/v1/authn 401 E0000004 \(.*\) user=ada@example\.com username=ada@example\.com "
            + @"[\d.]+ ms [0-9a-f]{32}$");
        lines[1].ShouldContain(" POST /api/v1/authn 200 done user=ada@example.com username=ada@example.com ");
        output.ToString().ShouldNotContain("Horse");
        _org.Requests.IsOn.ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_on_record_is_printed_once()
    {
        await _org.Requests.StartAsync(TestContext.Current.CancellationToken);
        await SignInAsync(TheOrg.Password);
        await SignInAsync("Wrong-Horse-9");

        var once = await PosternAsync("org", "log", "--once", "--outcome", "E0000004", "--output", "json");

        once.ShouldSucceed().Out.Trim().Split('\n').ShouldHaveSingleItem();
        once.Text("error").ShouldBe("E0000004");
        _org.Requests.IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task A_state_is_put_aside_and_brought_back()
    {
        (await PosternAsync("org", "snapshot", "as it was")).ShouldSucceed();
        await _org.SetUserStateAsync("ada@example.com", UserState.Suspended, TestContext.Current.CancellationToken);

        (await PosternAsync("org", "snapshot")).ShouldSucceed().Out.ShouldStartWith("as it was  2");
        (await PosternAsync("org", "restore", "as it was")).ShouldSucceed();
        (await SignInAsync(TheOrg.Password)).ShouldBe(200);
        (await PosternAsync("org", "snapshot", "as it was", "--delete")).ShouldSucceed();
        (await PosternAsync("org", "restore", "as it was")).ShouldFail(2, "There is no snapshot 'as it was'");
        await _org.SetUserStateAsync("ada@example.com", UserState.Suspended, TestContext.Current.CancellationToken);
        (await PosternAsync("org", "reset")).ShouldSucceed();
        (await SignInAsync(TheOrg.Password)).ShouldBe(200);
    }

    [Fact]
    public async Task A_fork_is_started_and_ended()
    {
        var made = (await PosternAsync("org", "fork", "--lifetime", "60", "--output", "json")).ShouldSucceed();
        using var http = new HttpClient { BaseAddress = new(made.Text("url")) };

        (await http.GetAsync("/oauth2/default/v1/keys", TestContext.Current.CancellationToken)).IsSuccessStatusCode.ShouldBeTrue();
        (await PosternAsync("org", "fork", "--end", made.Text("id"))).ShouldSucceed();
        (await PosternAsync("org", "fork", "--end", made.Text("id"))).ShouldFail(2, "There is no fork of this id");
    }

    [Fact]
    public async Task A_token_is_explained_from_a_pipe_and_a_request_by_its_id()
    {
        var spa = _org.Seed.Apps.First(app => app.Kind is AppKind.Spa);
        await _org.Requests.StartAsync(TestContext.Current.CancellationToken);
        var tokens = (await new Run().With("PASSWORD", TheOrg.Password).PosternAsync(
            "token", "--issuer", $"{_org.Url}/oauth2/aus1posternOrders005", "--username", "ada@example.com", "--password", "env:PASSWORD",
            "--client-id", spa.ClientId, "--redirect-uri", spa.RedirectUris[0], "--scopes", "openid orders:read")).ShouldSucceed();
        var request = (await _org.Requests.AllAsync(new() { Endpoint = "token" }, TestContext.Current.CancellationToken))[^1];

        var why = await new Run().With("KEY", Key).After(tokens)
            .PosternAsync("explain", "--org", _org.Url, "--control-key", "env:KEY");
        var byId = await PosternAsync("explain", request.Id, "--output", "json");

        why.ShouldSucceed().Out.ShouldContain("rule Testers, for ten minutes matches, and gives openid orders:read for 600 s ← decides");
        why.Out.ShouldContain("rule Everybody else, to read matches, and gives openid orders:read for 3600 s ← would decide next");
        why.Out.ShouldContain(
            "claim role of the access token: isMemberOfGroupName(\"Testers\") ? \"tester\" : \"user\" = \"tester\", is in");
        why.Out.ShouldNotContain(tokens.Text("access_token"));
        byId.ShouldSucceed().Text("user").ShouldBe("ada@example.com");
        (await PosternAsync("explain", "4bf92f3577b34da6a3ce929d0e0e4736")).ShouldFail(2, "No request of this id is on record");
    }

    [Fact]
    public async Task What_was_never_met_is_told()
    {
        await _org.Requests.StartAsync(TestContext.Current.CancellationToken);
        await SignInAsync("Wrong-Horse-9");

        var all = await PosternAsync("org", "coverage");
        var never = await PosternAsync("org", "coverage", "--never", "--clear");

        all.ShouldSucceed().Out.ShouldContain("     1  POST /api/v1/authn\n");
        all.Out.ShouldContain(" never  GET /oauth2/{authorizationServerId}/v1/keys\n");
        all.Out.ShouldContain("     1  E0000004\n");
        never.Out.ShouldNotContain("POST /api/v1/authn\n");
        (await PosternAsync("org", "coverage", "--never")).Out.ShouldContain(" never  POST /api/v1/authn\n");
    }

    Task<Said> PosternAsync(params string[] args) =>
        new Run().With("KEY", Key).PosternAsync([.. args, "--org", _org.Url, "--control-key", "env:KEY"]);

    async Task<int> SignInAsync(string password) => (int)(await _http.PostAsync(
        "/api/v1/authn",
        new StringContent(
            $$"""{"username":"ada@example.com","password":"{{password}}"}""", System.Text.Encoding.UTF8, "application/json"),
        TestContext.Current.CancellationToken)).StatusCode;
}
