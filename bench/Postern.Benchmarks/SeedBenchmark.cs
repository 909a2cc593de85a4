namespace Postern.Benchmarks;

/// <summary>What a seed of a hundred users and twenty apps costs a start, beside the demo org's, each in turn.</summary>
static class SeedBenchmark
{
    const int Runs = 15;

    public static async Task RunAsync(string postern, Report report)
    {
        var folder = Directory.CreateTempSubdirectory("postern-bench");
        try
        {
            var seed = Path.Combine(folder.FullName, "seed.yaml");
            await File.WriteAllTextAsync(seed, Seed());
            var (demo, seeded, demoFile, seededFile) = (new double[Runs], new double[Runs], new double[Runs], new double[Runs]);
            for (var run = 0; run < Runs; run++)
            {
                demo[run] = await StartBenchmark.FirstAnswerAsync(postern);
                seeded[run] = await StartBenchmark.FirstAnswerAsync(postern, "--seed", seed);
                demoFile[run] = await StartBenchmark.FirstAnswerAsync(postern, "--data", DataFile(folder, "demo", run));
                seededFile[run] = await StartBenchmark.FirstAnswerAsync(postern, "--seed", seed, "--data", DataFile(folder, "seed", run));
            }

            report.Add(
                "Seeds",
                $"Start to first answer, medians of {Runs} runs in turn; a seed of 100 users with passwords of their own and 20 apps.",
                new("in memory: demo org", $"{demo.Median():F0} ms"),
                new("in memory: the seed", $"{seeded.Median():F0} ms, {seeded.Median() - demo.Median():F0} more", "at most 100 ms more"),
                new("in a new file: demo org", $"{demoFile.Median():F0} ms"),
                new("in a new file: the seed", $"{seededFile.Median():F0} ms, {seededFile.Median() - demoFile.Median():F0} more"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static string DataFile(DirectoryInfo folder, string kind, int run) => Path.Combine(folder.FullName, $"{kind}-{run}.db");

    static string Seed() =>
        "groups: [Staff, Guests, Admins]\nservers: [default, Orders]\n"
        + "users:\n" + string.Concat(Enumerable.Range(0, 100).Select(User))
        + "apps:\n" + string.Concat(Enumerable.Range(0, 20).Select(App));

    static string User(int number) =>
        $"  - login: user{number}@example.com\n    password: Correct-Horse-{number}\n    firstName: User\n    lastName: Number {number}\n" +
        $"    groups: [{(number % 2 == 0 ? "Staff" : "Guests")}]\n    profile: {{ department: D{number % 7}, number: {number} }}\n";

    static string App(int number) =>
        $"  - name: App {number}\n    kind: {(number % 2 == 0 ? "spa" : "web")}\n" +
        $"    redirectUris: [\"http://localhost:{3000 + number}/callback\"]\n" +
        "    assignedGroups: [Staff, Guests]\n    groupsClaim: \".*\"\n";
}
