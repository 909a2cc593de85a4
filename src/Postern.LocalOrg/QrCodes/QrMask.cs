namespace Postern.LocalOrg.QrCodes;

/// <summary>The eight patterns one of which is laid over a code's data, and how disturbing to a scanner what comes out is: ISO/IEC 18004 section 7.8.</summary>
static class QrMask
{
    public const int Count = 8;

    public static bool Inverts(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => (x / 3 + y / 2) % 2 == 0,
        5 => x * y % 2 + x * y % 3 == 0,
        6 => (x * y % 2 + x * y % 3) % 2 == 0,
        _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
    };

    public static int Penalty(bool[,] dark)
    {
        var size = dark.GetLength(0);
        var penalty = Imbalance(dark);
        for (var i = 0; i < size; i++)
            penalty += Line(Across(dark, i)) + Line(Down(dark, i));
        for (var y = 1; y < size; y++)
            for (var x = 1; x < size; x++)
                if (dark[x, y] == dark[x - 1, y] && dark[x, y] == dark[x, y - 1] && dark[x, y] == dark[x - 1, y - 1])
                    penalty += 3;
        return penalty;
    }

    static string Across(bool[,] dark, int y) => string.Create(dark.GetLength(0), (dark, y), static (line, from) =>
    {
        for (var x = 0; x < line.Length; x++)
            line[x] = from.dark[x, from.y] ? '1' : '0';
    });

    static string Down(bool[,] dark, int x) => string.Create(dark.GetLength(0), (dark, x), static (line, from) =>
    {
        for (var y = 0; y < line.Length; y++)
            line[y] = from.dark[from.x, y] ? '1' : '0';
    });

    /// <summary>Five of a colour in a row, and what looks like the pattern in the corners.</summary>
    static int Line(string line)
    {
        var (penalty, run) = (0, 0);
        for (var i = 0; i < line.Length; i++)
        {
            run = i > 0 && line[i] == line[i - 1] ? run + 1 : 1;
            penalty += run switch { 5 => 3, > 5 => 1, _ => 0 };
            var rest = line.AsSpan(i);
            if (rest.StartsWith("10111010000", StringComparison.Ordinal) || rest.StartsWith("00001011101", StringComparison.Ordinal))
                penalty += 40;
        }

        return penalty;
    }

    /// <summary>Ten for each twentieth by which the share of dark squares is off the half.</summary>
    static int Imbalance(bool[,] dark)
    {
        var count = 0;
        foreach (var each in dark)
            count += each ? 1 : 0;
        return Math.Abs(count * 20 - dark.Length * 10) / dark.Length * 10;
    }
}
