using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Postern.Local.Storage;

/// <summary>Parses a document's text once: the same text is the same record, whoever wrote it and whenever, so nothing here can grow stale.</summary>
sealed class ParsedDocuments<T>(JsonTypeInfo<T> type)
    where T : class
{
    const int Most = 4096;

    readonly ConcurrentDictionary<string, T> _parsed = new(StringComparer.Ordinal);

    public T Parse(string document)
    {
        if (_parsed.TryGetValue(document, out var known))
            return known;

        if (_parsed.Count >= Most)
            _parsed.Clear();
        return _parsed[document] = JsonSerializer.Deserialize(document, type)!;
    }
}
