namespace Postern.Benchmarks;

/// <summary>The middle of a sample: one slow run does not move it.</summary>
static class Medians
{
    public static double Median(this IReadOnlyCollection<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
