using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>The native local org as a process of its own, pinned to the server's core.</summary>
sealed class OrgProcess : IAsyncDisposable
{
    readonly Process _process;

    OrgProcess(Process process, JsonElement ready)
    {
        _process = process;
        Url = ready.GetProperty("url").GetString()!;
        var spa = ready.GetProperty("apps").EnumerateArray().First(app => app.GetProperty("kind").GetString() == "spa");
        ClientId = spa.GetProperty("clientId").GetString()!;
        RedirectUri = spa.GetProperty("redirectUris")[0].GetString()!;
    }

    public string Url { get; }

    public string ClientId { get; }

    public string RedirectUri { get; }

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

    public static async Task<OrgProcess> StartAsync(string postern)
    {
        var process = Spawn(postern, port: 0);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The org did not start: " + await process.StandardError.ReadToEndAsync());
        return new(process, JsonDocument.Parse(line).RootElement);
    }

    /// <summary>A started process that nobody has waited for yet.</summary>
    public static Process Spawn(string postern, int port) => Process.Start(new ProcessStartInfo("taskset",
        ["-c", Machine.ServerCore, postern, "org", "start", "--port", port.ToString(CultureInfo.InvariantCulture), "--output", "json"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

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
