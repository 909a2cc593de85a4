using System.Text;

namespace Postern.Benchmarks;

/// <summary>What was measured, as Markdown: shown while it runs, kept in bench/reports.</summary>
sealed class Report(Machine machine, string folder, string[] parts)
{
    const int BarWidth = 50;

    readonly StringBuilder _text = new();
    readonly string _loadBefore = Machine.Load();

    string Name => machine.Commit + string.Concat(parts.Select(part => "-" + part));

    public sealed record Figure(string Name, string Value, string Wanted = "");

    public void Add(string title, string what, params ReadOnlySpan<Figure> figures)
    {
        Line($"\n## {title}\n\n{what}\n\n| measured | value | wanted |\n|---|---|---|");
        foreach (var figure in figures)
            Line($"| {figure.Name} | {figure.Value} | {figure.Wanted} |");
    }

    public void AddTable(string title, string what, string[] columns, IEnumerable<string[]> rows)
    {
        Line($"\n{title}\n\n{what}\n\n| {string.Join(" | ", columns)} |\n|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
        foreach (var row in rows)
            Line($"| {string.Join(" | ", row)} |");
    }

    /// <summary>Where a picture goes that the report shows.</summary>
    public string AddPicture(string name, string what)
    {
        var file = $"{Name}-{name}.svg";
        Line($"\n![{what}]({file})");
        return Path.Combine(folder, file);
    }

    public void Draw(string title, string unit, IReadOnlyList<(string Name, double Value)> bars)
    {
        var (longest, widest) = (bars.Max(bar => bar.Value), bars.Max(bar => bar.Name.Length));
        Line($"\n{title} ({unit})\n\n```");
        foreach (var (name, value) in bars)
            Line($"{name.PadRight(widest)}  {new string('█', Math.Max(1, (int)Math.Round(value / longest * BarWidth)))} {value:N1}");
        Line("```");
    }

    public void Write()
    {
        var command = string.Join(' ', ["bench/run", .. parts]);
        var head =
            $"# Measured at {machine.Commit}\n\n`{command}` on {machine.Processor}; {machine.System}. Load average before: " +
            $"{_loadBefore}.\n";
        var file = Path.Combine(folder, Name + ".md");
        File.WriteAllText(file, head + _text);
        Console.WriteLine($"\nWritten to {file}");
    }

    void Line(string text)
    {
        _ = _text.Append(text).Append('\n');
        Console.WriteLine(text);
    }
}
