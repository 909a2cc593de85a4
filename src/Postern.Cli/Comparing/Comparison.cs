using System.Text.Json.Nodes;

namespace Postern.Cli;

/// <summary>Two answers, member by member: what only one of them has, what they say differently, and in which order.</summary>
sealed class Comparison
{
    readonly List<Difference> _found = [];
    readonly bool _mindsOrder;

    Comparison(bool mindsOrder) => _mindsOrder = mindsOrder;

    /// <summary>Where the order of members and words is as good as another.</summary>
    public static IReadOnlyList<Difference> OfSets(JsonNode? local, JsonNode? other) => new Comparison(mindsOrder: false).Run(local, other);

    public static IReadOnlyList<Difference> OfSequences(JsonNode? local, JsonNode? other) =>
        new Comparison(mindsOrder: true).Run(local, other);

    List<Difference> Run(JsonNode? local, JsonNode? other)
    {
        Compare("", local, other);
        return _found;
    }

    void Compare(string path, JsonNode? local, JsonNode? other)
    {
        switch (local, other)
        {
            case (JsonObject here, JsonObject there):
                CompareMembers(path, here, there);
                break;
            case (JsonArray here, JsonArray there):
                CompareItems(path, here, there);
                break;
            case var _ when !JsonNode.DeepEquals(local, other):
                _found.Add(new(path, Text(local), Text(other)));
                break;
        }
    }

    void CompareMembers(string path, JsonObject local, JsonObject other)
    {
        foreach (var name in local.Select(member => member.Key).Union(other.Select(member => member.Key)))
        {
            var what = path.Length == 0 ? name : $"{path}.{name}";
            if (local.ContainsKey(name) && other.ContainsKey(name))
                Compare(what, local[name], other[name]);
            else
                _found.Add(
                    new(what, local.ContainsKey(name) ? Text(local[name]) : null, other.ContainsKey(name) ? Text(other[name]) : null));
        }

        var (here, there) = (Shared(local, other), Shared(other, local));
        if (_mindsOrder && here != there)
            _found.Add(new($"order of {(path.Length == 0 ? "all" : path)}", here, there));
    }

    void CompareItems(string path, JsonArray local, JsonArray other)
    {
        if (!_mindsOrder)
        {
            var (here, there) = (local.Select(Text).ToHashSet(), other.Select(Text).ToHashSet());
            if (!here.SetEquals(there))
                _found.Add(new(path, Only(here, there), Only(there, here)));
        }
        else if (local.Count != other.Count)
            _found.Add(new(path, Text(local), Text(other)));
        else
            for (var index = 0; index < local.Count; index++)
                Compare($"{path}[{index}]", local[index], other[index]);
    }

    static string Shared(JsonObject one, JsonObject with) =>
        string.Join(", ", one.Select(member => member.Key).Where(with.ContainsKey));

    static string? Only(HashSet<string> here, HashSet<string> there) =>
        here.Except(there).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } only ? string.Join(' ', only) : null;

    static string Text(JsonNode? node) => node is null ? "null" : node.ToPlainText();
}
