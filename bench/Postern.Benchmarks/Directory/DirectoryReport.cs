namespace Postern.Benchmarks;

/// <summary>The Management API's figures as a table and as bars.</summary>
static class DirectoryReport
{
    public static void Write(Report report, IReadOnlyList<DirectoryPoint> points, Dictionary<string, double[]>? peer)
    {
        report.AddTable(
            "## The Management API, native, one core",
            "Calls one after the other, an SQLite file; p50 and p99 by the number of users. A user's creation hashes a password. " +
            "emulate, which keeps what it has in memory, hashes none and has no search by attributes, has a few hundred; it lists at " +
            "most 100 at once, so that 200 users are two of its pages.",
            ["call", .. points.Select(point => $"{point.Size:N0} users"), "the last ÷ the first", "emulate"],
            points[0].Taken.Keys.Select(call => (string[])
            [
                call, .. points.Select(point => Of(point.Taken[call])),
                $"{points[^1].Taken[call].Median() / points[0].Taken[call].Median():F2} ×",
                peer?.TryGetValue(call, out var taken) is true ? Of(taken) : "",
            ]));
        foreach (var call in points[0].Taken.Keys)
            report.Draw(
                $"{char.ToUpperInvariant(call[0])}{call[1..]}, p50", "ms",
                [.. points.Select(point => ($"{point.Size:N0} users", point.Taken[call].Median()))]);
    }

    public static void Write(Report report, SignInsBesideWriters taken)
    {
        var (alone, beside) = (taken.Alone.Percentile(99), taken.Beside.Percentile(99));
        report.Add(
            "Sign-ins while ten writers change the directory",
            $"50 sign-ins a second (a person picked at random, whose password costs its slow hash the first time) and 50 refreshes, the " +
            $"sign-ins timed from when they were due, by themselves and beside the writers by turns. {DirectoryWriters.Count} writers " +
            $"make {DirectoryWriters.ChangesPerSecond:N0} changes a second each: a member is added to a group and removed, a user's " +
            $"profile changed, a group renamed, an app switched off and on. {taken.Changes:N0} changes were made.",
            new("p50, by themselves and beside the writers", $"{taken.Alone.Median():F2} ms, {taken.Beside.Median():F2} ms"),
            new("p99 by themselves", $"{alone:F2} ms"),
            new("p99 beside the writers", $"{beside:F2} ms"),
            new("ratio", $"{beside / alone:F2} ×", "at most 2 ×"));
    }

    public static void Write(Report report, (double Kept, double ThrownAway, double Ratio) cost) => report.Add(
        "What the System Log costs a sign-in, native, one core, 16 connections",
        "Server CPU of a technique (authn + authorize + token), medians by turns: what is told is kept, or thrown away by the database " +
        "where it would be written.",
        new("kept", $"{cost.Kept:F3} ms"),
        new("thrown away", $"{cost.ThrownAway:F3} ms"),
        new("ratio", $"{cost.Ratio:F3} ×"));

    static string Of(double[] milliseconds) => $"{milliseconds.Median():F2}, {milliseconds.Percentile(99):F2} ms";
}
