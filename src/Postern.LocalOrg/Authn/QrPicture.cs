using System.Buffers.Binary;
using System.IO.Compression;
using ZXing.Common;

namespace Postern.LocalOrg.Authn;

/// <summary>A QR code as a PNG file of one bit for each point (ISO/IEC 15948).</summary>
static class QrPicture
{
    const int PointsPerSquare = 6;

    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Png(BitMatrix code)
    {
        var points = code.Width * PointsPerSquare;
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, points);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), points);
        header[8] = 1; // one bit, shades of grey

        using var png = new MemoryStream();
        png.Write(Signature);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compressed(Rows(code, points)));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Each row begins with its filter, which is none; a light point is a 1.</summary>
    static byte[] Rows(BitMatrix code, int points)
    {
        var length = 1 + (points + 7) / 8;
        var rows = new byte[length * points];
        for (var y = 0; y < points; y++)
            for (var x = 0; x < points; x++)
                if (!code[x / PointsPerSquare, y / PointsPerSquare])
                    rows[y * length + 1 + x / 8] |= (byte)(0x80 >> x % 8);
        return rows;
    }

    static byte[] Compressed(byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            zlib.Write(rows);
        return compressed.ToArray();
    }

    static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(type);
        png.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(uint.MaxValue, type), content));
        png.Write(number);
    }

    /// <summary>CRC-32: annex D.</summary>
    static uint Checksum(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            checksum ^= each;
            for (var bit = 0; bit < 8; bit++)
                checksum = checksum >> 1 ^ (checksum & 1) * 0xEDB88320;
        }

        return checksum;
    }
}
