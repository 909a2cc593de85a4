using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>
/// Secrets that were made when a file was read before are made no more: whoever was told them goes on with them.
/// </summary>
sealed class SecretsMadeBefore(SeedFile before, IReadOnlyList<SeedSecret> made)
{
    readonly HashSet<string> _before = Made(before.Secrets);
    readonly HashSet<string> _made = Made(made);
    readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    public (OrgSeed Seed, IReadOnlyList<SeedSecret> Secrets) Keep(OrgSeed seed)
    {
        var whole = JsonSerializer.SerializeToNode(seed, SeedJson.File.OrgSeed)!;
        Find(whole, JsonSerializer.SerializeToNode(before.Seed, SeedJson.File.OrgSeed));
        return _kept.Count == 0
            ? (seed, made)
            : (Replaced(whole).Deserialize(SeedJson.File.OrgSeed)!,
                [.. made.Select(secret => secret with { Value = _kept.GetValueOrDefault(secret.Value, secret.Value) })]);
    }

    static HashSet<string> Made(IReadOnlyList<SeedSecret> secrets) =>
        secrets.Where(secret => secret.Reference is null).Select(secret => secret.Value).ToHashSet(StringComparer.Ordinal);

    void Find(JsonNode? now, JsonNode? was)
    {
        if (now is JsonObject record && was is JsonObject old)
            foreach (var (name, value) in record)
                Find(value, old[name]);
        else if (now is JsonArray list && was is JsonArray earlier)
            for (var i = 0; i < list.Count; i++)
                Find(list[i], IdOf(list[i]) is { } id ? earlier.FirstOrDefault(each => IdOf(each) == id) : earlier.ElementAtOrDefault(i));
        else if (TextOf(now) is { } text && TextOf(was) is { } known && _made.Contains(text) && _before.Contains(known))
            _kept[text] = known;
    }

    JsonNode Replaced(JsonNode node) => node switch
    {
        JsonObject record => new JsonObject(
            record.Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Replaced(value) : null))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Replaced(item))]),
        _ => TextOf(node) is { } text && _kept.TryGetValue(text, out var known) ? known : node.DeepClone(),
    };

    static string? IdOf(JsonNode? node) => node is JsonObject record ? TextOf(record["id"]) ?? TextOf(record["clientId"]) : null;

    static string? TextOf(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;
}
