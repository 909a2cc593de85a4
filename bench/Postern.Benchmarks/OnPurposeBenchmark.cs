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
    const int Flows = 2_000;
    const int Turns = 7;
    const int States = 40;

    /// <summary>One that is counted at each token and never strikes, and one that asks who each request is from.</summary>
    const string Scripts =
        """
        [{"fault":"status","status":503,"endpoint":"token","fromCall":1000000000},
         {"fault":"halfBody","endpoint":"authorize","clientId":"nobody"}]
        """;

    public static async Task RunAsync(string postern, Report report)
    {
        await using var org = await OrgProcess.StartAsync(postern);
        using var http = new HttpClient { BaseAddress = new(org.Url) };
        await CompareAsync(org, http, report);
        var (forks, resets) = (new List<double>(), new List<double>());
        for (var i = 0; i < States; i++)
        {
            var from = TimeProvider.System.GetTimestamp();
            var fork = await PostAsync(http, "forks", "{}");
            forks.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
            (await http.DeleteAsync($"/_postern/forks/{fork.GetProperty("id").GetString()}")).EnsureSuccessStatusCode();
            from = TimeProvider.System.GetTimestamp();
            await PostAsync(http, "reset", "{}");
            resets.Add(TimeProvider.System.GetElapsedTime(from).TotalMilliseconds);
        }

        report.Add(
            "Forks and resets of the demo org, native, over HTTP",
            $"{States} of each, by turns; a fork is ready to answer when it is told.",
            new("a fork, median and longest", $"{forks.Median():F1} ms, {forks.Max():F1} ms", "at most 20 ms"),
            new("a reset, median and longest", $"{resets.Median():F1} ms, {resets.Max():F1} ms", "milliseconds"));
    }

    static async Task CompareAsync(OrgProcess org, HttpClient http, Report report)
    {
        using var load = await LoadProcess.StartAsync(
            FlowKind.Technique, org.Target, [Round.Of(WarmUp), .. Enumerable.Repeat(Round.Of(Flows), 3 * Turns)]);
        _ = await load.RoundAsync();
        var (off, faulty, recorded) = (new List<double>(), new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            off.Add(await CpuAsync(org, load));
            await PostAsync(http, "faults", Scripts);
            faulty.Add(await CpuAsync(org, load));
            (await http.DeleteAsync("/_postern/faults")).EnsureSuccessStatusCode();
            await PostAsync(http, "requests", """{"record":true}""");
            recorded.Add(await CpuAsync(org, load));
            await PostAsync(http, "requests", """{"record":false}""");
        }

        await load.EndAsync();
        report.Add(
            "Faults scripted and requests recorded, native, one core, 16 connections",
            $"Server CPU of a technique (authn + authorize + token), medians of {Turns} turns of {Flows:N0}, each beside the one before " +
            "it with neither. Two scripts, one of which counts every token's call and one of which asks who wants to authorize; neither " +
            "strikes.",
            new("with neither", $"{off.Median():F3} ms"),
            new("with two scripts", $"{faulty.Median():F3} ms"),
            new("ratio", $"{faulty.Zip(off, (on, without) => on / without).ToList().Median():F3} ×", "at most 1.05 ×"),
            new("recorded", $"{recorded.Median():F3} ms"),
            new("ratio", $"{recorded.Zip(off, (on, without) => on / without).ToList().Median():F3} ×", "at most 1.05 ×"));
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
