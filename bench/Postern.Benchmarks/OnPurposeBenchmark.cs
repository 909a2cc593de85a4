using System.Text;
using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>
/// What it costs to have faults scripted and requests recorded, against the same org with neither, turn and turn about; and how long a fork
/// and a reset take.
/// </summary>
static class OnPurposeBenchmark
{
    const int WarmUp = 2_000;
    const int Flows = 500;
    const int Turns = 50;
    const int States = 40;

    /// <summary>One that is counted at each token and never strikes, and one that asks who each request is from.</summary>
    const string Scripts =
        """
        [{"fault":"status","status":503,"endpoint":"token","fromCall":1000000000},
         {"fault":"halfBody","endpoint":"authorize","clientId":"nobody"}]
        """;

    public static async Task RunAsync(string postern, Report report)
    {
        await using (var fresh = await OrgProcess.StartAsync(postern))
            await CopyAsync(fresh, "the demo org", report);
        await using var org = await OrgProcess.StartAsync(postern);
        await CompareAsync(org, report);
        await CopyAsync(
            org, $"an org after {WarmUp + 3 * Turns * Flows:N0} sign-ins, all of which a fork copies and the first reset forgets", report);
    }

    static async Task CopyAsync(OrgProcess org, string what, Report report)
    {
        using var http = new HttpClient { BaseAddress = new(org.Url) };
        var forks = new List<double>();
        for (var i = 0; i < States; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            var fork = await PostAsync(http, "forks", "{}");
            forks.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
            (await http.DeleteAsync($"/_postern/forks/{fork.GetProperty("id").GetString()}")).EnsureSuccessStatusCode();
        }

        var resets = new List<double>();
        for (var i = 0; i < States; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            await PostAsync(http, "reset", "{}");
            resets.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
        }

        report.Add(
            $"Forks and resets of {what}, native, over HTTP",
            $"{States} of each; a fork is ready to answer when it is told.",
            new("a fork, median and longest", $"{forks.Median():F1} ms, {forks.Max():F1} ms", "at most 20 ms"),
            new("a reset, first and median", $"{resets[0]:F1} ms, {resets.Median():F1} ms", "milliseconds"));
    }

    /// <summary>Each turn the other way round, so that what drifts favours nobody.</summary>
    static async Task CompareAsync(OrgProcess org, Report report)
    {
        using var http = new HttpClient { BaseAddress = new(org.Url) };
        using var load = await LoadProcess.StartAsync(
            FlowKind.Technique, org.Target, [Round.Of(WarmUp), .. Enumerable.Repeat(Round.Of(Flows), 3 * Turns)]);
        _ = await load.RoundAsync();
        var (off, faulty, recorded) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
            foreach (var way in turn % 2 == 0 ? [off, faulty, recorded] : (List<double>[])[recorded, faulty, off])
            {
                if (way == faulty)
                    await PostAsync(http, "faults", Scripts);
                if (way == recorded)
                    await PostAsync(http, "requests", """{"record":true}""");
                way.Add(await CpuAsync(org, load));
                (await http.DeleteAsync("/_postern/faults")).EnsureSuccessStatusCode();
                await PostAsync(http, "requests", """{"record":false}""");
            }

        await load.EndAsync();
        report.Add(
            "Faults scripted and requests recorded, native, one core, 16 connections",
            $"Server CPU of a technique (authn + authorize + token), medians of {Turns} turns of {Flows:N0}, each beside the one of " +
            "its turn with neither. Two scripts, one of which counts every token's call and one of which asks who wants to authorize; " +
            "neither strikes.",
            new("with neither", $"{off.Median():F3} ms"),
            new("with two scripts", $"{faulty.Median():F3} ms"),
            new("ratio", Ratio(faulty, off), "at most 1.05 ×"),
            new("recorded", $"{recorded.Median():F3} ms"),
            new("ratio", Ratio(recorded, off), "at most 1.05 ×"));
    }

    /// <summary>The middle, and between what half of the turns lie.</summary>
    static string Ratio(List<double> on, List<double> off)
    {
        var ratios = on.Zip(off, (with, without) => with / without).ToList();
        return $"{ratios.Median():F3} × (half of the turns: {ratios.Percentile(25):F3} to {ratios.Percentile(75):F3})";
    }

    static async Task<double> CpuAsync(OrgProcess org, LoadProcess load)
    {
        var before = org.Cpu;
        await load.NextAsync();
        _ = await load.RoundAsync();
        return (org.Cpu - before).TotalMilliseconds / Flows;
    }

    static async Task<JsonElement> PostAsync(HttpClient http, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync($"/_postern/{path}", content);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadAsByteArrayAsync();
        return body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
    }
}
