using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Postern.Cli.Tests.Acceptance;

namespace Postern.Cli.Tests.Commands;

public class NetworkTests(TheOrg org)
{
    [Fact]
    public async Task An_unknown_host_is_named_with_where_to_look() =>
        await UnreachableAsync("https://no-such-org.invalid", "no-such-org.invalid", "Check");

    [Fact]
    public async Task A_port_where_nothing_listens_is_named_with_where_to_look()
    {
        // Taken, so that nobody else listens there meanwhile, and not listened at.
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await UnreachableAsync(
            $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndPoint!).Port}", "127.0.0.1", "whether something listens there");
    }

    [Fact]
    public async Task An_org_that_does_not_answer_in_time_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        await UnreachableAsync(
            $"http://{silent.LocalEndpoint}", "No answer in time: the metadata request to http://", "--timeout", "--timeout", "0.2");
    }

    [Fact]
    public async Task A_deadline_ends_the_whole_however_long_each_answer_may_take()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var said = await Run.Postern("discover", "--org", $"http://{silent.LocalEndpoint}", "--deadline", "0.05");

        said.ShouldFail(7, "It was not done within the 0.05 s of --deadline.");
        said.Error.ShouldContain("hint: -v shows what it waited for");
    }

    [Fact]
    public async Task A_deadline_of_a_trace_ends_what_it_traces_and_is_told_as_one()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var time = new FakeTimeProvider();
        var running = new Run { Time = time }.PosternAsync(
            "trace", "--deadline", "30", "--", "discover", "--org", $"http://{silent.LocalEndpoint}");
        using var asking = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync("a connection");
        time.Advance(TimeSpan.FromSeconds(30));
        var said = await running;

        said.ExitCode.ShouldBe(7, said.Error);
        said.Error.ShouldContain("It was not done within the 30 s of --deadline.");
        said.Out.ShouldContain("/.well-known/openid-configuration: no answer");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_trusted_with_ca_file()
    {
        await using var tls = await TlsOrg.StartAsync(TestContext.Current.CancellationToken);

        await UnreachableAsync(tls.Org.Url, "SSL connection", "--ca-file");
        (await TokenAsync(tls.Org.Url, "--ca-file", tls.CaFile)).ShouldSucceed().Text("issuer").ShouldStartWith("https://localhost:");
    }

    [Fact]
    public async Task A_server_that_sends_its_certificate_alone_is_trusted_with_root_and_intermediate_together_which_the_hint_says()
    {
        await using var tls = await TlsOrg.StartWithoutIntermediateAsync(TestContext.Current.CancellationToken);

        await UnreachableAsync(tls.Org.Url, "PartialChain", "root and the intermediate certificates together");
        await UnreachableAsync(tls.Org.Url, "PartialChain", "root and the intermediate certificates together", "--ca-file", tls.CaFile);
        (await TokenAsync(tls.Org.Url, "--ca-file", tls.ChainFile)).ShouldSucceed();
    }

    [Fact]
    public async Task A_certificate_for_another_host_says_so_and_not_that_a_root_is_missing()
    {
        await using var tls = await TlsOrg.StartAsync(TestContext.Current.CancellationToken);

        await UnreachableAsync(
            tls.Org.Url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal),
            "RemoteCertificateNameMismatch",
            "for another host",
            "--ca-file",
            tls.CaFile);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_says_so_and_not_that_a_root_is_missing()
    {
        await using var tls = await TlsOrg.StartExpiredAsync(TestContext.Current.CancellationToken);

        await UnreachableAsync(tls.Org.Url, "NotTimeValid", "have it renewed, or set this machine's clock", "--ca-file", tls.CaFile);
    }

    [Fact]
    [Trait("Runs", "Last")]
    public async Task The_password_of_a_proxy_that_refuses_is_not_printed()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var stop = new CancellationTokenSource();
        _ = AnswerAllAsync(
            proxy,
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: " +
            "close\r\n\r\n",
            stop.Token);
        // In a process of its own: the proxy of this one is every other test's as well.
        using var shell = Command.Shell(
            $"https_proxy=http://u:p%40ss-word@{proxy.LocalEndpoint} postern {string.Join(' ', Args("https://no-such-org.invalid"))} -v");

        var said = await shell.EndAsync();
        await stop.CancelAsync();

        said.ShouldFail(7, $"the proxy {proxy.LocalEndpoint} answered 407");
        said.Error.ShouldNotContain("ss-word");
        said.Error.ShouldContain("HTTPS_PROXY");
    }

    [Theory]
    [InlineData("/no/such/file.pem", "cannot be read")]
    [InlineData("/dev/null", "holds no certificate")]
    public async Task A_ca_file_without_certificates_is_a_usage_error(string file, string because) =>
        (await TokenAsync(org.Org.Url, "--ca-file", file)).ShouldFail(2, because);

    [Theory]
    [InlineData(8, "server_error", "503 Service Unavailable", "Retry-After: 3600")]
    [
        InlineData(
            6,
            "rate_limited",
            "429 Too Many Requests",
            "X-Rate-Limit-Limit: 600\r\nX-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: 4000000000"),
    ]
    public async Task An_org_that_is_out_of_order_or_overrun_has_exit_codes_of_its_own(
        int exitCode, string code, string status, string headers)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        _ = AnswerAllAsync(listener, $"HTTP/1.1 {status}\r\n{headers}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", stop.Token);

        var said = await TokenAsync($"http://{listener.LocalEndpoint}", "--output", "json");
        await stop.CancelAsync();

        said.ExitCode.ShouldBe(exitCode, said.Error);
        said.JsonError.GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task A_wait_for_the_rate_limit_is_as_long_as_the_flag_allows()
    {
        using var busy = new ScriptedOrg();
        busy.Json("/.well-known/openid-configuration", "{}", "429 Too Many Requests", "X-Rate-Limit-Limit: 60\r\nRetry-After: 30\r\n");

        var said = await Run.Postern("discover", "--org", busy.Url, "--auth-server", "org", "--max-wait", "0");

        said.ExitCode.ShouldBe(6, said.Error);
        said.Error.ShouldContain("--max-wait");
        said.Error.ShouldNotContain("MaxRateLimitWait");
    }

    [Fact]
    public async Task Tokens_of_an_org_whose_clock_was_moved_are_refused_with_the_flag_that_takes_them()
    {
        await using var moved = await LocalOrg.LocalOrg.StartAsync(
            new() { Time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(20)) },
            TestContext.Current.CancellationToken);

        var said = await TokenAsync(moved.Url);
        said.ExitCode.ShouldBe(9, said.Error);
        said.Error.ShouldContain("--clock-skew");
        said.Error.ShouldNotContain("ClockSkew");

        (await TokenAsync(moved.Url, "--clock-skew", "1800")).ShouldSucceed();
    }

    [Fact]
    public async Task Being_interrupted_exits_with_130()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        using var error = new Heard();

        var running = PosternCommand.RunAsync(Args($"http://{silent.LocalEndpoint}"), org.Run.Terminal(TextWriter.Null, error), stop.Token);
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask()
            .InTimeAsync("a connection of the command", error.ToString);
        await stop.CancelAsync();

        (await running.InTimeAsync("the end of an interrupted command", error.ToString)).ShouldBe(130);
        error.ToString().ShouldBe($"error: Interrupted.{Environment.NewLine}");
    }

    async Task UnreachableAsync(string orgUrl, string because, string hint, params string[] args)
    {
        var said = await TokenAsync(orgUrl, args);
        said.ShouldFail(7, because);
        said.Error.ShouldContain(hint);

        var script = await TokenAsync(orgUrl, [.. args, "--output", "json"]);
        script.JsonError.GetProperty("code").GetString().ShouldBe("network");
        script.JsonError.GetProperty("hint").GetString()!.ShouldContain(hint);
    }

    Task<Said> TokenAsync(string orgUrl, params string[] args) => org.Run.PosternAsync([.. Args(orgUrl), .. args]);

    string[] Args(string orgUrl) => ["token", "--org", orgUrl, "--username", "ada@example.com", "--password", "env:PASSWORD", .. org.AsSpa];

    static async Task AnswerAllAsync(TcpListener listener, string answer, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(ct);
            var request = new byte[8192];
            _ = await client.GetStream().ReadAsync(request, ct);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), ct);
        }
    }
}
