using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.LocalOrg.Management.Queries;

/// <summary>
/// Whether what is asked for holds, of what a resource is written as. What is not there matches nothing; a list matches where one of it
/// does.
/// </summary>
static class QueryMatch
{
    /// <param name="query">What is asked.</param>
    /// <param name="resource">As it is written.</param>
    /// <param name="texts">How texts are compared: a <c>search</c> ignores case, a <c>filter</c> of users does not.</param>
    public static bool Matches(this Query query, JsonObject resource, StringComparison texts) => query switch
    {
        Query.And and => and.Terms.All(term => term.Matches(resource, texts)),
        Query.Or or => or.Terms.Any(term => term.Matches(resource, texts)),
        Query.Not not => !not.Term.Matches(resource, texts),
        Query.Present present => Values(resource, present.Attribute).Any(),
        Query.Comparison { How: QueryOperator.Ne } other =>
            !Values(resource, other.Attribute).Any(value => Holds(value, QueryOperator.Eq, other.Value, texts)),
        Query.Comparison comparison =>
            Values(resource, comparison.Attribute).Any(value => Holds(value, comparison.How, comparison.Value, texts)),
        _ => throw new InvalidOperationException("A term that nobody knows."),
    };

    /// <summary>Whether a value is as the operator wants it.</summary>
    public static bool Holds(object value, QueryOperator how, object? wanted, StringComparison texts) => (value, wanted) switch
    {
        (string text, string other) => Holds(text, how, other, texts),
        (double number, double other) => HoldsOrder(how, number.CompareTo(other)),
        (bool truth, bool other) => how is QueryOperator.Eq && truth == other,
        // A number or a truth value may stand in quotes.
        (double or bool, string other) => QueryValues.OfText(other) is { } typed and not string && Holds(value, how, typed, texts),
        (string text, double or bool) => QueryValues.OfText(text) is { } typed and not string && Holds(typed, how, wanted, texts),
        _ => false,
    };

    static bool Holds(string text, QueryOperator how, string wanted, StringComparison texts) => how switch
    {
        QueryOperator.Co => text.Contains(wanted, texts),
        QueryOperator.Sw => text.StartsWith(wanted, texts),
        QueryOperator.Ew => text.EndsWith(wanted, texts),
        _ => HoldsOrder(
            how,
            QueryValues.Instant(text) is { } instant && QueryValues.Instant(wanted) is { } other
                ? instant.CompareTo(other)
                : string.CompareOrdinal(Folded(text, texts), Folded(wanted, texts))),
    };

    /// <summary>In the order that the index has: in small letters.</summary>
    static string Folded(string text, StringComparison texts) =>
        texts is StringComparison.OrdinalIgnoreCase ? text.ToLowerInvariant() : text;

    static bool HoldsOrder(QueryOperator how, int order) => how switch
    {
        QueryOperator.Eq => order == 0,
        QueryOperator.Gt => order > 0,
        QueryOperator.Ge => order >= 0,
        QueryOperator.Lt => order < 0,
        QueryOperator.Le => order <= 0,
        _ => false,
    };

    static IEnumerable<object> Values(JsonObject resource, string attribute)
    {
        JsonNode? found = resource;
        foreach (var name in attribute.Split('.'))
            found = (found as JsonObject)?[name];
        return found switch
        {
            JsonArray list => list.OfType<JsonValue>().Select(QueryValues.Of),
            JsonValue value => [QueryValues.Of(value)],
            _ => [],
        };
    }
}

/// <summary>Values that are compared: texts, numbers as <see cref="double"/>, truth values.</summary>
static class QueryValues
{
    public static object Of(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>What a text says where it is a number or a truth value; null: neither.</summary>
    public static object? OfText(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    /// <summary>Null where it is none. Dates are texts there: <c>2026-03-02T12:47:28.000Z</c>.</summary>
    public static DateTimeOffset? Instant(string text) =>
        text.Length >= 10 && text[4] is '-' && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;
}
