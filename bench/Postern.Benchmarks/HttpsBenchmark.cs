namespace Postern.Benchmarks;

/// <summary>What HTTPS costs: connections and the technique, by turns over plain HTTP and over TLS, in one run on one core.</summary>
static class HttpsBenchmark
{
    const int WarmUp = 500;
    const int Connections = 1_000;
    const int Flows = 3_000;
    const int Rounds = 5;

    public static async Task RunAsync(string postern, Report report)
    {
        await using var plain = await OrgProcess.StartAsync(postern);
        await using var secure = await OrgProcess.StartOverHttpsAsync(postern);
        var connection = await MeasureAsync(FlowKind.Connection, Connections, plain, secure);
        var technique = await MeasureAsync(FlowKind.Technique, Flows, plain, secure);

        report.Add("HTTPS beside plain HTTP, native, one core, 16 connections",
            "The same org twice on the same core, the development authority's P-256 certificate, TLS 1.3. A connection is one small " +
            "answer on a connection of its own, with a whole handshake; the technique goes over connections that are kept. By turns, " +
            $"medians of {Rounds} rounds. The client's part is on the other core, and polls without TLS alone: the server's CPU compares.",
            new("connections per second over HTTP", $"{connection.Plain.Rate:N0}"),
            new("connections per second over HTTPS", $"{connection.Secure.Rate:N0}"),
            new("server CPU of a connection over HTTP", $"{connection.Plain.Milliseconds:F3} ms"),
            new("server CPU of a connection over HTTPS", $"{connection.Secure.Milliseconds:F3} ms"),
            new("server CPU of a handshake, the difference", $"{connection.Secure.Milliseconds - connection.Plain.Milliseconds:F3} ms"),
            new("technique per second over HTTP", $"{technique.Plain.Rate:N0}"),
            new("technique per second over HTTPS", $"{technique.Secure.Rate:N0}"),
            new("ratio of the techniques' rates", $"{technique.Secure.Rate / technique.Plain.Rate:F3}"),
            new("server CPU of a technique over HTTP", $"{technique.Plain.Milliseconds:F3} ms"),
            new("server CPU of a technique over HTTPS", $"{technique.Secure.Milliseconds:F3} ms"),
            new("ratio of the techniques' CPU", $"{technique.Secure.Milliseconds / technique.Plain.Milliseconds:F3}"));
    }

    static async Task<(Cost Plain, Cost Secure)> MeasureAsync(FlowKind kind, int count, OrgProcess plain, OrgProcess secure)
    {
        Round[] rounds = [Round.Of(WarmUp), .. Enumerable.Repeat(Round.Of(count), Rounds)];
        using var plainLoad = await LoadProcess.StartAsync(kind, plain.Target, rounds);
        _ = await plainLoad.RoundAsync();
        using var secureLoad = await LoadProcess.StartAsync(kind, secure.Target, rounds);
        _ = await secureLoad.RoundAsync();
        var (plainCosts, secureCosts) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round < Rounds; round++)
        {
            plainCosts.Add(await RoundAsync(plainLoad, plain, count));
            secureCosts.Add(await RoundAsync(secureLoad, secure, count));
        }

        await plainLoad.EndAsync();
        await secureLoad.EndAsync();
        return (Median(plainCosts), Median(secureCosts));
    }

    static async Task<Cost> RoundAsync(LoadProcess load, OrgProcess org, int count)
    {
        var cpu = org.Cpu;
        await load.NextAsync();
        var seconds = (await load.RoundAsync()).Seconds;
        return new(count / seconds, (org.Cpu - cpu).TotalMilliseconds / count);
    }

    static Cost Median(List<Cost> costs) =>
        new(costs.ConvertAll(cost => cost.Rate).Median(), costs.ConvertAll(cost => cost.Milliseconds).Median());

    /// <summary>Per second, and of the server's core for one.</summary>
    readonly record struct Cost(double Rate, double Milliseconds);
}
