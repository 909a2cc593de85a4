namespace Postern.Benchmarks;

/// <summary>
/// What several nodes on one PostgreSQL do together, and what PostgreSQL costs against SQLite, in one run on the same cores.
/// </summary>
static class NodesBenchmark
{
    /// <summary>Of a server with the databases <c>nodes1</c>, <c>nodes2</c> and <c>nodes3</c>, which bench/run starts.</summary>
    const string Variable = "POSTERN_BENCH_POSTGRES";

    public static async Task RunAsync(string postern, Report report, bool isQuick)
    {
        var server = Environment.GetEnvironmentVariable(Variable)
            ?? throw new InvalidOperationException($"{Variable} names no PostgreSQL: bench/run starts one where it is installed.");
        var length = TimeSpan.FromSeconds(isQuick ? 2 : 10);
        var folder = Directory.CreateTempSubdirectory("postern-bench");
        (string Name, string[][] Nodes)[] setups =
        [
            ("SQLite, in memory", [[]]),
            ("SQLite, a file", [["--data", Path.Combine(folder.FullName, "org.db")]]),
            .. Enumerable.Range(1, 3).Select(nodes => (
                $"PostgreSQL, {nodes} node{(nodes > 1 ? "s" : "")}",
                Enumerable.Repeat((string[])["--database", $"{server}/nodes{nodes}"], nodes).ToArray())),
        ];
        List<(string Name, Measured Of)> measured = [];
        foreach (var (name, nodes) in setups)
            measured.Add((name, await MeasureAsync(postern, nodes, length)));
        folder.Delete(recursive: true);
        var limit = await Machine.SignaturesPerSecondAsync(seconds: 2) / 2;
        Add(report, measured, limit, length);
    }

    /// <summary>
    /// Sixteen connections to each node, all at once. The nodes share a core, the load has the other, PostgreSQL takes what is left.
    /// </summary>
    static async Task<Measured> MeasureAsync(string postern, string[][] nodes, TimeSpan length)
    {
        var orgs = await Task.WhenAll(nodes.Select(arguments => OrgProcess.StartWithAsync(postern, arguments)));
        var loads = await Task.WhenAll(orgs.Select(
            org => LoadProcess.StartAsync(FlowKind.Technique, org.Target, [Round.Of(TimeSpan.FromSeconds(2)), Round.Of(length)])));
        await Task.WhenAll(loads.Select(load => load.RoundAsync()));

        var before = orgs.Sum(org => org.Cpu.TotalMilliseconds);
        await Task.WhenAll(loads.Select(load => load.NextAsync()));
        var rounds = await Task.WhenAll(loads.Select(load => load.RoundAsync()));
        var cpu = orgs.Sum(org => org.Cpu.TotalMilliseconds) - before;
        await Task.WhenAll(loads.Select(load => load.EndAsync()));

        foreach (var load in loads)
            load.Dispose();
        foreach (var org in orgs)
            await org.DisposeAsync();
        return new(rounds.Sum(round => round.Flows / round.Seconds), cpu / rounds.Sum(round => round.Flows));
    }

    static void Add(Report report, List<(string Name, Measured Of)> measured, double limit, TimeSpan length)
    {
        report.Add(
            "Several nodes, native, 16 connections to each",
            $"authn + authorize + token for {length.TotalSeconds:0} s. The nodes share one core, the load has the other, and PostgreSQL " +
            "takes of both. More nodes cannot be faster here: that they are not slower says that nothing waits for a lock.",
            [
                .. measured.Select(each => new Report.Figure(
                    each.Name, $"{each.Of.PerSecond:N0} technique per second, {each.Of.CpuMilliseconds:F3} ms CPU of the nodes for each")),
                new("SQLite in memory ÷ one node on PostgreSQL", $"{measured[0].Of.PerSecond / measured[2].Of.PerSecond:F2} ×"),
                new("three nodes ÷ one", $"{measured[^1].Of.PerSecond / measured[2].Of.PerSecond:F2} ×"),
            ]);
        report.Draw(
            "Technique per second, by nodes", "flows/s",
            [("limit: signatures ÷ 2", limit), .. measured.Select(each => (each.Name, each.Of.PerSecond))]);
    }

    sealed record Measured(double PerSecond, double CpuMilliseconds);
}
