using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Postern.Cli.Tests.Acceptance;

namespace Postern.Cli.Tests.Nodes;

/// <summary>
/// What docs/deploy sets up, on this machine: three processes of the built command, their PostgreSQL, and nginx before them with the
/// configuration as it stands there.
/// </summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    const string AdminToken = "00nodesAdminTokenThatIsOfNoOtherOrg000000005";

    readonly string _folder = Directory.CreateTempSubdirectory("postern-nodes").FullName;
    readonly ConcurrentDictionary<string, Command> _nodes = [];
    PostgresServer? _postgres;
    Process? _nginx;

    /// <summary>Why it could not be set up here; null where it has been.</summary>
    public string? Missing { get; private set; }

    internal PostgresServer Postgres => _postgres!;

    /// <summary>As nginx names them: <c>127.0.0.1:40123</c>.</summary>
    public IReadOnlyList<string> Places => [.. _nodes.Keys.Order(StringComparer.Ordinal)];

    public string NodesFile => Path.Combine(_folder, "nodes.conf");

    public static string Deploy => Path.Combine(Root(), "docs", "deploy");

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsWindows() || Nginx() is null)
        {
            Missing = "nginx is not installed; ./test installs it.";
            return;
        }

        // PostgreSQL may run as somebody else, who must get through.
        File.SetUnixFileMode(
            _folder,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute |
            UnixFileMode.OtherExecute);
        _postgres = await PostgresServer.StartAsync(Directory.CreateDirectory(Path.Combine(_folder, "pg")).FullName);
        if (_postgres is null)
        {
            Missing = "PostgreSQL's server is not installed; ./test installs it.";
            return;
        }

        // All at once, on an empty database.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartAsync(0)));
        await File.WriteAllLinesAsync(NodesFile, Places.Select(place => $"server {place};"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "listen.conf"), $"listen unix:{_folder}/nginx.sock;\n");
        File.Copy(Path.Combine(Deploy, "nginx.conf"), Path.Combine(_folder, "nginx.conf"));
        _nginx = Process.Start(Nginx()!, [.. NginxArguments, "-g", $"daemon off; pid {_folder}/nginx.pid; error_log {_folder}/error.log;"]);
        await Patience.UntilAsync("nginx", () => File.Exists(Path.Combine(_folder, "nginx.sock")));
    }

    /// <summary>The command that has nginx read its files again.</summary>
    public string Reload => $"kill -HUP $(cat {_folder}/nginx.pid)";

    /// <summary>Through nginx. No cookie is kept, and nothing is sent twice but what nginx has closed a kept connection on.</summary>
    public HttpClient Client() => new(new AnewOnClosed(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        MaxConnectionsPerServer = 100,
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_folder, "nginx.sock")), ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }))
    {
        BaseAddress = new("http://okta.example.test"),
    };

    /// <summary>Straight to a node, past nginx, as somebody on its machine and as an admin.</summary>
    public HttpClient Direct(int node) => new()
    {
        BaseAddress = new($"http://{Places[node]}"), DefaultRequestHeaders = { { "Authorization", "SSWS " + AdminToken } },
    };

    /// <summary>Told to stop as a service manager would, and started anew in the same place.</summary>
    public async Task RestartAsync(string place)
    {
        using (var node = _nodes[place])
        {
            node.Signal("TERM");
            (await node.EndAsync()).ExitCode.ShouldBe(0);
        }

        await StartAsync(PortOf(place));
    }

    public void Kill(string place) => _nodes[place].Signal("KILL");

    public async Task StartAgainAsync(string place)
    {
        _nodes[place].Dispose();
        await StartAsync(PortOf(place));
    }

    /// <summary>Runs docs/deploy/rolling-restart; what it asks to be restarted, this does.</summary>
    public async Task<string> RollAsync()
    {
        using var asked = new TcpListener(IPAddress.Loopback, 0);
        asked.Start();
        using var ended = new CancellationTokenSource();
        var restarting = AnswerAsync(asked, ended.Token);
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Deploy, "rolling-restart"),
            [NodesFile, Reload, $"curl -fsS http://127.0.0.1:{((IPEndPoint)asked.LocalEndpoint).Port}/$1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await script.StandardOutput.ReadToEndAsync(CancellationToken.None).InTimeAsync("the end of the rolling restart");
        var complained = await script.StandardError.ReadToEndAsync(CancellationToken.None);
        await script.WaitForExitAsync(CancellationToken.None);
        await ended.CancelAsync();
        await restarting;
        script.ExitCode.ShouldBe(0, complained);
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
        {
            // The master ends its workers, which a kill would leave behind.
            using var kill = Process.Start("kill", ["-s", "TERM", $"{_nginx.Id}"]);
            await _nginx.WaitForExitAsync().InTimeAsync("the end of nginx");
            _nginx.Dispose();
        }

        foreach (var node in _nodes.Values)
            node.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    string[] NginxArguments => ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", Path.Combine(_folder, "error.log")];

    async Task StartAsync(int port)
    {
        var node = Command.StartWith(
            ["ADMIN_TOKEN=" + AdminToken],
            "org", "start", "--port", $"{port}", "--output", "json", "--log", "json", "--drain", "1",
            "--database", _postgres!.Url, "--public-url", "http://okta.example.test", "--api-token", "env:ADMIN_TOKEN");
        var ready = JsonDocument.Parse((await node.LineAsync())!).RootElement;
        _nodes[new Uri(ready.GetProperty("controlUrl").GetString()!).Authority] = node;
    }

    /// <summary>A path is a node to restart; the answer says that it has been done.</summary>
    async Task AnswerAsync(TcpListener asked, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                using var client = await asked.AcceptTcpClientAsync(ct);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                await RestartAsync((await reader.ReadLineAsync(ct))!.Split(' ')[1].TrimStart('/'));
                await stream.WriteAsync("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"u8.ToArray(), ct);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody asks any more.
        }
    }

    /// <summary>
    /// As curl and browsers do: where nginx closes a connection that was kept, as it does when it reads its files anew, just as a request
    /// comes in on it, nobody has read that request, and it is sent again on a new one. One that had been read would be found out: what it
    /// spent is gone.
    /// </summary>
    sealed class AnewOnClosed(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException closed) when (
                closed.HttpRequestError is HttpRequestError.ResponseEnded
                || closed.InnerException is IOException { InnerException: SocketException })
            {
                return await base.SendAsync(request, cancellationToken);
            }
        }
    }

    static int PortOf(string place) => int.Parse(place.Split(':')[1], CultureInfo.InvariantCulture);

    static string? Nginx() => ((string[])["/usr/sbin/nginx", "/usr/bin/nginx"]).FirstOrDefault(File.Exists);

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Postern.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
