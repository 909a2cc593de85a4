using System.Diagnostics;
using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>Ten who change the directory at once, each a fixed number of times a second, in a process beside the server's core.</summary>
sealed class DirectoryWriters : IDisposable
{
    public const int Count = 10;

    /// <summary>Of each.</summary>
    public const double ChangesPerSecond = 5;

    readonly Process _process;

    DirectoryWriters(Process process) => _process = process;

    /// <summary>What they need has been made, and they are at it.</summary>
    public static async Task<DirectoryWriters> StartAsync(string url, string apiToken)
    {
        DirectoryWriters writers = new(Process.Start(new ProcessStartInfo(
            "taskset", ["-c", Machine.LoadCore, Environment.ProcessPath!, "write", url, apiToken])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
        return await writers._process.StandardOutput.ReadLineAsync() is not null
            ? writers
            : throw new InvalidOperationException("The writers gave up before they began.");
    }

    /// <summary>How many changes they have made.</summary>
    public async Task<int> StopAsync()
    {
        _process.StandardInput.Close();
        var made = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The writers gave up.");
        await _process.WaitForExitAsync();
        return int.Parse(made, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>The process itself: until its standard input ends.</summary>
    public static async Task RunAsync(string url, string apiToken)
    {
        List<DirectoryCalls> writers = [.. Enumerable.Range(0, Count).Select(_ => new DirectoryCalls(url, apiToken))];
        List<DirectoryChange[]> changes = [];
        for (var writer = 0; writer < Count; writer++)
            changes.Add(await writers[writer].MakeChangesAsync(writer));

        using CancellationTokenSource ends = new();
        List<Task<int>> writing = [];
        for (var writer = 0; writer < Count; writer++)
        {
            writing.Add(writers[writer].WriteAsync(changes[writer], ChangesPerSecond, ends.Token));
            // Nobody writes in step with nine others.
            await Task.Delay(TimeSpan.FromSeconds(1 / ChangesPerSecond / Count), CancellationToken.None);
        }

        await Console.Out.WriteLineAsync("writing");
        _ = await Console.In.ReadToEndAsync();
        await ends.CancelAsync();
        var made = await Task.WhenAll(writing);
        writers.ForEach(writer => writer.Dispose());
        await Console.Out.WriteLineAsync(made.Sum().ToString(CultureInfo.InvariantCulture));
    }
}
