namespace Postern.LocalOrg.Tests.Garbage;

/// <summary>Chance that always falls the same way (SplitMix64), so that a failure comes again.</summary>
sealed class Chance(ulong seed)
{
    ulong _state = seed;

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public byte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (byte)Next())];

    ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
