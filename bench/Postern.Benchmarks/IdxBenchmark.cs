namespace Postern.Benchmarks;

/// <summary>
/// What a sign-in costs by Identity Engine's own API: its five calls beside the technique's three, by turns at one org on one core.
/// </summary>
static class IdxBenchmark
{
    const int WarmUp = 1_000;
    const int Flows = 3_000;
    const int Rounds = 5;

    public static async Task RunAsync(string postern, Report report)
    {
        await using var org = await OrgProcess.StartWithAsync(postern, ["--engine", "identity-engine"]);
        var (technique, interaction, signatures) = await LoadAsync(org);

        var ratio = interaction.Rate / technique.Rate;
        report.Add("A sign-in by the Interaction Code flow, native, one core, 16 connections",
            "interact + introspect + identify + answer + token, beside authn + authorize + token, by turns at the same org on Identity " +
            "Engine: one password check and two RS256 signatures each, so that half of the core's signatures is the limit of both. " +
            $"Medians of {Rounds} rounds of {Flows:N0} flows; the signatures are counted between them.",
            new("interaction code per second", $"{interaction.Rate:N0}"),
            new("technique per second", $"{technique.Rate:N0}"),
            new("ratio of the rates", $"{ratio:F3}", "reach 0.60"),
            new("RSA-2048 signatures per second on that core", $"{signatures:N0}"),
            new("interaction code, share of signatures ÷ 2", $"{interaction.Rate / (signatures / 2):F3}"),
            new("technique, share of signatures ÷ 2", $"{technique.Rate / (signatures / 2):F3}"),
            new("server CPU of one by the interaction code", $"{interaction.Milliseconds:F3} ms"),
            new("server CPU of one by the technique", $"{technique.Milliseconds:F3} ms"));
        report.Draw("Sign-ins per second", "flows/s",
            [
                ("limit: signatures ÷ 2", signatures / 2), ("technique", technique.Rate), ("interaction code", interaction.Rate),
            ]);
    }

    static async Task<(Cost Technique, Cost Interaction, double Signatures)> LoadAsync(OrgProcess org)
    {
        Round[] rounds = [Round.Of(WarmUp), .. Enumerable.Repeat(Round.Of(Flows), Rounds)];
        using var technique = await LoadProcess.StartAsync(FlowKind.Technique, org.Target, rounds);
        _ = await technique.RoundAsync();
        using var interaction = await LoadProcess.StartAsync(FlowKind.Interaction, OrgTarget.ReadInteracting(org.Server.Line), rounds);
        _ = await interaction.RoundAsync();
        var (techniques, interactions) = (new List<Cost>(), new List<Cost>());
        List<double> signatures = [await Machine.SignaturesPerSecondAsync(seconds: 1)];
        for (var round = 0; round < Rounds; round++)
        {
            techniques.Add(await RoundAsync(technique, org));
            interactions.Add(await RoundAsync(interaction, org));
            signatures.Add(await Machine.SignaturesPerSecondAsync(seconds: 1));
        }

        await technique.EndAsync();
        await interaction.EndAsync();
        return (Median(techniques), Median(interactions), signatures.Median());
    }

    static async Task<Cost> RoundAsync(LoadProcess load, OrgProcess org)
    {
        var cpu = org.Cpu;
        await load.NextAsync();
        var seconds = (await load.RoundAsync()).Seconds;
        return new(Flows / seconds, (org.Cpu - cpu).TotalMilliseconds / Flows);
    }

    static Cost Median(List<Cost> costs) =>
        new(costs.ConvertAll(cost => cost.Rate).Median(), costs.ConvertAll(cost => cost.Milliseconds).Median());

    /// <summary>Per second, and of the server's core for one.</summary>
    readonly record struct Cost(double Rate, double Milliseconds);
}
