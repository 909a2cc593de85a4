using System.Globalization;

namespace Postern.Benchmarks;

/// <summary>How long the load generator goes on: so many flows, or so many seconds.</summary>
readonly record struct Round(int Count, TimeSpan Length)
{
    public static Round Of(int flows) => new(flows, TimeSpan.MaxValue);

    public static Round Of(TimeSpan length) => new(int.MaxValue, length);

    public static Round Parse(string text) => text.EndsWith('s')
        ? Of(TimeSpan.FromSeconds(double.Parse(text[..^1], CultureInfo.InvariantCulture)))
        : Of(int.Parse(text, CultureInfo.InvariantCulture));

    public override string ToString() => Count < int.MaxValue
        ? Count.ToString(CultureInfo.InvariantCulture)
        : Length.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";
}
