using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Postern.Cli.Tests.Commands;
using Postern.Cli.Tests.Settings;

namespace Postern.Cli.Tests.Keeping;

/// <summary>A broker of tokens for its user's programs, and for no page of the web.</summary>
public sealed class ServeTests(KeptOrg org) : IClassFixture<KeptOrg>, IDisposable
{
    const string Key = "k-0123456789abcdef";

    readonly Person _person = new();

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    Run Run => _person.Run with { Time = org.Time, Environment = new() { ["PASSWORD"] = TheOrg.Password, ["KEY"] = Key } };

    string Socket => Path.Combine(_person.Home, "run", "broker.sock");

    [Fact]
    public async Task A_program_asks_over_the_socket_and_gets_what_token_prints_but_for_what_renews_it()
    {
        _person.Profiles(org.Profile("openid offline_access"));
        await using var broker = await Serving.StartAsync(Run, "--socket", Socket);
        using var http = OverSocket();

        var got = await JsonAsync(await http.GetAsync("/token/dev", Ct));

        var token = (await Run.PosternAsync("token")).ShouldSucceed();
        got.GetProperty("access_token").GetString().ShouldBe(token.Text("access_token"));
        got.GetProperty("expires_in").GetInt32().ShouldBe(3600);
        got.TryGetProperty("refresh_token", out _).ShouldBeFalse();
        (await JsonAsync(await http.GetAsync("/token/dev?token=id", Ct))).GetProperty("token").GetString().ShouldBe(token.Text("id_token"));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.GetDirectoryName(Socket)!)
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task Kubernetes_has_its_own_shape_here_and_on_the_command_line()
    {
        _person.Profiles(org.Profile());
        await using var broker = await Serving.StartAsync(Run, "--socket", Socket);
        using var http = OverSocket();

        var got = await (await http.GetAsync("/kubernetes/dev?token=id", Ct)).Content.ReadAsStringAsync(Ct);

        var printed = (await Run.PosternAsync("token", "--output", "kubernetes", "--token", "id")).ShouldSucceed().Json;
        JsonElement.DeepEquals(JsonDocument.Parse(got).RootElement, printed).ShouldBeTrue(got);
        got.ShouldStartWith("""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"eyJ""");
    }

