using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>Whether an org in a file notices how many people and refresh tokens are in it.</summary>
static class GrowthBenchmark
{
    /// <summary>Longer than the half minute after which the org sweeps: a sweep must not be felt either.</summary>
    static readonly TimeSpan Length = TimeSpan.FromSeconds(34);

    public static async Task RunAsync(string postern, Report report, bool isQuick)
    {
        var folder = Directory.CreateTempSubdirectory("postern-growth-").FullName;
        try
        {
            var file = Path.Combine(folder, "org.db");
            await OrgFile.CreateAsync(file);
            await GrowthFill.AddTemplatesAsync(postern, file);
            var points = new List<GrowthPoint>();
            foreach (var size in (int[])[10_000, 100_000, 1_000_000])
            {
                var from = TimeProvider.System.GetTimestamp();
                GrowthFill.Add(file, after: points is [.., var last] ? last.Size : 0, to: size);
                Console.WriteLine(
                    $"{size:N0} users and refresh tokens, filled in {TimeProvider.System.GetElapsedTime(from).TotalSeconds:F1} s");
                points.Add(await MeasureAsync(postern, file, size, isQuick ? TimeSpan.FromSeconds(3) : Length));
            }
            GrowthReport.Write(report, points);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<GrowthPoint> MeasureAsync(string postern, string file, int size, TimeSpan length)
    {
        var from = TimeProvider.System.GetTimestamp();
        await using var org = await OrgProcess.StartAsync(postern, file);
        var start = TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        var idle = org.ResidentMegabytes;

        var output = await Run.OutputAsync(
            "taskset", ["-c", Machine.LoadCore, Environment.ProcessPath!, "probe", org.Target.Write(), $"{size}", $"{Round.Of(length)}"]);
        var latencies = JsonSerializer.Deserialize<Latencies>(output)!;
        return new(size, start, idle, org.ResidentMegabytes, new FileInfo(file).Length / 1e6, latencies);
    }
}

/// <summary>What was measured with so many users and as many refresh tokens: milliseconds, megabytes.</summary>
sealed record GrowthPoint(int Size, double Start, double Idle, double Resident, double File, Latencies Latencies);

/// <summary>Milliseconds, one by one.</summary>
sealed record Latencies(double[] SignIn, double[] Refresh);
