using System.Collections.Concurrent;

namespace Postern.LocalOrg.Storage;

/// <summary>
/// What this process has issued to be redeemed once, by hash, so that it need not be read back; only where nobody but this process can
/// write. The database still says who redeems it.
/// </summary>
sealed class Unredeemed<T>(bool mayRemember)
    where T : class
{
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, T> _issued = new(StringComparer.Ordinal);
    int _count;

    public void Add(string hash, T issued)
    {
        if (!mayRemember)
            return;

        // Most of what is still here then nobody will redeem.
        if (Volatile.Read(ref _count) >= Most)
            Forget();
        if (_issued.TryAdd(hash, issued))
            Interlocked.Increment(ref _count);
    }

    /// <summary>To one caller; null for everybody else, who must ask the database.</summary>
    public T? Take(string hash)
    {
        if (!_issued.TryRemove(hash, out var issued))
            return null;

        Interlocked.Decrement(ref _count);
        return issued;
    }

    void Forget()
    {
        foreach (var hash in _issued.Keys)
            Take(hash);
    }
}
