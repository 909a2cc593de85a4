using System.Security.Cryptography;
using System.Text.Json;

namespace Postern.Benchmarks;

/// <summary>
/// A fixed low load over one connection: sign-ins of people picked at random and refreshes in turn, and how late each was done.
/// </summary>
static class LatencyProbe
{
    /// <summary>50 sign-ins and 50 refreshes per second.</summary>
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Sign-ins between a refresh token's issue and its use; what comes before is warm-up.</summary>
    const int Age = 50;

    public static async Task RunAsync(Target target, int users, TimeSpan length)
    {
        using var connection = new HttpConnection();
        await connection.ConnectAsync(new(target.Url));
        var (tokens, signIns, refreshes) = (new Queue<string>(), new List<double>(), new List<double>());
        var from = TimeProvider.System.GetTimestamp();
        for (var due = TimeSpan.Zero; due < length; due += 2 * Interval)
        {
            await UntilAsync(from, due);
            tokens.Enqueue(await AuthorizationCodeFlow.RefreshTokenAsync(connection, target with { Authn = Password(Pick(users)) }));
            var signIn = Since(from, due);
            if (tokens.Count <= Age)
                continue;

            signIns.Add(signIn);
            await UntilAsync(from, due + Interval);
            _ = await new RefreshFlow(connection, target, tokens.Dequeue()).RunAsync(0);
            refreshes.Add(Since(from, due + Interval));
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new Latencies([.. signIns], [.. refreshes])));
    }

    static string Password(int user) => $$"""{"username":"{{GrowthFill.Login(user)}}","password":"Correct-Horse-9"}""";

    static int Pick(int users) => RandomNumberGenerator.GetInt32(users) + 1;

    /// <summary>Since it was due, not since it was begun: whoever waits behind a slow answer waits too.</summary>
    static double Since(long from, TimeSpan due) => (TimeProvider.System.GetElapsedTime(from) - due).TotalMilliseconds;

    static async Task UntilAsync(long from, TimeSpan due)
    {
        while (TimeProvider.System.GetElapsedTime(from) < due)
            await Task.Yield();
    }
}
