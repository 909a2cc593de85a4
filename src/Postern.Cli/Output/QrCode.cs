using QRCoder;

namespace Postern.Cli;

/// <summary>Draws a QR code with half blocks: two rows of its squares on each line, light ones in the foreground's colour.</summary>
static class QrCode
{
    public static IEnumerable<string> Lines(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        return code.GetGraphicSmall(drawQuietZones: true).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
