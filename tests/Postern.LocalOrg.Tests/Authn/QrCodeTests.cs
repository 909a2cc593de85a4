using System.Text;
using Postern.LocalOrg.Authn;
using ZXing.Common;
using Decoder = ZXing.QrCode.Internal.Decoder;

namespace Postern.LocalOrg.Tests.Authn;

/// <summary>QR codes, square by square what other encoders draw, and read again.</summary>
public class QrCodeTests
{
    const int Margin = 4;

    // As QRCoder 1.8.1 draws it, which shares no code with ZXing.Net, and as an encoder did that was written for this project after ISO/IEC
    // 18004.
    const string Otpauth = """
        #######.##..#.#######
        #.....#..#..#.#.....#
        #.###.#.#.#.#.#.###.#
        #.###.#.#..#..#.###.#
        #.###.#.####..#.###.#
        #.....#.......#.....#
        #######.#.#.#.#######
        .........###.........
        ####..#.#.#..#..###.#
        ..##...##..#..#.#####
        ####..#.###......#.##
        #.#..#.#.#...#..##..#
        #..#.###..###.####.##
        ........##..##..##...
        #######....#..###....
        #.....#..###...#.##.#
        #.###.#..##.#..#.###.
        #.###.#.##..#.##...#.
        #.###.#.##.####..##..
        #.....#.#.##.###....#
        #######.####..#####..
        """;

    [Fact]
    public void A_code_is_square_by_square_what_others_draw_with_four_light_ones_around_it()
    {
        var rows = Rows(QrCode.Of("otpauth://totp"));

        string[] light = [.. Enumerable.Repeat(new string('.', 29), Margin)];
        rows.ShouldBe([.. light, .. Otpauth.Split('\n').Select(row => $"....{row}...."), .. light]);
    }

    [Theory]
    [InlineData("otpauth://totp/Postern:max%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Postern")]
    [InlineData("grüße@example.com")]
    [InlineData("火影 😀")]
    public void What_was_written_is_read(string text) => Read(text).ShouldBe(text);

    [Theory]
    [InlineData(17, 21)]
    [InlineData(18, 25)]
    [InlineData(230, 53)]
    [InlineData(231, 57)]
    [InlineData(2953, 177)]
    public void A_code_is_no_larger_than_its_text_needs(int letters, int size)
    {
        var text = new string('a', letters);

        QrCode.Of(text).Width.ShouldBe(size + 2 * Margin); // ISO/IEC 18004 table 7, byte mode, level L
        Read(text).ShouldBe(text);
    }

    [Fact]
    public void A_text_that_no_code_holds_is_refused()
    {
        var refused = Should.Throw<ArgumentException>(() => QrCode.Of(new string('a', 2954)));

        refused.Message.ShouldStartWith("A QR code does not hold 2954 letters.");
    }

    static string[] Rows(BitMatrix code) =>
        [
            .. Enumerable.Range(0, code.Height)
                .Select(y => string.Concat(Enumerable.Range(0, code.Width).Select(x => code[x, y] ? '#' : '.'))),
        ];

    static string Read(string text)
    {
        var drawn = QrCode.Of(text);
        var squares = new BitMatrix(drawn.Width - 2 * Margin);
        for (var y = 0; y < squares.Height; y++)
            for (var x = 0; x < squares.Width; x++)
                squares[x, y] = drawn[x + Margin, y + Margin];
        var read = new Decoder().decode(squares, null).ShouldNotBeNull();
        return Encoding.UTF8.GetString([.. read.ByteSegments.SelectMany(bytes => bytes)]);
    }
}
