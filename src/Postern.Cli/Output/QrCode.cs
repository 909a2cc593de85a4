using ZXing.Common;

namespace Postern.Cli;

/// <summary>Draws a QR code with half blocks: two rows of its squares on each line, light ones in the foreground's colour.</summary>
static class QrCode
{
    public static IEnumerable<string> Lines(string text)
    {
        var code = LocalOrg.Authn.QrCode.Of(text);
        for (var y = 0; y < code.Height; y += 2)
            yield return Line(code, y);
    }

    static string Line(BitMatrix code, int y) => string.Create(code.Width, (code, y), static (line, row) =>
    {
        for (var x = 0; x < line.Length; x++)
            line[x] = (row.code[x, row.y], IsDark(row.code, x, row.y + 1)) switch
            {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            };
    });

    /// <summary>Light below the last row, since they are an odd number.</summary>
    static bool IsDark(BitMatrix code, int x, int y) => y < code.Height && code[x, y];
}
