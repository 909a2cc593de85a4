using System.Text.Json;
using Postern.LocalOrg;

namespace Postern.Benchmarks;

/// <summary>
/// What the Management API takes, whether it notices how many users there are, and whether sign-ins notice who changes them.
/// </summary>
static class DirectoryBenchmark
{
    const string ApiToken = "00benchmark-token-that-is-no-secret-0123456";

    /// <summary>The one that emulate always has.</summary>
    const string PeersToken = "test_token_admin";

    /// <summary>Of emulate's pages none is longer than 100, whatever its limit is said to be; it begins with one or two users.</summary>
    static readonly DirectoryWords PeersWords =
        new(["/api/v1/users?per_page=100&page=1", "/api/v1/users?per_page=100&page=2"], Search: null, Missing: 200);

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
                Console.WriteLine($"{size:N0} users: measured");
            }

            DirectoryReport.Write(report, points, await TimePeerAsync(contenders, isQuick));
            DirectoryReport.Write(report, await SignInsAsync(contenders.Postern, file, points[^1].Size, isQuick));
            DirectoryReport.Write(report, await LogCost.MeasureAsync(contenders.Postern, file, isQuick));
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
        DirectoryWords words = new(
            ["/api/v1/users?limit=200"],
            $"profile.email eq \"{GrowthFill.Login(size / 2)}\" and profile.lastName eq \"Active\"", Missing: 0);
        await calls.FillAsync(words);
        _ = await calls.TimeAsync(words, 10);
        return await calls.TimeAsync(words, isQuick ? 20 : 200);
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
            await calls.FillAsync(PeersWords);
            _ = await calls.TimeAsync(PeersWords, 10);
            return await calls.TimeAsync(PeersWords, isQuick ? 20 : 200);
        }
    }

    /// <summary>Sign-ins of a fixed low rate, by themselves, and while writers change the directory, turn and turn about.</summary>
    static async Task<SignInsBesideWriters> SignInsAsync(string postern, string file, int size, bool isQuick)
    {
        await using var org = await OrgProcess.StartAsync(postern, file);
        var length = Round.Of(TimeSpan.FromSeconds(isQuick ? 3 : 12));
        _ = await ProbeAsync(org, size, Round.Of(TimeSpan.FromSeconds(3)));
        List<double> alone = [], beside = [];
        var changes = 0;
        for (var turn = 0; turn < (isQuick ? 1 : 3); turn++)
        {
            alone.AddRange(await ProbeAsync(org, size, length));
            using var writers = await DirectoryWriters.StartAsync(org.Url, ApiToken);
            beside.AddRange(await ProbeAsync(org, size, length));
            changes += await writers.StopAsync();
        }

        return new(alone, beside, changes);
    }

    static async Task<double[]> ProbeAsync(OrgProcess org, int size, Round length) => JsonSerializer.Deserialize<Latencies>(
        await Run.OutputAsync(
            "taskset", ["-c", Machine.LoadCore, Environment.ProcessPath!, "probe", org.Target.Write(), $"{size}", $"{length}"]))!.SignIn;
}

/// <summary>Milliseconds of each kind of call with so many users.</summary>
sealed record DirectoryPoint(int Size, Dictionary<string, double[]> Taken);

/// <summary>Milliseconds of each sign-in, and how many changes were made meanwhile.</summary>
sealed record SignInsBesideWriters(List<double> Alone, List<double> Beside, int Changes);
