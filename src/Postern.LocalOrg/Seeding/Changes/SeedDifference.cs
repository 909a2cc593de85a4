using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Postern.LocalOrg;

/// <summary>What of one kind differs between two seeds: only that is touched, and what else happened to the org stays.</summary>
sealed record SeedDifference<T>(IReadOnlyList<T> Added, IReadOnlyList<T> Changed, IReadOnlyList<T> Removed)
{
    public static SeedDifference<T> Of(IEnumerable<T> before, IEnumerable<T> after, Func<T, string> id, JsonTypeInfo<T> type)
    {
        var (old, now) = (before.ToDictionary(id, StringComparer.Ordinal), after.ToList());
        var kept = now.Select(id).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. now.Where(each => !old.ContainsKey(id(each)))],
            [.. now.Where(each => old.TryGetValue(id(each), out var was) && !IsSame(was, each, type))],
            [.. old.Values.Where(each => !kept.Contains(id(each)))]);
    }

    static bool IsSame(T one, T other, JsonTypeInfo<T> type) =>
        JsonSerializer.Serialize(one, type) == JsonSerializer.Serialize(other, type);
}
