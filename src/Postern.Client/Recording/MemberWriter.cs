using System.Globalization;
using System.Text.Json.Nodes;

namespace Postern.Client;

/// <summary>JSON and the claims of tokens, value by value; of keys only what is public stays, and moments become distances.</summary>
sealed class MemberWriter(FieldKinds kinds, Teller tell)
{
    static readonly string[] OfKey = ["alg", "crv", "e", "kid", "kty", "n", "status", "use", "x", "y"];

    // Beside one of these, a name is a person's.
    static readonly string[] OfPeople = ["family_name", "given_name", "lastName", "login", "preferred_username", "sub"];

    public JsonNode? Write(string name, JsonNode? node, DateTimeOffset? at) => node switch
    {
        JsonObject key when key.ContainsKey("kty") =>
            new JsonObject(key.Where(member => OfKey.Contains(member.Key)).Select(member => Member(member.Key, member.Value?.DeepClone()))),
        JsonObject members => Members(name, members, at),
        JsonArray items => new JsonArray([.. items.Select(item => Write(name, item, at))]),
        JsonValue value when value.TryGetValue(out string? text) => Text(name, text, kinds.Of(name, text), at),
        JsonValue value when at is { } moment && value.TryGetValue(out long seconds) && kinds.Of(name, "") == FieldKind.Time =>
            Placeholder.OfTime(seconds, moment),
        _ => node?.DeepClone(),
    };

    JsonObject Members(string name, JsonObject members, DateTimeOffset? at)
    {
        var isPerson = OfPeople.Any(members.ContainsKey);
        var isSecret = name.Length > 0 && kinds.Of(name, "") == FieldKind.Secret;
        return new(members.Select(member => (member.Key, member.Value) switch
        {
            ("name" or "displayName", JsonValue value) when isPerson && value.TryGetValue(out string? text) =>
                Member(member.Key, Text(member.Key, text, kinds.PersonalKind, at)),
            // A field of a form, such as {"name": "interaction_code", "value": "…"}.
            ("value", JsonValue value) when FieldOf(members) is { } field && value.TryGetValue(out string? text) =>
                Member("value", Text(field, text, FieldKind.Secret, at)),
            // such as {"password": {"value": "…"}}
            ("value", JsonValue value) when isSecret && value.TryGetValue(out string? text) =>
                Member("value", Text(name, text, FieldKind.Secret, at)),
            _ => Member(member.Key, Write(member.Key, member.Value, at)),
        }));
    }

    // Null where it is no field, or none that holds a secret.
    string? FieldOf(JsonObject members) => members["name"] is JsonValue named && named.TryGetValue(out string? name)
        && kinds.Of(name, "") == FieldKind.Secret
        ? name
        : null;

    string Text(string name, string text, FieldKind kind, DateTimeOffset? at)
    {
        if (kind != FieldKind.Time)
            return tell(name, text, kind);

        return at is { } moment
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told)
            ? Placeholder.OfDate(told, moment)
            : text;
    }

    static KeyValuePair<string, JsonNode?> Member(string name, JsonNode? value) => new(name, value);
}
