namespace Postern.LocalOrg.QrCodes;

/// <summary>One of the forty sizes of a QR code, with what it holds at error correction level L: ISO/IEC 18004 section 7 and annex E.</summary>
readonly record struct QrVersion(int Number)
{
    /// <summary>Section 7.5.1, table 9, by version: how many error correction codewords a block has, and how many blocks there are.</summary>
    static readonly (int Correction, int Blocks)[] Level =
    [
        (7, 1), (10, 1), (15, 1), (20, 1), (26, 1), (18, 2), (20, 2), (24, 2), (30, 2), (18, 4), (20, 4), (24, 4), (26, 4), (30, 4),
        (22, 6), (24, 6), (28, 6), (30, 6), (28, 7), (28, 8), (28, 8), (28, 9), (30, 9), (30, 10), (26, 12), (28, 12), (30, 12), (30, 13),
        (30, 14), (30, 15), (30, 16), (30, 17), (30, 18), (30, 19), (30, 19), (30, 20), (30, 21), (30, 22), (30, 24), (30, 25),
    ];

    /// <summary>Squares along an edge, without the quiet zone.</summary>
    public int Size => 17 + 4 * Number;

    public int CorrectionPerBlock => Level[Number - 1].Correction;

    public int Blocks => Level[Number - 1].Blocks;

    public int Codewords => DataSquares / 8;

    public int DataCodewords => Codewords - CorrectionPerBlock * Blocks;

    /// <summary>How many bits say how long the text is, in byte mode: table 3.</summary>
    public int LengthBits => Number < 10 ? 8 : 16;

    /// <summary>Whether it says its own number: section 7.10.</summary>
    public bool IsNumbered => Number >= 7;

    /// <summary>The centres of the alignment patterns, along either edge: annex E.</summary>
    public int[] Alignments
    {
        get
        {
            if (Number == 1)
                return [];

            var positions = new int[Number / 7 + 2];
            var step = (Number * 8 + positions.Length * 3 + 5) / (positions.Length * 4 - 4) * 2;
            for (var i = positions.Length - 1; i > 0; i--)
                positions[i] = Size - 7 - (positions.Length - 1 - i) * step;
            positions[0] = 6;
            return positions;
        }
    }

    /// <summary>The smallest that holds so many bytes.</summary>
    /// <exception cref="ArgumentException">None does: 2,953 bytes are the most.</exception>
    public static QrVersion For(int bytes)
    {
        for (var number = 1; number <= Level.Length; number++)
            if (new QrVersion(number) is var version && 4 + version.LengthBits + bytes * 8 <= version.DataCodewords * 8)
                return version;
        throw new ArgumentException($"A QR code does not hold {bytes} bytes.", nameof(bytes));
    }

    /// <summary>All but the patterns that a scanner finds its way by.</summary>
    int DataSquares
    {
        get
        {
            var squares = (16 * Number + 128) * Number + 64;
            if (Number == 1)
                return squares;

            var alignments = Number / 7 + 2;
            return squares - ((25 * alignments - 10) * alignments - 55) - (IsNumbered ? 36 : 0);
        }
    }
}
