using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>Sixteen connections doing nothing but the technique, in rounds; after each it prints the seconds and waits for a line.</summary>
static class LoadGenerator
{
    const int Connections = 16;

    public static async Task<int> RunAsync(Uri org, string clientId, string redirectUri, int[] rounds)
    {
        var connections = new HttpConnection[Connections];
        for (var i = 0; i < Connections; i++)
            await (connections[i] = new()).ConnectAsync(org);
        var flows = connections.Select(connection => new Technique(connection, org, clientId, redirectUri)).ToArray();

        foreach (var count in rounds)
        {
            var from = TimeProvider.System.GetTimestamp();
            await RunRoundAsync(flows, count);
            var seconds = TimeProvider.System.GetElapsedTime(from).TotalSeconds;
            await Console.Out.WriteLineAsync(seconds.ToString(CultureInfo.InvariantCulture));
            _ = await Console.In.ReadLineAsync();
        }
        return 0;
    }

    static Task RunRoundAsync(Technique[] flows, int count)
    {
        var left = count;
        return Task.WhenAll(flows.Select(async flow =>
        {
            while (Interlocked.Decrement(ref left) is >= 0 and var number)
                await flow.RunAsync(number);
        }));
    }
}
