using System.Text;

namespace Postern.Cli.Tests;

/// <summary>
/// What is left to be seen on a terminal after all that was written to it: a carriage return goes back, and what follows overwrites.
/// </summary>
static class Screenful
{
    public static IReadOnlyList<string> Of(string written) =>
        [.. written.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(Overwritten)];

    static string Overwritten(string line)
    {
        var seen = new StringBuilder();
        foreach (var part in line.Split('\r'))
            seen.Remove(0, Math.Min(part.Length, seen.Length)).Insert(0, part);

        return seen.ToString().TrimEnd();
    }
}
