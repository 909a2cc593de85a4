using QRCoder;

namespace Postern.Cli;

/// <summary>Draws a QR code with half blocks: two rows of its squares on each line, light ones in the foreground's colour.</summary>
static class QrCode
{
    // Named colours: what is to be scanned must not depend on the terminal's theme.
    const string WhiteOnBlack = "\e[97;40m";
    const string Plain = "\e[0m";

    public static IEnumerable<string> Lines(string text, bool inColor)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        var lines = code.GetGraphicSmall(drawQuietZones: true).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return inColor ? lines.Select(line => $"{WhiteOnBlack}{line}{Plain}") : lines;
    }
}
