using System.Diagnostics;
using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>A server as a process of its own, pinned to the server's core, which has printed one line: that it listens.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly Process _process;

    ServerProcess(Process process, string line) => (_process, Line) = (process, line);

    public string Line { get; }

    public double ResidentMegabytes => ResidentMegabytesOf(_process.Id);

    /// <summary>CPU time it has used, all threads.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments)
    {
        var process = Spawn(program, arguments);
        // Read on, lest a talkative server wait for a reader.
        var errors = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync();
        return new(process, line ?? throw new InvalidOperationException($"{program} did not start: {await errors}"));
    }

    /// <summary>A started process that nobody has waited for yet.</summary>
    public static Process Spawn(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("taskset", ["-c", Machine.ServerCore, program, .. arguments]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(_process);
        _process.Dispose();
    }

    public static async Task StopAsync(Process process)
    {
        _ = await Run.OutputAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
    }

    public static double ResidentMegabytesOf(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
