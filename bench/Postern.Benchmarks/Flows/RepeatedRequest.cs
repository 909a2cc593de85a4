namespace Postern.Benchmarks;

/// <summary>A request that is the same each time and so written once, but where the caller changes.</summary>
sealed class RepeatedRequest(Target target, Func<int, byte[]> write)
{
    readonly byte[] _first = write(0);

    public byte[] Number(int number) => target.CountsCallers ? write(number) : _first;
}
