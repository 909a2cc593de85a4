using System.Text;

namespace Postern.LocalOrg.QrCodes;

/// <summary>A text as the bytes that a QR code shows: its own, then those that correct errors, block by block (ISO/IEC 18004 section 7.4 to 7.6).</summary>
static class QrCodewords
{
    public static byte[] Of(byte[] text, QrVersion version)
    {
        var blocks = Split(Data(text, version), version);
        var corrections = Array.ConvertAll(blocks, block => Correction(block, version.CorrectionPerBlock));
        return [.. Interleaved(blocks), .. Interleaved(corrections)];
    }

    /// <summary>Byte mode, length, text, end, and what fills it up.</summary>
    static byte[] Data(byte[] text, QrVersion version)
    {
        var bits = new StringBuilder("0100").Append(Bits(text.Length, version.LengthBits));
        foreach (var each in text)
            bits.Append(Bits(each, 8));
        bits.Append('0', Math.Min(4, version.DataCodewords * 8 - bits.Length));
        bits.Append('0', (8 - bits.Length % 8) % 8);

        var data = new byte[version.DataCodewords];
        for (var i = 0; i < data.Length; i++)
            data[i] = i < bits.Length / 8 ? Convert.ToByte(bits.ToString(i * 8, 8), 2) : (byte)((i - bits.Length / 8) % 2 == 0 ? 0xEC : 0x11);
        return data;
    }

    static string Bits(int value, int length) => Convert.ToString(value, 2).PadLeft(length, '0');

    /// <summary>The later blocks are one longer where the data does not divide.</summary>
    static byte[][] Split(byte[] data, QrVersion version)
    {
        var blocks = new byte[version.Blocks][];
        var (length, longer) = Math.DivRem(data.Length, version.Blocks);
        var from = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            var end = from + length + (i >= blocks.Length - longer ? 1 : 0);
            blocks[i] = data[from..end];
            from = end;
        }

        return blocks;
    }

    static IEnumerable<byte> Interleaved(byte[][] blocks)
    {
        for (var i = 0; i < blocks[^1].Length; i++)
            foreach (var block in blocks)
                if (i < block.Length)
                    yield return block[i];
    }

    /// <summary>Reed and Solomon's: the remainder of the block by the generator polynomial of that degree.</summary>
    static byte[] Correction(byte[] block, int degree)
    {
        var generator = Generator(degree);
        var remainder = new byte[degree];
        foreach (var each in block)
        {
            var factor = (byte)(each ^ remainder[0]);
            remainder.AsSpan(1).CopyTo(remainder);
            remainder[^1] = 0;
            for (var i = 0; i < degree; i++)
                remainder[i] ^= Product(generator[i], factor);
        }

        return remainder;
    }

    /// <summary>The product of (x - 2^i) for i below the degree, without its leading 1.</summary>
    static byte[] Generator(int degree)
    {
        var generator = new byte[degree];
        generator[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
                generator[j] = (byte)(Product(generator[j], root) ^ (j + 1 < degree ? generator[j + 1] : 0));
            root = Product(root, 2);
        }

        return generator;
    }

    /// <summary>In the field of 256 elements, modulo x^8 + x^4 + x^3 + x^2 + 1.</summary>
    static byte Product(byte left, byte right)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
            product = (product << 1) ^ ((product >> 7) * 0x11D) ^ (((right >> bit) & 1) * left);
        return (byte)product;
    }
}
