using System.Text.Json;

namespace Postern.Client;

/// <summary>Gathers what Okta says: of the whole, and of single fields, however deep (idx.md 4.6).</summary>
static class IdxMessages
{
    const string Member = "messages";

    public static IReadOnlyList<IdxMessage> In(JsonElement body) =>
        [.. body.Listed(Member).Concat(Within(body.Member("remediation"))).Select(Read).OfType<IdxMessage>()];

    static IEnumerable<JsonElement> Within(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Within),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member =>
            member.NameEquals(Member) ? json.Listed(Member) : Within(member.Value)),
        _ => [],
    };

    static IdxMessage? Read(JsonElement json) => json.Text("message") is { } text
        ? new(ForeignWords.Of(text), json.Member("i18n").Text("key"), json.Text("class") ?? "ERROR")
        : null;
}
