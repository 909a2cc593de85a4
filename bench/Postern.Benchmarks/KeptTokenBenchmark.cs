namespace Postern.Benchmarks;

/// <summary>The native command where it prints a token that it has kept, beside a program that does nothing, turn and turn about.</summary>
static class KeptTokenBenchmark
{
    const int Runs = 51;

    public static async Task RunAsync(string postern, OrgProcess org, Report report)
    {
        var home = Directory.CreateTempSubdirectory("postern-bench-");
        string[] variables = ["HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"];
        var before = variables.Select(Environment.GetEnvironmentVariable).ToList();
        try
        {
            Directory.CreateDirectory(Path.Combine(home.FullName, ".okta"));
            await File.WriteAllTextAsync(Path.Combine(home.FullName, ".okta", "postern.yaml"), Profile(org));
            // The key in a file: what a desktop's keyring takes to answer is the desktop's.
            foreach (var (name, value) in variables.Zip([home.FullName, Path.Combine(home.FullName, "data"), null, null]))
                Environment.SetEnvironmentVariable(name, value);
            _ = await Run.OutputAsync(postern, ["token"]);
            await MeasureAsync(postern, report);
        }
        finally
        {
            foreach (var (name, value) in variables.Zip(before))
                Environment.SetEnvironmentVariable(name, value);
            home.Delete(recursive: true);
        }
    }

    static async Task MeasureAsync(string postern, Report report)
    {
        var (token, version, nothing) = (new List<Run.Cost>(), new List<Run.Cost>(), new List<Run.Cost>());
        for (var run = 0; run < Runs + 2; run++)
        {
            token.Add(await Run.MeasureAsync(postern, ["token"]));
            version.Add(await Run.MeasureAsync(postern, ["--version"]));
            nothing.Add(await Run.MeasureAsync("/bin/true", []));
        }

        var (wall, start, least) = (
            Median(token, cost => cost.Wall), Median(version, cost => cost.Wall), Median(nothing, cost => cost.Wall));
        report.Add(
            "The command, native, where the token is kept",
            $"Medians of {Runs} runs each, alternating. /bin/true is what starting any program takes from here.",
            new("wall: postern token, postern --version, /bin/true", $"{wall:F1} ms, {start:F1} ms, {least:F1} ms", "12 ms"),
            new("wall, above /bin/true", $"{wall - least:F1} ms, {wall / least:F2} times", "1.3 times and the decryption"),
            new("CPU: postern token, /bin/true", $"{Median(token, cost => cost.Cpu):F1} ms, {Median(nothing, cost => cost.Cpu):F1} ms"));
    }

    static string Profile(OrgProcess org) => $"""
        default: bench
        profiles:
          bench:
            org: {org.Url}
            client-id: {org.ClientId}
            redirect-uri: {org.RedirectUri}
            username: ada@example.com
            password: env:OKTA_PASSWORD

        """;

    static double Median(List<Run.Cost> costs, Func<Run.Cost, TimeSpan> part) =>
        costs.Skip(2).Select(cost => part(cost).TotalMilliseconds).ToArray().Median();
}
