using System.Diagnostics;

namespace Postern.Cli.Tests.Nodes;

/// <summary>
/// A PostgreSQL of its own, which a test may restart under everybody's feet. It listens on a socket in a folder and nowhere else.
/// </summary>
sealed class PostgresServer : IAsyncDisposable
{
    readonly string _bin;
    readonly string _data;
    readonly string _sockets;
    readonly bool _isRoot = Environment.UserName is "root";

    PostgresServer(string bin, string folder) =>
        (_bin, _data, _sockets) = (bin, Path.Combine(folder, "data"), Path.Combine(folder, "s"));

    /// <summary>The folder of its programs; null where none is installed.</summary>
    public static string? Bin { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(found => File.Exists(Path.Combine(found, "initdb")))
        : null;

    /// <summary>As <c>--database</c> takes it.</summary>
    public string Url => $"postgres://postern@{Uri.EscapeDataString(_sockets)}/postgres";

    public string Keywords => $"Host={_sockets};Username=postern;Database=postgres;Pooling=false";

    /// <summary>Null where none is installed.</summary>
    public static async Task<PostgresServer?> StartAsync(string folder)
    {
        if (Bin is null)
            return null;

        PostgresServer server = new(Bin, folder);
        Directory.CreateDirectory(server._sockets);
        if (server._isRoot)
            await RunAsync("chown", ["-R", "postgres", folder]);
        await server.ToolAsync(
            "initdb", "-D", server._data, "-U", "postern", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        await server.ControlAsync("start");
        return server;
    }

    public Task RestartAsync() => ControlAsync("restart");

    public async ValueTask DisposeAsync() => await ToolAsync("pg_ctl", "-D", _data, "-m", "immediate", "-w", "stop");

    /// <summary>At the ends of its shutdown it cuts off whoever is connected, as a machine that is rebooted does.</summary>
    Task ControlAsync(string verb) => ToolAsync(
        "pg_ctl", "-D", _data, "-m", "fast", "-w", "-l", _data + "/server.log", "-o",
        $"-c listen_addresses='' -c unix_socket_directories='{_sockets}' -c fsync=off -c max_connections=100", verb);

    // It refuses to run as root.
    Task ToolAsync(string tool, params string[] args) => _isRoot
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_bin, tool), .. args])
        : RunAsync(Path.Combine(_bin, tool), args);

    static async Task RunAsync(string program, string[] args)
    {
        // No pipes: the server that it leaves behind would hold them open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. args])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync(CancellationToken.None).InTimeAsync($"the end of {program}");
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', args)}");
    }
}
