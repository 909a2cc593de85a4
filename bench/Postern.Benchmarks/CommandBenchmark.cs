namespace Postern.Benchmarks;

/// <summary>The native command against a script that makes the same three calls, turn and turn about.</summary>
static class CommandBenchmark
{
    const int Runs = 25;

    public static async Task RunAsync(string postern, string script, Report report)
    {
        await using var org = await OrgProcess.StartAsync(postern);
        string[] arguments =
        [
            "token", "--issuer", $"{org.Url}/oauth2/default", "--client-id", org.ClientId, "--redirect-uri", org.RedirectUri, "--username",
            "ada@example.com", "--password", "env:OKTA_PASSWORD",
        ];
        Environment.SetEnvironmentVariable("OKTA_PASSWORD", "Correct-Horse-9");

        var (command, shell) = (new List<Run.Cost>(), new List<Run.Cost>());
        for (var run = 0; run < Runs + 2; run++)
        {
            command.Add(await Run.MeasureAsync(postern, arguments));
            shell.Add(await Run.MeasureAsync("bash", [script, org.Url, org.ClientId, org.RedirectUri, "ada@example.com"]));
        }

        Add(report, [.. command.Skip(2)], [.. shell.Skip(2)]);
        await KeptTokenBenchmark.RunAsync(postern, org, report);
    }

    static void Add(Report report, Run.Cost[] command, Run.Cost[] shell)
    {
        var (wall, shellWall) = (command.Median(cost => cost.Wall), shell.Median(cost => cost.Wall));
        var (cpu, shellCpu) = (command.Median(cost => cost.Cpu), shell.Median(cost => cost.Cpu));
        report.Add(
            "The command, native, against a running org",
            $"Medians of {Runs} runs each, alternating with bench/technique.sh (curl, openssl, jq).",
            new("wall: postern token, script", $"{wall:F1} ms, {shellWall:F1} ms"),
            new("wall, ratio", $"{wall / shellWall:F2}", "reach 0.35, aim for 0.15"),
            new("CPU: postern token, script", $"{cpu:F1} ms, {shellCpu:F1} ms"),
            new("CPU, ratio", $"{cpu / shellCpu:F2}", "reach 0.35, aim for 0.15"));
        report.Draw(
            "From a password to checked tokens",
            "ms",
            [("postern token, wall", wall), ("script, wall", shellWall), ("postern token, CPU", cpu), ("script, CPU", shellCpu)]);
    }

    static double Median(this Run.Cost[] costs, Func<Run.Cost, TimeSpan> part) =>
        costs.Select(cost => part(cost).TotalMilliseconds).ToArray().Median();
}
