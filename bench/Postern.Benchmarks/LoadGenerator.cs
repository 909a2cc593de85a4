using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>
/// Sixteen connections doing nothing but a flow, in rounds; after each it prints how many and how long, and waits for a line.
/// </summary>
static class LoadGenerator
{
    const int Connections = 16;

    public static async Task RunAsync(FlowKind kind, Target target, Round[] rounds)
    {
        var flows = new IFlow[Connections];
        for (var i = 0; i < Connections; i++)
            flows[i] = await BeginAsync(kind, target);
        await Console.Out.WriteLineAsync(Tokens.Describe(await flows[0].RunAsync(0)));

        foreach (var round in rounds)
        {
            var from = TimeProvider.System.GetTimestamp();
            var count = await RunRoundAsync(flows, round);
            var seconds = TimeProvider.System.GetElapsedTime(from).TotalSeconds;
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} {seconds}"));
            _ = await Console.In.ReadLineAsync();
        }
    }

    static async Task<IFlow> BeginAsync(FlowKind kind, Target target)
    {
        var connection = new HttpConnection();
        await connection.ConnectAsync(new(target.Url), target.AuthorityFile);
        return await kind.BeginAsync(connection, target);
    }

    static async Task<int> RunRoundAsync(IFlow[] flows, Round round)
    {
        var (begun, from) = (0, TimeProvider.System.GetTimestamp());
        await Task.WhenAll(flows.Select(async flow =>
        {
            while (Interlocked.Increment(ref begun) is var number
                && number <= round.Count
                && TimeProvider.System.GetElapsedTime(from) < round.Length)
                _ = await flow.RunAsync(number);
        }));
        // Each connection took one more number at the end, and did nothing with it.
        return begun - flows.Length;
    }
}
