using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Postern.LocalOrg.Failing;

/// <summary>What is left to chance and comes out the same every time: it depends on the seed and the number of the call alone.</summary>
static class Chances
{
    public static bool Strikes(double chance, int seed, long call)
    {
        Span<byte> given = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(given, seed);
        BinaryPrimitives.WriteInt64LittleEndian(given[sizeof(int)..], call);
        Span<byte> drawn = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(given, drawn);
        // 53 bits, as many as a double tells apart.
        return (BinaryPrimitives.ReadUInt64LittleEndian(drawn) >> 11) * (1.0 / (1UL << 53)) < chance;
    }
}
