using System.Diagnostics;
using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>The load generator: this program again, pinned to the core that the server does not have.</summary>
sealed class LoadProcess : IDisposable
{
    readonly Process _process;
    readonly string _what;

    LoadProcess(Process process, string what) => (_process, _what) = (process, what);

    /// <summary>What the first flow returned, as <see cref="Benchmarks.Tokens.Describe"/> says it.</summary>
    public string Tokens { get; private set; } = "";

    public static async Task<LoadProcess> StartAsync(FlowKind kind, Target target, IEnumerable<Round> rounds)
    {
        var process = Process.Start(new ProcessStartInfo("taskset",
            [
                "-c", Machine.LoadCore, Environment.ProcessPath!, "load", kind.Key, target.Write(),
                .. rounds.Select(round => round.ToString()),
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var load = new LoadProcess(process, $"{kind.Title} at {target.Name}");
        load.Tokens = await load.LineAsync();
        return load;
    }

    /// <summary>Waits for the round that is running.</summary>
    public async Task<(int Flows, double Seconds)> RoundAsync()
    {
        var line = (await LineAsync()).Split(' ');
        return (int.Parse(line[0], CultureInfo.InvariantCulture), double.Parse(line[1], CultureInfo.InvariantCulture));
    }

    public Task NextAsync() => _process.StandardInput.WriteLineAsync();

    public async Task EndAsync()
    {
        await NextAsync();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    // What went wrong it says itself, on its standard error.
    async Task<string> LineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The load generator gave up: {_what}.");
}
