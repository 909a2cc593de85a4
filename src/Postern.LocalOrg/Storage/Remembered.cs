using System.Collections.Concurrent;

namespace Postern.LocalOrg.Storage;

/// <summary>What was read of things that seldom change, until something does; only where nobody but this process can change them.</summary>
sealed class Remembered<T>(bool mayRemember)
    where T : class
{
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);
    long _changes;

    public T? Find(string key) => _known.GetValueOrDefault(key);

    /// <summary>What is not there is asked for again: it may come to be.</summary>
    public async Task<T?> RememberAsync(string key, Func<Task<T?>> read)
    {
        var before = Volatile.Read(ref _changes);
        if (await read() is not { } found)
            return null;

        if (mayRemember && _known.Count < Most)
        {
            _known[key] = found;

            // Changed since it was read: then it may be old already.
            if (Volatile.Read(ref _changes) != before)
                _known.TryRemove(key, out _);
        }

        return found;
    }

    /// <summary>Called after the change has been made.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _changes);
        _known.Clear();
    }
}
