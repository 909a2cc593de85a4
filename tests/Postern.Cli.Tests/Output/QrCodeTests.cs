using ZXing;
using ZXing.Common;

namespace Postern.Cli.Tests.Output;

/// <summary>What is drawn on a terminal, read by a scanner.</summary>
public class QrCodeTests
{
    const string Url = "https://dev-1.okta.com/activate?user_code=BKWQZNHT";
    const int Pixels = 4;

    [Fact]
    public void A_scanner_reads_the_address_from_what_is_drawn()
    {
        var lines = QrCode.Lines(Url).ToArray();

        Scan(lines).ShouldBe(Url);
        lines.ShouldAllBe(line => line.Length <= 80);
    }

    /// <summary>The foreground is light, as on a dark terminal.</summary>
    static string? Scan(string[] lines)
    {
        var (width, height) = (lines[0].Length * Pixels, lines.Length * 2 * Pixels);
        var luminance = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                luminance[(y * width) + x] = IsLight(lines[y / (2 * Pixels)][x / Pixels], isUpper: y / Pixels % 2 == 0)
                    ? byte.MaxValue
                    : byte.MinValue;
        }

        var source = new RGBLuminanceSource(luminance, width, height, RGBLuminanceSource.BitmapFormat.Gray8);
        return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(source)))?.Text;
    }

    static bool IsLight(char block, bool isUpper) => block switch
    {
        '█' => true,
        '▀' => isUpper,
        '▄' => !isUpper,
        ' ' => false,
        _ => throw new ArgumentOutOfRangeException(nameof(block)),
    };
}
