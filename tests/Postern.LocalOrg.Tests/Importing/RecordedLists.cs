using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.LocalOrg.Tests.Management.Recorded;

namespace Postern.LocalOrg.Tests.Importing;

/// <summary>A tenant that has all that a real one was ever recorded to answer, each thing as it was told last.</summary>
sealed class RecordedLists
{
    readonly Dictionary<string, Dictionary<string, JsonObject>> _lists = new(StringComparer.Ordinal);

    public static RecordedLists Of(IEnumerable<RecordedExchange> exchanges)
    {
        RecordedLists lists = new();
        foreach (var exchange in exchanges.Where(exchange => exchange.Status is 200 or 201))
            lists.Note(exchange);
        return lists;
    }

    public TenantAnswer Answer(string path)
    {
        var list = path.Split('?')[0];
        var found = list is "/api/v1/policies"
            ? Items(list).Where(policy => path.EndsWith($"type={policy["type"]}", StringComparison.Ordinal))
            : path.Contains("filter=", StringComparison.Ordinal) ? [] : Items(list);
        return new()
        {
            Status = 200, Body = JsonDocument.Parse(new JsonArray([.. found.Select(item => item.DeepClone())]).ToJsonString()).RootElement,
        };
    }

    /// <summary>The same thing was made again and again, each time by another id: a tenant has one of each name.</summary>
    IEnumerable<JsonObject> Items(string list) => (_lists.GetValueOrDefault(list)?.Values ?? Enumerable.Empty<JsonObject>())
        .GroupBy(item => $"{item["type"]} {NameOf(item) ?? item["id"]}").Select(same => same.Last());

    void Note(RecordedExchange exchange)
    {
        if (exchange.Answer is JsonArray many)
            foreach (var item in many.OfType<JsonObject>())
                Note(exchange.Path, item);
        else if (exchange.Answer is JsonObject one && one["id"] is { } id)
            Note(
                exchange.Path.EndsWith($"/{id}", StringComparison.Ordinal) ? exchange.Path[..^(id.ToString().Length + 1)] : exchange.Path,
                one);
    }

    void Note(string list, JsonObject item)
    {
        if (item["id"]?.ToString() is not { } id)
            return;
        if (!_lists.TryGetValue(list, out var items))
            _lists[list] = items = new(StringComparer.Ordinal);
        items[id] = item;
    }

    static JsonNode? NameOf(JsonObject item) =>
        item["profile"]?["login"] ?? item["profile"]?["name"] ?? item["origin"] ?? item["label"] ?? item["name"];
}
