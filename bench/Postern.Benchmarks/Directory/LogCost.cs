using Microsoft.Data.Sqlite;

namespace Postern.Benchmarks;

/// <summary>
/// What a sign-in costs more because what it tells is kept: the same org with its System Log's rows written and thrown away, turn and turn
/// about. What is told is gathered either way.
/// </summary>
static class LogCost
{
    const string Quiet = "create trigger quiet before insert on journal begin select raise(ignore); end";

    public static async Task<(double Kept, double ThrownAway, double Ratio)> MeasureAsync(string postern, string file, bool isQuick)
    {
        var (warmUp, flows, turns) = isQuick ? (200, 200, 2) : (2_000, 2_000, 7);
        await using var org = await OrgProcess.StartAsync(postern, file);
        using var load = await LoadProcess.StartAsync(
            FlowKind.Technique, org.Target, [Round.Of(warmUp), .. Enumerable.Repeat(Round.Of(flows), 2 * turns)]);
        _ = await load.RoundAsync();
        var (kept, thrownAway) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            kept.Add(await CpuAsync(org, load, flows));
            Execute(file, Quiet);
            thrownAway.Add(await CpuAsync(org, load, flows));
            Execute(file, "drop trigger quiet");
        }

        await load.EndAsync();
        return (kept.Median(), thrownAway.Median(), kept.Zip(thrownAway, (with, without) => with / without).ToList().Median());
    }

    static async Task<double> CpuAsync(OrgProcess org, LoadProcess load, int flows)
    {
        var before = org.Cpu;
        await load.NextAsync();
        _ = await load.RoundAsync();
        return (org.Cpu - before).TotalMilliseconds / flows;
    }

    static void Execute(string file, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
