using System.Collections.Concurrent;

namespace Postern.LocalOrg.Storage;

/// <summary>What was read of one kind, by key. See <see cref="Memory"/>.</summary>
sealed class Remembered<T>(Stamp stamp, bool mayRemember)
    where T : class
{
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>What is not there is asked for again: it may come to be.</summary>
    public ValueTask<T?> GetAsync(string key, Func<string, Task<T?>> read) =>
        _entries.TryGetValue(key, out var known) && known.Stamp == stamp.Now ? new(known.Value) : new(ReadAsync(key, read));

    async Task<T?> ReadAsync(string key, Func<string, Task<T?>> read)
    {
        // Before it is read: what is changed meanwhile makes it stale.
        var before = stamp.Now;
        if (await read(key) is not { } found)
            return null;
        if (!mayRemember)
            return found;

        if (_entries.Count >= Most)
            _entries.Clear();
        _entries[key] = new(before, found);
        return found;
    }

    sealed record Entry(long Stamp, T Value);
}
