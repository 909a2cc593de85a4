using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Postern.LocalOrg.Storage;

/// <summary>Documents by key, remembered only where nobody but this process can change them; elsewhere every look goes to the database.</summary>
sealed class DocumentCache<T>(bool mayRemember, JsonTypeInfo<T> type)
    where T : class
{
    const int Most = 10_000;

    readonly ConcurrentDictionary<string, T> _remembered = new(StringComparer.Ordinal);
    long _changes;

    /// <summary>Called after the document has been changed.</summary>
    public void Forget(string key)
    {
        Interlocked.Increment(ref _changes);
        _remembered.TryRemove(key, out _);
    }

    /// <summary>What is not there is asked for again: it may come to be.</summary>
    public async ValueTask<T?> GetAsync(string key, Func<string, Task<string?>> load)
    {
        if (_remembered.TryGetValue(key, out var known))
            return known;
        var before = Volatile.Read(ref _changes);
        if (await load(key) is not { } document)
            return null;

        var parsed = JsonSerializer.Deserialize(document, type)!;
        if (!mayRemember)
            return parsed;

        if (_remembered.Count >= Most)
            _remembered.Clear();
        _remembered[key] = parsed;

        // Changed since it was read: then it may be old already.
        if (Volatile.Read(ref _changes) != before)
            _remembered.TryRemove(key, out _);
        return parsed;
    }
}
