using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg;

/// <summary>What a scalar of a seed file says, of the kind that is wanted there.</summary>
static class SeedScalars
{
    /// <summary>Null where it says no such thing, and what is wrong.</summary>
    public static JsonNode? Read(SeedNode node, Type type, out string? wrong)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        wrong = null;
        if (wanted == typeof(JsonObject))
            return node is SeedNode.Map map ? Free(map) : Refuse("should have members, as 'name: value'.", out wrong);
        if (node is not SeedNode.Text text)
            return Refuse($"should be {Called(wanted)}, not a {(node is SeedNode.Many ? "list" : "map")}.", out wrong);

        return Of(text, wanted) ?? Refuse(Explain(text.Value, wanted), out wrong);
    }

    /// <summary>Of any kind: what is not in quotes is a number, true, false or null where it looks so (YAML 1.2 section 10.3.2).</summary>
    public static JsonNode? Free(SeedNode node) => node switch
    {
        SeedNode.Text { IsNull: true } => null,
        SeedNode.Text { IsPlain: true } text => Plain(text.Value),
        SeedNode.Text text => text.Value,
        SeedNode.Many many => new JsonArray([.. many.Items.Select(Free)]),
        SeedNode.Map map => new JsonObject(map.Members.Select(member => KeyValuePair.Create(member.Name, Free(member.Value)))),
        _ => null,
    };

    /// <summary>Whether a text must stand in quotes to be one, for this reader or for older ones (YAML 1.1).</summary>
    public static bool NeedsQuotes(string text) =>
        text is "" or "~" or "=" or "<<"
        || text.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n"
        || text[0] is (>= '0' and <= '9') or '.' or '+' or '-';

    static JsonNode Plain(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when IsNumber(text) && double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) => number,
        _ => text,
    };

    static bool IsNumber(string text) =>
        text.Any(char.IsAsciiDigit)
        && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    static JsonNode? Of(SeedNode.Text text, Type type) => type switch
    {
        _ when type == typeof(string) => text.Value,
        _ when type == typeof(bool) => Plain(text.Value) is JsonValue value && IsBoolean(value) ? value : null,
        _ when type == typeof(int) => int.TryParse(
            text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when type == typeof(TimeSpan) => SeedDuration.Parse(text.Value) is { } duration ? SeedDuration.Write(duration) : null,
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.TryParse(
            text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToString("O", CultureInfo.InvariantCulture)
            : null,
        _ when type.IsEnum => Words(type).FirstOrDefault(word => Bare(word) == Bare(text.Value)),
        _ => throw new NotSupportedException($"A seed has a member of a kind that files do not know: {type}."),
    };

    static bool IsBoolean(JsonValue value) => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    static string Explain(string text, Type type)
    {
        if (!type.IsEnum)
            return $"is '{text}': it should be {Called(type)}.";

        var words = Words(type);
        var hint = Spelling.Closest(text, words) is { } meant ? $"Did you mean '{meant}'? " : "";
        return $"is '{text}'. {hint}There are [{string.Join(", ", words)}].";
    }

    static string Called(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(TimeSpan) => $"a duration, {SeedDuration.Examples}",
        _ when type == typeof(DateTimeOffset) => "an instant, such as 2026-01-31T12:00:00Z",
        _ when type.IsEnum => $"one of [{string.Join(", ", Words(type))}]",
        _ => "a text",
    };

    static string[] Words(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)];

    /// <summary>Okta's own words for the same are taken too: <c>STARTS_WITH</c>.</summary>
    static string Bare(string word) => string.Concat(word.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    static JsonNode? Refuse(string because, out string? wrong)
    {
        wrong = because;
        return null;
    }
}
