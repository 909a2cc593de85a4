using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>Which machine, which commit, and how fast its cores sign: what every figure is a share of.</summary>
sealed record Machine
{
    public const string ServerCore = "0";
    public const string LoadCore = "1";

    public required string Processor { get; init; }
    public required string System { get; init; }
    public required string Commit { get; init; }

    public static async Task<Machine> ReadAsync() => new()
    {
        Processor = (await LineAsync("/proc/cpuinfo", "model name")).Split(": ")[1] + $", {Environment.ProcessorCount} cores",
        System = $"{(await LineAsync("/etc/os-release", "PRETTY_NAME")).Split('"')[1]}, .NET {Environment.Version}",
        Commit = (await Run.OutputAsync("git", ["describe", "--always", "--dirty"])).Trim(),
    };

    /// <summary>RSA-2048 signatures per second on the server's core, as OpenSSL counts them.</summary>
    public static async Task<double> SignaturesPerSecondAsync(int seconds)
    {
        var output = await Run.OutputAsync("taskset", ["-c", ServerCore, "openssl", "speed", "-mr", "-seconds", $"{seconds}", "rsa2048"]);
        // +F2:index:bits:signatures per second:verifications per second
        var line = output.Split('\n').First(line => line.StartsWith("+F2:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[3], CultureInfo.InvariantCulture);
    }

    /// <summary>The one-minute load average: what else the machine was doing.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    static async Task<string> LineAsync(string file, string start) =>
        (await File.ReadAllLinesAsync(file)).First(line => line.StartsWith(start, StringComparison.Ordinal));
}
