namespace Postern.Benchmarks;

/// <summary>Something that is done again and again over one connection.</summary>
interface IFlow
{
    /// <summary>
    /// Does it once and returns the last answer, valid until the next call. Throws when any answer is not what it must be.
    /// </summary>
    Task<ReadOnlyMemory<byte>> RunAsync(int number);
}
