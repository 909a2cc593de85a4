namespace Postern.Cli;

/// <summary>Draws a QR code with half blocks: two rows of its squares on each line, light ones in the foreground's colour.</summary>
static class QrCode
{
    const int Margin = LocalOrg.QrCodes.QrCode.QuietZone;

    public static IEnumerable<string> Lines(string text)
    {
        var code = LocalOrg.QrCodes.QrCode.Of(text);
        for (var y = -Margin; y < code.Size + Margin; y += 2)
            yield return Line(code, y);
    }

    static string Line(LocalOrg.QrCodes.QrCode code, int y) => string.Create(code.Size + 2 * Margin, (code, y), static (line, row) =>
    {
        for (var i = 0; i < line.Length; i++)
            line[i] = (row.code.IsDark(i - Margin, row.y), row.code.IsDark(i - Margin, row.y + 1)) switch
            {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            };
    });
}
