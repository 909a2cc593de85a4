using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postern.Benchmarks;

/// <summary>How long a test suite waits for its org, as a process and in process, and what an idle one holds.</summary>
static class StartBenchmark
{
    const int Runs = 15;

    public static async Task RunAsync(string postern, Report report)
    {
        var (answers, tokens, idle) = (new double[Runs], new double[Runs], new double[Runs]);
        for (var run = 0; run < Runs; run++)
            (answers[run], tokens[run], idle[run]) = await MeasureProcessAsync(postern);
        var inProcess = await MeasureInProcessAsync();

        report.Add("Starting", $"Medians of {Runs} runs; the process is native and has one core.",
            new("start to first answer (discovery)", $"{answers.Median():F0} ms", "at most 60 ms"),
            new("start to first tokens (the whole technique)", $"{tokens.Median():F0} ms"),
            new("resident memory, idle", $"{idle.Median():F1} MB", "at most 40 MB"),
            new("LocalOrg.StartAsync() in a warm process", $"{inProcess.Median():F1} ms", "at most 50 ms"));
    }

    /// <summary>Milliseconds from the start of a process to its first answer.</summary>
    public static async Task<double> FirstAnswerAsync(string postern, params string[] more)
    {
        var port = FreePort();
        var from = TimeProvider.System.GetTimestamp();
        using var process = OrgProcess.Spawn(postern, port, more);
        using var connection = await ConnectAsync(new($"http://127.0.0.1:{port}"));
        await DiscoverAsync(connection, port);
        var answer = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        await ServerProcess.StopAsync(process);
        return answer;
    }

    static async Task DiscoverAsync(HttpConnection connection, int port)
    {
        var discovery = await connection.SendAsync(
            Encoding.ASCII.GetBytes($"GET /oauth2/default/.well-known/openid-configuration HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"));
        if (!discovery.Span.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidDataException(Encoding.UTF8.GetString(discovery.Span));
    }

    static async Task<(double Answer, double Tokens, double Idle)> MeasureProcessAsync(string postern)
    {
        var port = FreePort();
        var from = TimeProvider.System.GetTimestamp();
        using var process = OrgProcess.Spawn(postern, port);
        using var connection = await ConnectAsync(new($"http://127.0.0.1:{port}"));
        await DiscoverAsync(connection, port);
        var answer = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;

        // By then it listens: the line it prints names an app to sign in to.
        var ready = System.Text.Json.JsonDocument.Parse((await process.StandardOutput.ReadLineAsync())!).RootElement;
        var spa = ready.GetProperty("apps").EnumerateArray().First(app => app.GetProperty("kind").GetString() == "spa");
        await new Technique(
            connection,
            new(ready.GetProperty("url").GetString()!),
            spa.GetProperty("clientId").GetString()!,
            spa.GetProperty("redirectUris")[0].GetString()!).RunAsync(1);
        var tokens = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;

        await Task.Delay(TimeSpan.FromSeconds(1));
        var idle = ServerProcess.ResidentMegabytesOf(process.Id);
        await ServerProcess.StopAsync(process);
        return (answer, tokens, idle);
    }

    static async Task<HttpConnection> ConnectAsync(Uri server)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var connection = new HttpConnection();
            try
            {
                await connection.ConnectAsync(server);
                return connection;
            }
            catch (SocketException) when (TimeProvider.System.GetElapsedTime(from) < TimeSpan.FromSeconds(10))
            {
                connection.Dispose();
                await Task.Delay(1);
            }
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static async Task<double[]> MeasureInProcessAsync()
    {
        var milliseconds = new List<double>();
        for (var run = 0; run < Runs + 5; run++)
        {
            var from = TimeProvider.System.GetTimestamp();
            await using var org = await LocalOrg.LocalOrg.StartAsync();
            milliseconds.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
        }
        return [.. milliseconds.Skip(5)];
    }
}
