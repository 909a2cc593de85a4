namespace Postern.Benchmarks;

/// <summary>What can be measured, by name; <c>quick</c> makes the last four short, to see that they work.</summary>
static class Parts
{
    const string Quick = "quick";

    static readonly string[] All =
    [
        "server", "https", "idx", "factor", "start", "seeds", "command", "purpose", "peers", "growth", "nodes", "directory",
    ];

    public static async Task RunAsync(Contenders contenders, string[] parts)
    {
        if (parts.Except([.. All, Quick]).FirstOrDefault() is { } unknown)
            throw new ArgumentException(
                $"There is no part '{unknown}', only {string.Join(", ", All)}; '{Quick}' makes the last four short.");

        string[] named = [.. parts.Except([Quick])];
        var report = new Report(await Machine.ReadAsync(), "bench/reports", parts);
        foreach (var part in named is [] ? All : All.Intersect(named))
            await RunAsync(part, contenders, report, parts.Contains(Quick));
        report.Write();
    }

    static Task RunAsync(string part, Contenders contenders, Report report, bool isQuick) => part switch
    {
        "server" => ServerBenchmark.RunAsync(contenders.Postern, report),
        "https" => HttpsBenchmark.RunAsync(contenders.Postern, report),
        "idx" => IdxBenchmark.RunAsync(contenders.Postern, report),
        "factor" => FactorBenchmark.RunAsync(contenders.Postern, report),
        "start" => StartBenchmark.RunAsync(contenders.Postern, report),
        "seeds" => SeedBenchmark.RunAsync(contenders.Postern, report),
        "command" => CommandBenchmark.RunAsync(contenders.Postern, "bench/technique.sh", report),
        "purpose" => OnPurposeBenchmark.RunAsync(contenders.Postern, report),
        "peers" => PeersBenchmark.RunAsync(contenders, report, isQuick),
        "directory" => DirectoryBenchmark.RunAsync(contenders, report, isQuick),
        "nodes" => NodesBenchmark.RunAsync(contenders.Postern, report, isQuick),
        _ => GrowthBenchmark.RunAsync(contenders.Postern, report, isQuick),
    };
}
