namespace Postern.LocalOrg.Storage;

/// <summary>
/// Something small that is read as a whole and always at hand. A request that finds it stale reads it again before it does anything else.
/// </summary>
sealed class Whole<T>(Stamp stamp, Func<CancellationToken, Task<T>> read) : IWhole
    where T : class
{
    volatile Read? _read;

    public T Value => _read?.Value ?? throw new InvalidOperationException("Nothing was read yet: the org is not started.");

    public bool IsStale => _read?.Stamp != stamp.Now;

    public async Task ReadAsync(CancellationToken ct)
    {
        var before = stamp.Now;
        _read = new(before, await read(ct));
    }

    sealed record Read(long Stamp, T Value);
}

/// <summary>For those who do not care what it is.</summary>
interface IWhole
{
    bool IsStale { get; }

    Task ReadAsync(CancellationToken ct);
}
