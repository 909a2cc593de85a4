namespace Postern.Benchmarks;

/// <summary>Growth as a table, as bars and as pictures.</summary>
static class GrowthReport
{
    public static void Write(Report report, IReadOnlyList<GrowthPoint> points)
    {
        report.AddTable("## Growth",
            "As many live refresh tokens as users, all in one SQLite file; 50 sign-ins per second (password, code, tokens; a person " +
            "picked at random, whose password costs its " +
            "slow hash the first time) and 50 refreshes, each timed from when it was due. The server has one core. Half a minute after " +
            "its start the org sweeps expired rows away; all but quick runs are longer than that.",
            [
                "users, refresh tokens", "start", "sign-in p50", "p99", "longest", "refresh p50", "p99", "longest", "resident, started",
                "resident, after the load", "file",
            ],
            points.Select(point => (string[])
            [
                $"{point.Size:N0}", $"{point.Start:F0} ms", .. Of(point.Latencies.SignIn), .. Of(point.Latencies.Refresh),
                $"{point.Idle:F1} MB", $"{point.Resident:F1} MB", $"{point.File:N1} MB",
            ]));
        GrowthPlot.Draw(report, points);
        report.Draw("Sign-in, p50", "ms", [.. points.Select(point => ($"{point.Size:N0}", point.Latencies.SignIn.Median()))]);
        report.Draw("Resident memory after the load", "MB", [.. points.Select(point => ($"{point.Size:N0}", point.Resident))]);
    }

    static string[] Of(double[] milliseconds) =>
        [$"{milliseconds.Median():F2} ms", $"{milliseconds.Percentile(99):F2} ms", $"{milliseconds.Max():F0} ms"];
}
