using System.Text;
using Postern.LocalOrg.QrCodes;
using ZXing;
using ZXing.Common;
using ZXing.QrCode.Internal;
using Decoder = ZXing.QrCode.Internal.Decoder;
using Encoder = ZXing.QrCode.Internal.Encoder;
using Version = ZXing.QrCode.Internal.Version;

namespace Postern.LocalOrg.Tests.QrCodes;

/// <summary>QR codes of every size, read by a stranger's decoder, and square by square those of a stranger's encoder.</summary>
public class QrCodeTests
{
    public static TheoryData<int> Versions => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_fullest_and_the_emptiest_code_of_a_size_are_those_that_a_stranger_draws_and_reads(int version)
    {
        var most = Most(version);
        var least = version == 1 ? 1 : Most(version - 1) + 1;

        foreach (var text in (string[])[Text(least), Text(most)])
        {
            var code = QrCode.Of(text);

            code.Size.ShouldBe(17 + 4 * version);
            Decoded(code).Text.ShouldBe(text);
            Enumerable.Range(0, 8).ShouldContain(mask => Drawn(code) == Drawn(text, mask));
        }
    }

    [Theory]
    [InlineData("otpauth://totp/Postern:max%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Postern")]
    [InlineData("grüße@example.com")]
    [InlineData("火影 😀")]
    public void A_stranger_reads_what_was_written(string text)
    {
        var read = Decoded(QrCode.Of(text));

        Encoding.UTF8.GetString([.. read.ByteSegments.SelectMany(bytes => bytes)]).ShouldBe(text);
    }

    [Fact]
    public void A_text_that_no_code_holds_is_refused()
    {
        var refused = Should.Throw<ArgumentException>(() => QrCode.Of(Text(2954)));

        refused.Message.ShouldStartWith("A QR code does not hold 2954 bytes.");
    }

    static DecoderResult Decoded(QrCode code)
    {
        var squares = new BitMatrix(code.Size);
        for (var y = 0; y < code.Size; y++)
            for (var x = 0; x < code.Size; x++)
                squares[x, y] = code.IsDark(x, y);
        return new Decoder().decode(squares, null).ShouldNotBeNull();
    }

    static string Drawn(QrCode code) => Drawn(code.Size, code.IsDark);

    static string Drawn(string text, int mask)
    {
        var matrix = Encoder.encode(text, ErrorCorrectionLevel.L, new Dictionary<EncodeHintType, object> { [EncodeHintType.QR_MASK_PATTERN] = mask }).Matrix;
        return Drawn(matrix.Width, (x, y) => matrix[x, y] == 1);
    }

    static string Drawn(int size, Func<int, int, bool> isDark) =>
        string.Concat(Enumerable.Range(0, size * size).Select(i => isDark(i % size, i / size) ? '#' : '.'));

    /// <summary>ISO/IEC 18004 table 7, byte mode, level L, by the decoder's own tables.</summary>
    static int Most(int version)
    {
        var known = Version.getVersionForNumber(version);
        var data = known.TotalCodewords - known.getECBlocksForLevel(ErrorCorrectionLevel.L).TotalECCodewords;
        return (data * 8 - 4 - (version < 10 ? 8 : 16)) / 8;
    }

    /// <summary>Small letters among it, so that byte mode alone will do.</summary>
    static string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + i * 7 % 26)));
}
