namespace Postern.Benchmarks;

/// <summary>How much of a core's signing speed the native server keeps, and whether it grows.</summary>
static class ServerBenchmark
{
    const int WarmUp = 2_000;
    const int Round = 10_000;
    const int Rounds = 10;

    public static async Task RunAsync(string postern, Report report)
    {
        var (rates, signatures, resident, cpu) = await LoadAsync(postern);

        // Each round beside what the core signed just before and after it: on a shared machine the two slow down together.
        double[] limits = [.. rates.Select((_, round) => (signatures[round] + signatures[round + 1]) / 2 / 2)];
        report.Add("The server, native, one core, 16 connections",
            "authn + authorize + token: one password check, two RS256 signatures, form_post and PKCE. The core's signatures are counted " +
            "between the rounds; the share is the median of theirs.",
            new("technique per second", $"{rates.Median():N0}"),
            new(
                "RSA-2048 signatures per second on that core, median, least and most",
                $"{signatures.Median():N0}, {signatures.Min():N0}, {signatures.Max():N0}"),
            new(
                "share of signatures ÷ 2",
                $"{rates.Zip(limits, (rate, limit) => rate / limit).ToList().Median():F3}",
                "reach 0.65, aim for 0.80"),
            new(
                "server CPU per technique, of which two signatures",
                $"{cpu.TotalMilliseconds / (Rounds * Round):F3} ms, {1000 / limits.Median():F3} ms"),
            new("resident memory after 10,000 flows", $"{resident[0]:F1} MB"),
            new("resident memory after 100,000 flows", $"{resident[^1]:F1} MB"),
            new("growth", $"{resident[^1] / resident[0]:F2} ×", "at most 1.5 ×"));
        report.Draw("Technique per second, by 10,000 flows", "flows/s",
            [("limit: signatures ÷ 2", limits.Median()), .. rates.Select((rate, i) => ($"flows to {(i + 1) * Round:N0}", rate))]);
        report.Draw("Resident memory", "MB", [.. resident.Select((megabytes, i) => ($"after {(i + 1) * Round:N0}", megabytes))]);
    }

    static async Task<(double[] Rates, double[] Signatures, double[] Resident, TimeSpan Cpu)> LoadAsync(string postern)
    {
        await using var org = await OrgProcess.StartAsync(postern);
        using var load = await LoadProcess.StartAsync(
            FlowKind.Technique, org.Target, [Benchmarks.Round.Of(WarmUp), .. Enumerable.Repeat(Benchmarks.Round.Of(Round), Rounds)]);
        _ = await load.RoundAsync(); // the warm-up round

        var cpu = org.Cpu;
        var (rates, resident) = (new double[Rounds], new double[Rounds]);
        List<double> signatures = [await Machine.SignaturesPerSecondAsync(seconds: 1)];
        for (var round = 0; round < Rounds; round++)
        {
            await load.NextAsync();
            rates[round] = Round / (await load.RoundAsync()).Seconds;
            resident[round] = org.ResidentMegabytes;
            signatures.Add(await Machine.SignaturesPerSecondAsync(seconds: 1));
        }
        cpu = org.Cpu - cpu;
        await load.EndAsync();
        return (rates, [.. signatures], resident, cpu);
    }
}
