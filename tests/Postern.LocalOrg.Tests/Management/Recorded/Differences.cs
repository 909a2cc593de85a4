using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Tests.Management.Recorded;

/// <summary>How an answer differs from a recorded one: status, members, their order, the kinds of values; of an error the words.</summary>
sealed class Differences(RecordedExchange exchange, RecordedIds ids)
{
    readonly List<string> _found = [];

    public IReadOnlyList<string> Of(Answer answer)
    {
        if (answer.Status != exchange.Status)
            Add("", $"{answer.Status} for {exchange.Status}");
        else if (exchange.Status >= 400)
            CompareError(answer);
        else if (exchange.Answer is { } recorded)
            Compare("", recorded, answer.Body is "" ? null : JsonNode.Parse(answer.Body));
        else if (answer.Body is not "")
            Add("", "a body");
        return _found;
    }

    void CompareError(Answer answer)
    {
        var (recorded, ours) = (exchange.Answer!, JsonNode.Parse(answer.Body)!);
        foreach (var member in (string[])["errorCode", "errorSummary", "errorLink"])
            if (ids.Local((string)recorded[member]!) != (string?)ours[member])
                Add(member, $"'{ours[member]}' for '{recorded[member]}'");
        if (string.Join('|', Causes(recorded)) is var causes && causes != string.Join('|', Causes(ours)))
            Add("errorCauses", $"'{string.Join('|', Causes(ours))}' for '{causes}'");
    }

    static IEnumerable<string> Causes(JsonNode error) =>
        error["errorCauses"]!.AsArray().Select(cause => cause!["errorSummary"]!.ToString());

    void Compare(string path, JsonNode? recorded, JsonNode? ours)
    {
        switch (recorded, ours)
        {
            case (JsonObject there, JsonObject here):
                CompareMembers(path, there, here);
                break;
            case (JsonArray { Count: > 0 } there, JsonArray here):
                CompareItems(path, there, here);
                break;
            case (JsonArray, JsonArray):
                break;
            case var _ when Kind(recorded) != Kind(ours):
                Add(path, $"{Kind(ours)} for {Kind(recorded)}");
                break;
        }
    }

    void CompareMembers(string path, JsonObject there, JsonObject here)
    {
        List<string> recorded = [.. there.Select(member => member.Key)], ours = [.. here.Select(member => member.Key)];
        foreach (var name in recorded.Except(ours))
            Add(Within(path, name), "missing");
        foreach (var name in ours.Except(recorded))
            Add(Within(path, name), "more");
        if (!recorded.Intersect(ours).SequenceEqual(ours.Intersect(recorded)))
            Add(path, $"order {string.Join(' ', ours.Intersect(recorded))} for {string.Join(' ', recorded.Intersect(ours))}");
        foreach (var name in recorded.Intersect(ours))
            Compare(Within(path, name), there[name], here[name]);
    }

    void CompareItems(string path, JsonArray there, JsonArray here)
    {
        if (here.Count == 0)
            Add(path, "empty");
        else if (there[0] is not JsonObject first)
            Compare(path + "[]", there[0], here[0]);
        else
            Compare(path + "[]", first, Like(first, here));
    }

    /// <summary>The item that stands in the place of another: the same id, the same key or name, or else the first.</summary>
    JsonNode? Like(JsonObject recorded, JsonArray items)
    {
        foreach (var name in (string[])["id", "key", "name", "type"])
            if (recorded[name] is JsonValue value
                && items.FirstOrDefault(item => item is JsonObject && item[name]?.ToString() == ids.Local(value.ToString())) is { } found)
                return found;
        return items[0];
    }

    static string Within(string path, string name) => path is "" ? name : $"{path}.{name}";

    static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
        var kind => kind.Value.ToString().ToLowerInvariant(),
    };

    void Add(string path, string what) =>
        _found.Add($"{(exchange.IsEarly ? "2020: " : "")}{exchange.Method} {exchange.Template[7..]} {path}: {what}");
}
