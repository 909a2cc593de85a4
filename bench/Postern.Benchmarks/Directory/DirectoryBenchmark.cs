using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Benchmarks;

/// <summary>
/// What the Management API takes, whether it notices how many users there are, and whether sign-ins notice who changes them.
/// </summary>
static class DirectoryBenchmark
{
    const string ApiToken = "00benchmark-token-that-is-no-secret-0123456";
    const string PeersToken = "test_token_admin";
    const int Writers = 10;

    /// <summary>Of each writer.</summary>
    const double ChangesPerSecond = 5;

    public static async Task RunAsync(Contenders contenders, Report report, bool isQuick)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("postern-directory-").FullName;
        try
        {
            var file = Path.Combine(folder, "org.db");
            await (await LocalOrg.LocalOrg.StartAsync(
                new() { DataFile = file, Seed = OrgSeed.Default with { ApiTokens = [ApiToken] } })).DisposeAsync();
            await GrowthFill.AddTemplatesAsync(contenders.Postern, file);
            List<DirectoryPoint> points = [];
            foreach (var size in isQuick ? (int[])[1_000, 4_000] : [10_000, 50_000, 200_000])
            {
                GrowthFill.Add(file, after: points is [.., var last] ? last.Size : 0, to: size);
                points.Add(new(size, await TimeAsync(contenders.Postern, file, size, isQuick)));
            }

            var peer = await TimePeerAsync(contenders, isQuick);
            var (alone, beside) = await SignInsAsync(contenders.Postern, file, points[^1].Size, isQuick);
            DirectoryReport.Write(report, points, peer, alone, beside);
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<Dictionary<string, double[]>> TimeAsync(string postern, string file, int size, bool isQuick)
    {
        await using var org = await OrgProcess.StartAsync(postern, file);
        using DirectoryCalls calls = new(org.Url, ApiToken);
        var login = GrowthFill.Login(size / 2);
        _ = await calls.TimeAsync($"profile.email eq \"{login}\" and profile.lastName eq \"Active\"", 10);
        return await calls.TimeAsync($"profile.email eq \"{login}\" and profile.lastName eq \"Active\"", isQuick ? 20 : 200);
    }

    /// <summary>Null where it is not installed.</summary>
    static async Task<Dictionary<string, double[]>?> TimePeerAsync(Contenders contenders, bool isQuick)
    {
        if (!System.IO.Directory.Exists(Path.Combine(contenders.NodePeers, "node_modules/emulate")))
            return null;

        var process = await ServerProcess.StartAsync(
            PeersBenchmark.Node(contenders.NodePeers), ["--no-warnings", Path.Combine(contenders.NodePeers, "emulate.mjs")]);
        await using (process)
        {
            using DirectoryCalls calls = new(Target.Read(process.Line).Url, PeersToken);
            _ = await calls.TimeAsync("", 10);
            return await calls.TimeAsync("", isQuick ? 20 : 200);
        }
    }

    /// <summary>Sign-ins of a fixed low rate, by themselves, and while writers change the directory.</summary>
    static async Task<(double[] Alone, double[] Beside)> SignInsAsync(string postern, string file, int size, bool isQuick)
    {
        await using var org = await OrgProcess.StartAsync(postern, file);
        var length = Round.Of(TimeSpan.FromSeconds(isQuick ? 3 : 15));
        _ = await ProbeAsync(org, size, Round.Of(TimeSpan.FromSeconds(3)));
        var alone = await ProbeAsync(org, size, length);
        using CancellationTokenSource ends = new();
        var writers = Enumerable.Range(0, Writers).Select(_ => new DirectoryCalls(org.Url, ApiToken)).ToList();
        var writing = writers.ConvertAll(writer => writer.WriteAsync(ChangesPerSecond, ends.Token));
        var beside = await ProbeAsync(org, size, length);
        await ends.CancelAsync();
        await Task.WhenAll(writing);
        writers.ForEach(writer => writer.Dispose());
        return (alone, beside);
    }

    static async Task<double[]> ProbeAsync(OrgProcess org, int size, Round length) => JsonSerializer.Deserialize<Latencies>(
        await Run.OutputAsync(
            "taskset", ["-c", Machine.LoadCore, Environment.ProcessPath!, "probe", org.Target.Write(), $"{size}", $"{length}"]))!.SignIn;
}

/// <summary>Milliseconds of each kind of call with so many users.</summary>
sealed record DirectoryPoint(int Size, Dictionary<string, double[]> Taken);