    [Fact]
    public async Task Whoever_polls_is_told_when_the_token_is_another_and_never_the_token()
    {
        _person.Profiles(org.Profile());
        await using var broker = await Serving.StartAsync(Run, "--socket", Socket);
        using var http = OverSocket();

        using var first = await http.GetAsync("/metadata/dev", Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/metadata/dev") { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await http.SendAsync(again, Ct);

        var text = await first.Content.ReadAsStringAsync(Ct);
        text.ShouldContain("\"username\":\"ada@example.com\"");
        text.ShouldHoldNoToken();
        ((int)second.StatusCode).ShouldBe(304);
        (await (await http.GetAsync("/metadata", Ct)).Content.ReadAsStringAsync(Ct)).ShouldBe("{\"profiles\":[\"dev\"]}\n");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "http://localhost", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 403)]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("Host", "127.0.0.1.evil.example", 403)]
    [InlineData("Authorization", "Bearer k-0123456789abcdeg", 401)]
    [InlineData("Authorization", "Basic k-0123456789abcdef", 401)]
    [InlineData("X-None", "", 401)]
    public async Task A_page_and_whoever_has_not_the_key_get_nothing(string header, string value, int status)
    {
        _person.Profiles(org.Profile());
        await using var broker = await Serving.StartAsync(Run, "--port", "0", "--key", "env:KEY");
        using var http = new HttpClient { BaseAddress = new(broker.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/token/dev");
        if (header is not ("Authorization" or "X-None"))
            request.Headers.Authorization = new("Bearer", Key);
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await http.SendAsync(request, Ct);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldStartWith("{\"code\":\"refused\",\"message\":");
    }

    [Fact]
    public async Task Whoever_has_the_key_that_was_made_is_answered_and_only_GET_is()
    {
        _person.Profiles(org.Profile());
        await using var broker = await Serving.StartAsync(Run, "--port", "0");
        using var http = new HttpClient { BaseAddress = new(broker.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", broker.Key);

        ((int)(await http.GetAsync("/token/dev", Ct)).StatusCode).ShouldBe(200);
        ((int)(await http.GetAsync("/health", Ct)).StatusCode).ShouldBe(200);
        ((int)(await http.PostAsync("/token/dev", null, Ct)).StatusCode).ShouldBe(405);
        ((int)(await http.GetAsync("/token/nobody", Ct)).StatusCode).ShouldBe(404);
        ((int)(await http.GetAsync("/elsewhere", Ct)).StatusCode).ShouldBe(404);
        ((int)(await http.GetAsync("/token/dev?min_ttl=soon", Ct)).StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_as_the_command_tells_it()
    {
        _person.Profiles(org.Profile());
        await using var broker = await Serving.StartAsync(Run.With("PASSWORD", "wrong-horse"), "--socket", Socket);
        using var http = OverSocket();

        using var response = await http.GetAsync("/token/dev", Ct);

        ((int)response.StatusCode).ShouldBe(403);
        var said = await response.Content.ReadAsStringAsync(Ct);
        said.ShouldContain("\"code\":\"authentication_refused\"");
        said.ShouldNotContain("wrong-horse");
    }

    [Fact]
    public async Task Whoever_polls_after_a_refusal_is_answered_from_memory_and_the_password_is_sent_once_until_it_is_another()
    {
        var secret = Path.Combine(_person.Home, "secret");
        await File.WriteAllTextAsync(secret, "wrong-horse", Ct);
        _person.Profiles(org.Profile().Replace("env:PASSWORD", $"file:{secret}", StringComparison.Ordinal));
        await using var broker = await Serving.StartAsync(Run, "--socket", Socket);
        using var http = OverSocket();
        var asked = await org.AskedAsync("/api/v1/authn");

        (await PollAsync(http)).ShouldBe((403, 30));
        org.Time.Advance(TimeSpan.FromSeconds(20));
        (await PollAsync(http, "kubernetes")).ShouldBe((403, 10));
        org.Time.Advance(TimeSpan.FromSeconds(10));
        (await PollAsync(http)).ShouldBe((403, 60), "the same password, which is looked at and not sent");
        (await org.AskedAsync("/api/v1/authn")).ShouldBe(asked + 1);

        await File.WriteAllTextAsync(secret, TheOrg.Password, Ct);
        (await PollAsync(http)).ShouldBe((403, 60), "nobody looks before the pause is over");
        org.Time.Advance(TimeSpan.FromSeconds(60));
        (await PollAsync(http)).ShouldBe((200, 0));
        (await org.AskedAsync("/api/v1/authn")).ShouldBe(asked + 2);
    }

    [Fact]
    public async Task What_is_refused_for_another_reason_is_tried_again_after_pauses_that_grow()
    {
        _person.Profiles(org.Profile(user: "una@example.com"));
        await using var broker = await Serving.StartAsync(Run, "--socket", Socket);
        using var http = OverSocket();

        (await PollAsync(http)).ShouldBe((403, 30));
        var asked = await org.AskedAsync();
        (await PollAsync(http)).ShouldBe((403, 30));
        (await org.AskedAsync()).ShouldBe(asked);
        org.Time.Advance(TimeSpan.FromSeconds(30));
        (await PollAsync(http)).ShouldBe((403, 60));
        (await org.AskedAsync()).ShouldBeGreaterThan(asked);
    }

    [Fact]
    public async Task A_file_whose_profile_is_refused_is_told_of_once_and_gets_its_token_when_the_password_is_right()
    {
        var time = new AwaitedTime(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        await using var own = await LocalOrg.LocalOrg.StartAsync(new() { Time = time.OfTheOrg, RecordsRequests = true }, Ct);
        var (secret, file) = (Path.Combine(_person.Home, "secret"), Path.Combine(_person.Home, "dev.token"));
        await File.WriteAllTextAsync(secret, "wrong-horse", Ct);
        _person.Profiles(
            org.Profile().Replace(org.Org.Url, own.Url, StringComparison.Ordinal)
                .Replace("env:PASSWORD", $"file:{secret}", StringComparison.Ordinal));
        await using var broker = await Serving.StartAsync(Run with { Time = time }, "--socket", Socket, "--keep-file", $"dev={file}");

        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));
        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromSeconds(60));
        await File.WriteAllTextAsync(secret, TheOrg.Password, Ct);
        time.Advance(TimeSpan.FromSeconds(60));
        await time.WaitedForAsync(Ct);

        (await File.ReadAllTextAsync(file, Ct)).ShouldStartWith("eyJ");
        broker.Error.Split('\n').Count(line => line.Contains("keeps the token it has", StringComparison.Ordinal)).ShouldBe(1);
        (await own.Requests.AllAsync(null, Ct)).Count(request => request.Path == "/api/v1/authn").ShouldBe(2);
    }

    [Fact]
    public async Task A_second_broker_is_refused_and_the_socket_goes_with_the_first()
    {
        _person.Profiles(org.Profile());
        Directory.CreateDirectory(Path.GetDirectoryName(Socket)!);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.GetDirectoryName(Socket)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Socket, "left by one that was killed", Ct);
        await using (await Serving.StartAsync(Run, "--socket", Socket))
            (await Run.PosternAsync("serve", "--socket", Socket)).ShouldFail(2, $"A broker runs at {Socket} already.");

        File.Exists(Socket).ShouldBeFalse();
    }

    [Fact]
    public async Task A_file_holds_a_token_that_lasts_as_long_as_the_broker_runs()
    {
        var time = new AwaitedTime(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        await using var own = await LocalOrg.LocalOrg.StartAsync(new() { Time = time.OfTheOrg }, Ct);
        _person.Profiles(org.Profile().Replace(org.Org.Url, own.Url, StringComparison.Ordinal));
        var file = Path.Combine(_person.Home, "dev.token");
        await using var broker = await Serving.StartAsync(Run with { Time = time }, "--socket", Socket, "--keep-file", $"dev={file}");

        await time.WaitedForAsync(Ct);
        var first = await File.ReadAllTextAsync(file, Ct);
        // Renewed two minutes before it expires, and not before.
        time.Advance(TimeSpan.FromMinutes(57));
        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromMinutes(1));
        (await File.ReadAllTextAsync(file, Ct)).ShouldBe(first);
        time.Advance(TimeSpan.FromMinutes(1));
        await time.WaitedForAsync(Ct);

        first.ShouldStartWith("eyJ");
        var second = await File.ReadAllTextAsync(file, Ct);
        second.ShouldStartWith("eyJ");
        second.ShouldNotBe(first);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_machine_that_was_asleep_has_its_file_renewed_when_it_wakes_up()
    {
        var time = new AwaitedTime(new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));
        await using var own = await LocalOrg.LocalOrg.StartAsync(new() { Time = time.OfTheOrg }, Ct);
        _person.Profiles(org.Profile().Replace(org.Org.Url, own.Url, StringComparison.Ordinal));
        var file = Path.Combine(_person.Home, "dev.token");
        await using var broker = await Serving.StartAsync(Run with { Time = time }, "--socket", Socket, "--keep-file", $"dev={file}");

        (await time.WaitedForAsync(Ct)).ShouldBe(TimeSpan.FromMinutes(1));
        var first = await File.ReadAllTextAsync(file, Ct);
        // The clock goes on meanwhile, and no timer does.
        time.AdjustTime(time.GetUtcNow().AddHours(9));
        time.Advance(TimeSpan.FromMinutes(1));
        await time.WaitedForAsync(Ct).InTimeAsync("the next token");

        (await File.ReadAllTextAsync(file, Ct)).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_broker_whose_deadline_is_over_ends_as_one_that_is_told_to_stop()
    {
        var time = new FakeTimeProvider();
        using var output = new Heard();
        var running = PosternCommand.RunAsync(
            ["serve", "--socket", Socket, "--deadline", "600"], (Run with { Time = time }).Terminal(output, TextWriter.Null), Ct);
        await output.LineWithAsync("Tokens at ");

        time.Advance(TimeSpan.FromMinutes(10));

        (await running.InTimeAsync("the end of the broker")).ShouldBe(0);
        File.Exists(Socket).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--socket and --port are both given.", "--socket", "x", "--port", "0")]
    [InlineData("--key is for --port.", "--key", "env:KEY")]
    [InlineData("--key is too short to be one.", "--port", "0", "--key", "env:SHORT")]
    [InlineData("--keep-file wants PROFILE=FILE.", "--keep-file", "x")]
    [InlineData("There is no profile nobody.", "--keep-file", "nobody=x")]
    public async Task A_slip_is_named(string because, params string[] args) =>
        (await Run.With("SHORT", "12345").PosternAsync(["serve", .. args])).ShouldFail(2, because);

    HttpClient OverSocket() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new("http://localhost"),
    };

    static async Task<(int Status, int RetryAfter)> PollAsync(HttpClient http, string what = "token")
    {
        using var response = await http.GetAsync($"/{what}/dev", Ct);
        return ((int)response.StatusCode, (int)(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0));
    }

    static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Ct);
        ((int)response.StatusCode).ShouldBe(200, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public void Dispose() => _person.Dispose();

    /// <summary>A broker that runs until it is disposed.</summary>
    sealed class Serving(Task<int> end, CancellationTokenSource stop, JsonElement ready, Heard error) : IAsyncDisposable
    {
        public string Error => error.ToString();

        public string Url => ready.GetProperty("url").GetString()!;

        public string Key => ready.GetProperty("key").GetString()!;

        public static async Task<Serving> StartAsync(Run run, params string[] args)
        {
            var (output, error, stop) = (new Heard(), new Heard(), new CancellationTokenSource());
            var end = PosternCommand.RunAsync(["serve", "--output", "json", .. args], run.Terminal(output, error), stop.Token);
            var ready = output.LineWithAsync("\"url\":");
            if (await Task.WhenAny(ready, end) == end)
                Assert.Fail(error.ToString());
            return new(end, stop, JsonDocument.Parse(await ready).RootElement, error);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            (await end.InTimeAsync("the end of the broker")).ShouldBe(0);
            stop.Dispose();
        }
    }
}
