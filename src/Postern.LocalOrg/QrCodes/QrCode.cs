using System.Text;

namespace Postern.LocalOrg.QrCodes;

/// <summary>A text as a QR code: the squares that are dark. Error correction level L is enough for screens, which are neither torn nor dirty (ISO/IEC 18004).</summary>
sealed class QrCode
{
    /// <summary>Light squares that must surround it: section 5.3.8.</summary>
    public const int QuietZone = 4;

    const int LevelL = 1;

    readonly QrVersion _version;
    readonly bool[,] _dark;
    readonly bool[,] _isPattern;

    QrCode(QrVersion version) => (_version, _dark, _isPattern) = (version, new bool[version.Size, version.Size], new bool[version.Size, version.Size]);

    public int Size => _version.Size;

    /// <summary>Light outside of it as well.</summary>
    public bool IsDark(int x, int y) => x >= 0 && y >= 0 && x < Size && y < Size && _dark[x, y];

    /// <exception cref="ArgumentException">The text is longer than 2,953 bytes.</exception>
    public static QrCode Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var code = new QrCode(QrVersion.For(bytes.Length));
        code.DrawPatterns();
        code.DrawData(QrCodewords.Of(bytes, code._version));
        code.Mask();
        return code;
    }

    void DrawPatterns()
    {
        for (var i = 0; i < Size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }

        foreach (var (x, y) in ((int, int)[])[(3, 3), (Size - 4, 3), (3, Size - 4)])
            DrawRings(x, y, radius: 4);
        foreach (var x in _version.Alignments)
            foreach (var y in _version.Alignments)
                if (!IsCorner(x, y))
                    DrawRings(x, y, radius: 2);
        DrawFormat(mask: 0); // keeps its place
        if (_version.IsNumbered)
            DrawVersion();
    }

    /// <summary>Where a finder pattern is instead.</summary>
    bool IsCorner(int x, int y) => (x, y) is (6, 6) || (x == 6 && y == Size - 7) || (x == Size - 7 && y == 6);

    /// <summary>Finder (radius 4, its light rim among it) and alignment patterns (2): square rings around a dark centre.</summary>
    void DrawRings(int centreX, int centreY, int radius)
    {
        for (var y = centreY - radius; y <= centreY + radius; y++)
            for (var x = centreX - radius; x <= centreX + radius; x++)
                if (x >= 0 && y >= 0 && x < Size && y < Size)
                {
                    var ring = Math.Max(Math.Abs(x - centreX), Math.Abs(y - centreY));
                    Set(x, y, radius == 2 ? ring != 1 : ring is not (2 or 4));
                }
    }

    /// <summary>Level and mask, with ten bits that correct them, twice: section 7.9.</summary>
    void DrawFormat(int mask)
    {
        var format = (LevelL << 3) | mask;
        var bits = (format << 10 | Remainder(format, 10, 0x537)) ^ 0x5412;
        for (var i = 0; i < 15; i++)
        {
            var dark = (bits >> i & 1) != 0;
            var (x, y) = i switch { < 6 => (8, i), 6 => (8, 7), 7 => (8, 8), 8 => (7, 8), _ => (14 - i, 8) };
            Set(x, y, dark);
            if (i < 8)
                Set(Size - 1 - i, 8, dark);
            else
                Set(8, Size - 15 + i, dark);
        }

        Set(8, Size - 8, true);
    }

    /// <summary>The version's number, with twelve bits that correct it, twice: section 7.10.</summary>
    void DrawVersion()
    {
        var bits = _version.Number << 12 | Remainder(_version.Number, 12, 0x1F25);
        for (var i = 0; i < 18; i++)
        {
            Set(Size - 11 + i % 3, i / 3, (bits >> i & 1) != 0);
            Set(i / 3, Size - 11 + i % 3, (bits >> i & 1) != 0);
        }
    }

    static int Remainder(int value, int degree, int generator)
    {
        for (var i = 0; i < degree; i++)
            value = value << 1 ^ (value >> degree - 1) * generator;
        return value;
    }

    /// <summary>In columns of two, from the right, up and down in turn, past the column of the timing pattern: section 7.7.3.</summary>
    void DrawData(byte[] codewords)
    {
        var bit = 0;
        for (var right = Size - 1; right > 0; right -= right == 8 ? 3 : 2)
        {
            var isUpward = (right + 1 & 2) == 0;
            for (var i = 0; i < Size; i++)
                for (var x = right; x >= right - 1; x--)
                {
                    var y = isUpward ? Size - 1 - i : i;
                    if (_isPattern[x, y] || bit == codewords.Length * 8)
                        continue;
                    _dark[x, y] = (codewords[bit / 8] >> 7 - bit % 8 & 1) != 0;
                    bit++;
                }
        }
    }

    /// <summary>The mask that disturbs a scanner least.</summary>
    void Mask()
    {
        var best = Enumerable.Range(0, QrMask.Count).MinBy(mask =>
        {
            Lay(mask);
            var penalty = QrMask.Penalty(_dark);
            Lay(mask);
            return penalty;
        });
        Lay(best);
    }

    /// <summary>The second time takes it off again.</summary>
    void Lay(int mask)
    {
        for (var y = 0; y < Size; y++)
            for (var x = 0; x < Size; x++)
                _dark[x, y] ^= !_isPattern[x, y] && QrMask.Inverts(mask, x, y);
        DrawFormat(mask);
    }

    void Set(int x, int y, bool dark) => (_dark[x, y], _isPattern[x, y]) = (dark, true);
}
