using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Postern.Benchmarks;

/// <summary>The pictures: latency, memory and file size over the number of users, both axes logarithmic.</summary>
static class GrowthPlot
{
    const int Width = 720;
    const int Height = 360;

    public static void Draw(Report report, IReadOnlyList<GrowthPoint> points)
    {
        double[] sizes = [.. points.Select(point => (double)point.Size)];
        Save(report, "latency", "Latency (ms)", sizes,
            ("sign-in, p50", points.Select(point => point.Latencies.SignIn.Median())),
            ("sign-in, p99", points.Select(point => point.Latencies.SignIn.Percentile(99))),
            ("refresh, p50", points.Select(point => point.Latencies.Refresh.Median())),
            ("refresh, p99", points.Select(point => point.Latencies.Refresh.Percentile(99))));
        Save(report, "size", "Size (MB)", sizes,
            ("resident, started", points.Select(point => point.Idle)),
            ("resident, after the load", points.Select(point => point.Resident)), ("file", points.Select(point => point.File)));
    }

    static void Save(
        Report report, string name, string title, double[] sizes, params ReadOnlySpan<(string Name, IEnumerable<double> Values)> lines)
    {
        using var plot = new Plot();
        foreach (var (label, values) in lines)
            plot.Add.Scatter(Log(sizes), Log(values)).LegendText = label;
        plot.Axes.Bottom.TickGenerator = PowersOfTen();
        plot.Axes.Left.TickGenerator = PowersOfTen();
        plot.XLabel("users, and as many live refresh tokens");
        plot.YLabel(title);
        plot.ShowLegend(Edge.Right);
        _ = plot.SaveSvg(report.AddPicture(name, title), Width, Height);
    }

    static double[] Log(IEnumerable<double> values) => [.. values.Select(Math.Log10)];

    static NumericAutomatic PowersOfTen() => new()
    {
        IntegerTicksOnly = true,
        MinorTickGenerator = new LogMinorTickGenerator(),
        LabelFormatter = power => Math.Pow(10, power).ToString("N0", CultureInfo.InvariantCulture),
    };
}
