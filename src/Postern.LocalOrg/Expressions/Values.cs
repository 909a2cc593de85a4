using System.Globalization;
using System.Text.Json;

namespace Postern.LocalOrg.Expressions;

/// <summary>
/// The values of the language: null, text, <see cref="long"/>, <see cref="double"/>, truth, list and map, and how one becomes another.
/// </summary>
static class Values
{
    public static string Text(object? value) => value switch
    {
        null => "null", // as Spring's + has it
        string text => text,
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ExpressionError($"Here a text is wanted, not {Kind(value)}"),
    };

    public static string? TextOrNull(object? value) => value is null ? null : Text(value);

    public static bool Truth(object? value) => value switch
    {
        bool truth => truth,
        "true" => true,
        "false" => false,
        _ => throw new ExpressionError($"Here true or false is wanted, not {Kind(value)}"),
    };

    public static int Int(object? value) => value switch
    {
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        double number when double.IsInteger(number) && Math.Abs(number) <= int.MaxValue => (int)number,
        string text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new ExpressionError($"Here a whole number is wanted, not {Kind(value)}"),
    };

    /// <summary>A text stands for the list of what its commas separate.</summary>
    public static IReadOnlyList<object?> List(object? value) => value switch
    {
        null => [],
        string { Length: 0 } => [],
        string text => [.. text.Split(',')],
        IReadOnlyList<object?> list => list,
        _ => throw new ExpressionError($"Here an array is wanted, not {Kind(value)}"),
    };

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (long or double, long or double) => Number(left) == Number(right),
        (IReadOnlyList<object?> one, IReadOnlyList<object?> other) =>
            one.Count == other.Count && one.Zip(other).All(pair => AreEqual(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    /// <summary>Null comes before everything.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (long or double, long or double) => Number(left).CompareTo(Number(right)),
        (string one, string other) => string.CompareOrdinal(one, other),
        (bool one, bool other) => one.CompareTo(other),
        _ => throw new ExpressionError($"{Kind(left)} and {Kind(right)} cannot be compared"),
    };

    public static double Number(object? value) => value switch
    {
        long whole => whole,
        double number => number,
        _ => throw new ExpressionError($"Here a number is wanted, not {Kind(value)}"),
    };

    public static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => NumberOf(json),
        JsonValueKind.Array => json.EnumerateArray().Select(From).ToList(),
        JsonValueKind.Object => json.EnumerateObject().ToDictionary(member => member.Name, member => From(member.Value)),
        _ => null,
    };

    /// <summary>
    /// Null where it is beyond all that can be reckoned with. One that is whole stays so: the two are not one conditional's.
    /// </summary>
    static object? NumberOf(JsonElement json)
    {
        if (json.TryGetInt64(out var whole))
            return whole;
        return json.GetDouble() is var broken && double.IsFinite(broken) ? broken : null;
    }

    static string Kind(object? value) => value switch
    {
        null => "null",
        string => "a text",
        bool => "true or false",
        long or double => "a number",
        IReadOnlyList<object?> => "an array",
        _ => "an object",
    };
}
