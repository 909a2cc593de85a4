using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Postern.LocalOrg.Authn;
using ZXing;
using ZXing.Common;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>The picture, opened by hand and read by a scanner.</summary>
public class QrPictureTests
{
    const string Uri = "otpauth://totp/Postern:max%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Postern";

    [Fact]
    public void A_scanner_reads_the_address_from_the_picture()
    {
        var chunks = Chunks(QrPicture.Png(QrCode.Of(Uri))).ToDictionary(chunk => chunk.Type, chunk => chunk.Content);
        var width = BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]);
        var luminance = Luminance(chunks["IDAT"], width);

        var read = new MultiFormatReader().decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(luminance, width, width, RGBLuminanceSource.BitmapFormat.Gray8))));

        read.Text.ShouldBe(Uri);
        chunks["IHDR"][4..].ShouldBe([.. chunks["IHDR"][..4], 1, 0, 0, 0, 0]);
        chunks.Keys.ShouldBe(["IHDR", "IDAT", "IEND"]);
    }

    // The check value of CRC-32 that PNG's own specification prints: every picture ends with these bytes.
    [Fact]
    public void The_picture_ends_as_every_PNG_does() =>
        QrPicture.Png(QrCode.Of(Uri))[^12..].ShouldBe([0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]);

    static IEnumerable<(string Type, byte[] Content)> Chunks(byte[] png)
    {
        png[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            yield return (Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += length + 12;
        }
    }

    static byte[] Luminance(byte[] compressed, int width)
    {
        using var zlib = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        var bytes = rows.ToArray();
        var rowLength = 1 + (width + 7) / 8;
        bytes.Length.ShouldBe(rowLength * width);
        return [
            .. Enumerable.Range(0, width * width).Select(
                i => (bytes[i / width * rowLength + 1 + i % width / 8] >> 7 - i % width % 8 & 1) != 0 ? byte.MaxValue : byte.MinValue),
        ];
    }
}
