using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Postern.Cli.Tests.Acceptance;

/// <summary>A server that is told to stop while somebody is asking.</summary>
[Trait("Runs", "Last")]
public class StopTests
{
    const string Body = $$"""{"username":"ada@example.com","password":"{{TheOrg.Password}}"}""";

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_request_that_runs_is_answered_before_it_stops(string signal)
    {
        using var org = Command.Start("org", "start", "--port", "0", "--output", "json");
        var url = new Uri(JsonDocument.Parse((await org.LineAsync())!).RootElement.GetProperty("url").GetString()!);
        using var running = await ConnectAsync(url);
        using var idle = await ConnectAsync(url);
        await SendAsync(idle, "GET /.well-known/okta-organization HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await ReadUntilAsync(idle, "\"itpEnabled\":false}}");
        await SendAsync(
            running,
            "POST /api/v1/authn HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
            $"{Body.Length}\r\nExpect: 100-continue\r\n\r\n");
        await ReadUntilAsync(running, "HTTP/1.1 100 Continue\r\n\r\n");

        org.Signal(signal);
        // Closed at once: so the signal has arrived, and the org has begun to stop.
        (await RestAsync(idle)).ShouldBeEmpty();
        await SendAsync(running, Body);
        var answer = await RestAsync(running);
        var said = await org.EndAsync();

        answer.ShouldContain("HTTP/1.1 200 OK\r\n");
        answer.ShouldContain("\r\nConnection: close\r\n");
        answer.ShouldContain("\"status\":\"SUCCESS\"");
        said.ShouldSucceed().Error.ShouldBe("Stopping; requests that run may end.\nStopped.\n");
    }

    [Fact]
    public async Task Signals_are_passed_on_to_the_program_that_an_org_runs_for_and_its_exit_code_is_the_commands()
    {
        using var run = Command.Start(
            "org", "run", "--", "sh", "-c",
            "sleep 1000 & trap 'echo interrupted' INT; trap 'echo hung up' HUP; trap 'kill $!; exit 9' TERM; " +
            "echo ready; while :; do wait; done");

        (await run.LineAsync()).ShouldBe("ready");
        run.Signal("INT");
        (await run.LineAsync()).ShouldBe("interrupted");
        run.Signal("HUP");
        (await run.LineAsync()).ShouldBe("hung up");
        run.Signal("TERM");
        var said = await run.EndAsync();

        said.ExitCode.ShouldBe(9, said.Error);
    }

    // What would end the command would leave behind what it runs; many programs take these for something else than an end.
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    [InlineData("USR1")]
    [InlineData("USR2")]
    public async Task Every_signal_that_would_end_it_goes_to_the_program_that_is_run(string signal)
    {
        using var run = Command.Start(
            "exec", "-q", "--", "sh", "-c",
            $"sleep 1000 & trap 'echo got {signal}; kill $!; exit 9' {signal}; echo ready; while :; do wait; done");

        (await run.LineAsync()).ShouldBe("ready");
        run.Signal(signal);
        (await run.LineAsync()).ShouldBe($"got {signal}");
        var said = await run.EndAsync();

        said.ExitCode.ShouldBe(9, said.Error);
    }

    [Fact]
    public async Task A_socket_that_a_killed_broker_has_left_is_the_next_ones()
    {
        using var folder = new DataFolder();
        var socket = folder.File("broker.sock");
        using (var killed = Command.Start("serve", "--socket", socket))
        {
            (await killed.LineAsync()).ShouldStartWith("Tokens at unix:");
            killed.Signal("KILL");
            (await killed.EndAsync()).ExitCode.ShouldBe(137);
        }

        File.Exists(socket).ShouldBeTrue();
        using var next = Command.Start("serve", "--socket", socket);
        (await next.LineAsync()).ShouldStartWith("Tokens at unix:");
        next.Signal("TERM");

        (await next.EndAsync()).ShouldSucceed().Error.ShouldBe("Stopped.\n");
        File.Exists(socket).ShouldBeFalse();
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static async Task<TcpClient> ConnectAsync(Uri url)
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, Ct);
        return client;
    }

    static async Task SendAsync(TcpClient client, string text) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Ct);

    static async Task ReadUntilAsync(TcpClient client, string awaited)
    {
        var text = new StringBuilder();
        var part = new byte[1];
        while (!text.ToString().EndsWith(awaited, StringComparison.Ordinal)
            && await client.GetStream().ReadAsync(part, Ct).AsTask().InTimeAsync(awaited, text.ToString) == 1)
            text.Append((char)part[0]);
        text.ToString().ShouldEndWith(awaited);
    }

    static async Task<string> RestAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        return await reader.ReadToEndAsync(Ct).InTimeAsync("the end of a connection");
    }
}
